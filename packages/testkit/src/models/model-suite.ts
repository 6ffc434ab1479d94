import type { Component } from '@imgsearch/core';
import { checkSkips } from '../suite/check-skips.ts';
import type { Suite } from '../suite/conformance-case.ts';
import type { ModelAdapter } from './model-adapter.ts';
import type { ModelCase, ModelKit, OpenModel } from './model-case.ts';

/** A suite over models of one contract, from how to see such a model as a function of a batch. */
export function modelSuite<Model extends Component, Input, Output>(
  name: string,
  cases: readonly ModelCase<Input, Output>[],
  adapter: ModelAdapter<Model, Input>,
  inputs: () => Input[],
  see: (model: Model) => OpenModel<Input, Output>,
): Suite<ModelKit<Input, Output>> {
  const skip = adapter.skip ?? [];
  checkSkips(skip, cases);
  return {
    name,
    cases,
    skip,
    seed: 0,
    timeout: adapter.timeout ?? 60_000,
    async enter(needs) {
      const models: Model[] = [];
      const open = async (): Promise<OpenModel<Input, Output>> => {
        const model = await adapter.create();
        models.push(model);
        return see(model);
      };
      const kit: ModelKit<Input, Output> = {
        inputs: () => (adapter.inputs ?? inputs)(),
        tolerance: adapter.tolerance ?? 1e-3,
        open,
        async end() {
          for (const model of models) await model.close?.();
        },
      };
      if (needs.length === 0) return { context: kit, lacks: undefined };
      const { component } = await open();
      return { context: kit, lacks: needs.find((need) => (component as never)[need] === undefined) };
    },
    leave: (kit) => kit.end(),
  };
}
