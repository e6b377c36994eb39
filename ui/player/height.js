// The height of a ground between the points on which it is known.

export const DIGITS = 3; // of a height that is told: it is read off between points, and so is about right

/**
 * The height of a ground at a place; null beside it, and where it has none. Between the points of
 * the grid the levels, which are what is sent, go on evenly.
 *
 * @param {{header: {nx: number, ny: number, window: number[], scale?: any}, arrays: Record<string, any>}} ground
 * @param {number} x
 * @param {number} y
 */
export function heightAt({header: {nx, ny, window: [x0, x1, y0, y1], scale}, arrays: {z}}, x, y) {
  const column = ((x - x0) / (x1 - x0)) * (nx - 1), row = ((y - y0) / (y1 - y0)) * (ny - 1);
  if (!(column >= 0 && row >= 0 && column <= nx - 1 && row <= ny - 1) || !scale) return null;
  const i = Math.min(nx - 2, Math.floor(column)), j = Math.min(ny - 2, Math.floor(row));
  const u = column - i, v = row - j, at = j * nx + i;
  const level = (1 - v) * ((1 - u) * z[at] + u * z[at + 1]) + v * ((1 - u) * z[at + nx] + u * z[at + nx + 1]);
  if (!Number.isFinite(level)) return null;
  const {floor, softness, top} = scale;
  return floor + softness * Math.expm1(level * Math.log1p((top - floor) / softness));
}
