import type { MeasuredPrecision, Precision } from '@imgsearch/onnx';

export interface PrecisionPolicy {
  /** Mean cosine to the most precise file that a precision must have. */
  readonly minCosine: number;
  readonly prefer: 'speed' | 'memory';
}

export interface PrecisionChoice {
  readonly precision: Precision;
  readonly batchSize: number;
  /** One sentence. */
  readonly reason: string;
}

/** A precision must be that much faster than the most precise one: less is not worth another space. */
const WORTH = 1.1;
/** A batch size that reaches this share of the best speed: the smallest such one answers sooner. */
const NEARLY = 0.95;

const speed = ({ picturesASecond }: MeasuredPrecision): number => Math.max(...Object.values(picturesASecond));

/** Which precision to use, and in batches of how many. @param measured the most precise first, at least one */
export function choosePrecision(
  measured: readonly [MeasuredPrecision, ...MeasuredPrecision[]],
  { minCosine, prefer }: PrecisionPolicy,
): PrecisionChoice {
  const [reference, ...others] = measured;
  const trueEnough = others.filter(({ cosine }) => cosine.mean >= minCosine);
  const better = trueEnough
    .filter((one) =>
      prefer === 'speed' ? speed(one) >= WORTH * speed(reference) : one.memory * WORTH <= reference.memory,
    )
    .sort((one, other) => (prefer === 'speed' ? speed(other) - speed(one) : one.memory - other.memory));
  const chosen = better[0] ?? reference;
  return {
    precision: chosen.precision,
    batchSize: batchSizeOf(chosen),
    reason: reasonOf(chosen, reference, others, trueEnough, prefer),
  };
}

function batchSizeOf(measured: MeasuredPrecision): number {
  const best = speed(measured);
  const sizes = Object.entries(measured.picturesASecond)
    .filter(([, rate]) => rate >= NEARLY * best)
    .map(([size]) => Number(size));
  return Math.min(...sizes);
}

function reasonOf(
  chosen: MeasuredPrecision,
  reference: MeasuredPrecision,
  others: readonly MeasuredPrecision[],
  trueEnough: readonly MeasuredPrecision[],
  prefer: PrecisionPolicy['prefer'],
): string {
  if (chosen !== reference) {
    const gain =
      prefer === 'speed'
        ? `${(speed(chosen) / speed(reference)).toFixed(1)} times as fast as ${reference.precision}`
        : `${Math.round((100 * chosen.memory) / reference.memory)} % of the memory of ${reference.precision}`;
    return `${chosen.precision}: ${gain}, with a cosine of ${chosen.cosine.mean.toFixed(4)} to it.`;
  }
  if (others.length === 0) return `${reference.precision}: the only one that there is.`;
  if (trueEnough.length === 0) return `${reference.precision}: the others are not true enough to it.`;
  return `${reference.precision}: what is true enough to it is not ${prefer === 'speed' ? 'faster' : 'smaller'} by a tenth or more.`;
}
