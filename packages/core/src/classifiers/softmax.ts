/** Probabilities of scores that may be of any size; `sharpness` is one over the temperature. */
export function softmax(scores: ArrayLike<number>, sharpness = 1): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) highest = Math.max(highest, scores[i]!);
  const shares = new Float64Array(scores.length);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    shares[i] = Math.exp(sharpness * (scores[i]! - highest));
    sum += shares[i]!;
  }
  for (let i = 0; i < shares.length; i++) shares[i]! /= sum;
  return shares;
}
