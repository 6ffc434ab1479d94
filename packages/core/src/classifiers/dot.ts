/** Sum of the products of two lists of one length; of the first, from a place on. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>, from = 0): number {
  // Four sums side by side: each addition of one alone would wait for the last.
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < b.length; i += 4) {
    first += a[from + i]! * b[i]!;
    second += a[from + i + 1]! * b[i + 1]!;
    third += a[from + i + 2]! * b[i + 2]!;
    fourth += a[from + i + 3]! * b[i + 3]!;
  }
  for (; i < b.length; i++) first += a[from + i]! * b[i]!;
  return first + second + third + fourth;
}
