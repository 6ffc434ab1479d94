const view = new DataView(new ArrayBuffer(8));

/** A finite number as 16 hexadecimal digits that sort as numbers do; 0 and -0 are one. */
export function toSortableNumber(value: number): string {
  view.setFloat64(0, value === 0 ? 0 : value);
  const bits = view.getBigUint64(0);
  const sortable = value < 0 ? ~bits : bits | (1n << 63n);
  return BigInt.asUintN(64, sortable).toString(16).padStart(16, '0');
}
