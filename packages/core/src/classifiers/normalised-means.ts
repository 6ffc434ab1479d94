/** Mean of each category's vectors, brought to unit length: with unit vectors, a dot product is then a cosine. */
export function normalisedMeans(
  vectors: readonly { readonly vector: ArrayLike<number>; readonly category: number }[],
  categories: number,
): Float64Array[] {
  const size = vectors[0]!.vector.length;
  const sums = Array.from({ length: categories }, () => new Float64Array(size));
  for (const { vector, category } of vectors) {
    const sum = sums[category]!;
    for (let i = 0; i < size; i++) sum[i]! += vector[i]!;
  }
  return sums.map((sum) => {
    const length = Math.sqrt(sum.reduce((total, part) => total + part * part, 0));
    // Vectors that cancel each other out point nowhere.
    return length === 0 ? sum : sum.map((part) => part / length);
  });
}
