import { SPEC_VERSION } from '@imgsearch/core';
import { canonical } from '../suite/canonical.ts';
import { expectRejection, expectSame, expectTrue } from '../suite/expectations.ts';
import type { ModelCase } from './model-case.ts';

const group = 'every model';

/** Largest difference of two answers, as a fraction of the range of their type. */
function difference(a: Float32Array | Uint8Array, b: Float32Array | Uint8Array): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  const range = a instanceof Uint8Array ? 255 : 1;
  let most = 0;
  for (let at = 0; at < a.length; at++) most = Math.max(most, Math.abs(a[at]! - b[at]!) / range);
  return most;
}

/** What holds for embedders, background removers and classifiers alike. */
export function modelCases<Input, Output>(): ModelCase<Input, Output>[] {
  return [
    {
      name: 'a model says what it is',
      group,
      needs: [],
      async run(kit) {
        const { component } = await kit.open();
        expectSame('it carries the version of the contract', component.specVersion, SPEC_VERSION);
        const { id, fingerprint, maxBatchSize } = component.info;
        expectTrue('it has an id and a fingerprint', id.length > 0 && fingerprint.length > 0, component.info);
        expectTrue(
          'its batches hold at least one',
          Number.isInteger(maxBatchSize) && maxBatchSize >= 1,
          maxBatchSize,
        );
      },
    },
    {
      name: 'two models made alike have one fingerprint, and give the same answers',
      group,
      needs: [],
      async run(kit) {
        const [first, second] = [await kit.open(), await kit.open()];
        expectSame('fingerprint', second.component.info.fingerprint, first.component.info.fingerprint);
        const [a, b] = [
          await first.run(kit.inputs().slice(0, 1)),
          await second.run(kit.inputs().slice(0, 1)),
        ];
        const apart = difference(first.numbersOf(a[0]!), second.numbersOf(b[0]!));
        expectTrue('the same answer', apart <= kit.tolerance, apart);
      },
    },
    {
      name: 'answers come one an input, in order, whatever the neighbours in the batch',
      group,
      needs: [],
      async run(kit) {
        const model = await kit.open();
        const inputs = kit.inputs().slice(0, Math.max(1, model.component.info.maxBatchSize));
        const together = await model.run(inputs);
        expectSame('as many answers as inputs', together.length, inputs.length);
        for (const [at, input] of inputs.entries()) {
          const [alone] = await model.run([input]);
          const apart = difference(model.numbersOf(alone!), model.numbersOf(together[at]!));
          expectTrue(`answer ${at} is the one that it gets alone`, apart <= kit.tolerance, apart);
        }
      },
    },
    {
      name: 'different inputs have different answers',
      group,
      needs: [],
      async run(kit) {
        const model = await kit.open();
        const answers: string[] = [];
        for (const input of kit.inputs())
          answers.push(canonical([...model.numbersOf((await model.run([input]))[0]!)]));
        expectTrue('no two are the same', new Set(answers).size === answers.length);
      },
    },
    {
      name: 'a full batch is answered, and an empty one with nothing',
      group,
      needs: [],
      async run(kit) {
        const model = await kit.open();
        expectSame('of none', await model.run([]), []);
        const size = Math.min(model.component.info.maxBatchSize, 16);
        const inputs = kit.inputs();
        const batch = Array.from({ length: size }, (_, at) => inputs[at % inputs.length]!);
        expectSame('of a full batch', (await model.run(batch)).length, size);
      },
    },
    {
      name: 'inputs stay as they are',
      group,
      needs: [],
      async run(kit) {
        const model = await kit.open();
        const inputs = kit.inputs().slice(0, model.component.info.maxBatchSize);
        const before = inputs.map((input) => model.bytesOf(input).slice());
        await model.run(inputs);
        const after = inputs.map((input) => model.bytesOf(input));
        expectTrue(
          'none is detached',
          after.every(({ length }, at) => length === before[at]!.length),
        );
        expectTrue(
          'none is changed',
          after.every((bytes, at) => difference(bytes, before[at]!) === 0),
        );
      },
    },
    {
      name: 'answers belong to the caller',
      group,
      needs: [],
      async run(kit) {
        const model = await kit.open();
        const inputs = kit.inputs().slice(0, 1);
        const [first] = await model.run(inputs);
        const kept = model.numbersOf(first!).slice();
        model.numbersOf(first!).fill(0.25);
        const [second] = await model.run(inputs);
        const apart = difference(model.numbersOf(second!), kept);
        expectTrue('what a caller does to one does not show in the next', apart <= kit.tolerance, apart);
      },
    },
    {
      name: 'a signal that has fired and a deadline that has passed stop a call before it starts',
      group,
      needs: [],
      async run(kit) {
        const model = await kit.open();
        const inputs = kit.inputs().slice(0, 1);
        const reason = new Error('enough');
        const aborted = () => model.run(inputs, { signal: AbortSignal.abort(reason) });
        const error = await expectRejection('the signal', aborted, 'ABORTED');
        expectTrue("the cause is the signal's reason", error.cause === reason, error.cause);
        await expectRejection(
          'the deadline',
          () => model.run(inputs, { deadline: Date.now() - 1000 }),
          'TIMEOUT',
        );
      },
    },
    {
      name: 'close waits for the run under way, can be repeated, and ends the model',
      group,
      needs: [],
      async run(kit) {
        const model = await kit.open();
        const inputs = kit.inputs().slice(0, 1);
        const running = model.run(inputs);
        await model.component.close?.();
        expectSame('the run under way is answered', (await running).length, 1);
        await model.component.close?.();
        if (model.component.close) await expectRejection('a later call', () => model.run(inputs), 'CLOSED');
      },
    },
  ];
}
