/** x, y and, for {@link rounded}, the corner's own radius; in drawing units (the sheet is 400 by 400). */
export type Point = readonly [x: number, y: number, radius?: number];

const text = (value: number): string => String(Math.round(value * 100) / 100);
const at = (x: number, y: number): string => `${text(x)} ${text(y)}`;

/** A closed polygon with rounded corners. */
export function rounded(points: readonly Point[], radius = 8): string {
  const commands = points.map((point, index) => {
    const before = points[(index + points.length - 1) % points.length]!;
    const after = points[(index + 1) % points.length]!;
    const towards = (other: Point): [number, number] => {
      const length = Math.hypot(other[0] - point[0], other[1] - point[1]) || 1;
      const reach = Math.min(point[2] ?? radius, length / 2) / length;
      return [point[0] + (other[0] - point[0]) * reach, point[1] + (other[1] - point[1]) * reach];
    };
    const enter = towards(before);
    const leave = towards(after);
    return `${index === 0 ? 'M' : 'L'}${at(...enter)}Q${at(point[0], point[1])} ${at(...leave)}`;
  });
  return `${commands.join('')}Z`;
}

/** A smooth curve through the points (Catmull-Rom as cubic Beziers). */
export function smooth(points: readonly Point[], closed = true): string {
  const count = points.length;
  const get = (index: number): Point =>
    closed ? points[(index + count) % count]! : points[Math.min(count - 1, Math.max(0, index))]!;
  let path = `M${at(get(0)[0], get(0)[1])}`;
  for (let index = 0; index < (closed ? count : count - 1); index += 1) {
    const [p0, p1, p2, p3] = [get(index - 1), get(index), get(index + 1), get(index + 2)];
    path += `C${at(p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6)} `;
    path += `${at(p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6)} ${at(p2[0], p2[1])}`;
  }
  return closed ? `${path}Z` : path;
}

/** Right half given top to bottom with x as the distance from the middle; returns the whole outline. */
export function mirrored(half: readonly Point[], middle = 200): Point[] {
  const right = half.map(([x, y, r]): Point => (r === undefined ? [middle + x, y] : [middle + x, y, r]));
  const left = half
    .filter(([x]) => x !== 0)
    .map(([x, y, r]): Point => (r === undefined ? [middle - x, y] : [middle - x, y, r]))
    .reverse();
  return [...right, ...left];
}

export function rectangle(x: number, y: number, width: number, height: number, radius = 4): string {
  return rounded(
    [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ],
    radius,
  );
}

export function ellipse(x: number, y: number, radiusX: number, radiusY: number = radiusX): string {
  const [rx, ry] = [text(radiusX), text(radiusY)];
  return `M${at(x - radiusX, y)}A${rx} ${ry} 0 1 1 ${at(x + radiusX, y)}A${rx} ${ry} 0 1 1 ${at(x - radiusX, y)}Z`;
}

/** A ring: outer ellipse with a hole (needs the even-odd rule, which every part uses). */
export function ring(x: number, y: number, outer: number, inner: number, squash = 1): string {
  return ellipse(x, y, outer, outer * squash) + ellipse(x, y, inner, inner * squash);
}

export function line(...points: readonly Point[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${at(x, y)}`).join('');
}
