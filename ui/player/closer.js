// On a saved page nobody can be asked for a closer ground: the page makes it itself, from the
// surface's formula as the engine has recorded it. What is done here is what figures/closer.py does.

const CLOSER_SIDE = 161; // points
const CLOSER_BANDS = 22;
const MEDIAN_AT = 0.6; // of the scale
const CLOSER_ROUNDING = 0.02; // of the range of heights; a fourth difference multiplies rounding by √70

function median(numbers) {
  const sorted = Float64Array.from(numbers).sort(), middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// The δ with log(1 + median/δ) = MEDIAN_AT · log(1 + most/δ).
function softnessOf(middle, most) {
  if (most <= 0) return 1;
  let low = Math.log(most) - 14 * Math.LN10, high = Math.log(most) + 3 * Math.LN10;
  for (let i = 0; i < 60; i++) {
    const at = (low + high) / 2, delta = Math.exp(at);
    if (Math.log1p(middle / delta) < MEDIAN_AT * Math.log1p(most / delta)) high = at;
    else low = at;
  }
  return Math.exp((low + high) / 2);
}

// How much of the heights is rounding.
function roundingOf(heights, side) {
  let noise = 0;
  for (const value of heights) if (Number.isFinite(value)) noise = Math.max(noise, 4 * Number.EPSILON * Math.abs(value));
  for (const [along, across] of [[1, side], [side, 1]]) {
    const left = [];
    for (let line = 0; line < side; line++) {
      for (let i = 0; i + 4 < side; i++) {
        const [a, b, c, d, e] = [0, 1, 2, 3, 4].map((k) => heights[line * across + (i + k) * along]);
        const rest = Math.abs(a - 4 * b + 6 * c - 4 * d + e);
        if (Number.isFinite(rest)) left.push(rest);
      }
    }
    if (left.length) noise = Math.max(noise, median(left) / Math.sqrt(70));
  }
  return noise;
}

// A part of a map's ground, made of height(x, y); facts are {minima, minimum} of the surface.
export function closerGround(whole, part, height, facts) {
  const [x0, x1, y0, y1] = part, side = CLOSER_SIDE;
  const heights = new Float64Array(side * side);
  for (let row = 0, at = 0; row < side; row++) {
    const y = y0 + (row * (y1 - y0)) / (side - 1);
    for (let i = 0; i < side; i++, at++) heights[at] = height(x0 + (i * (x1 - x0)) / (side - 1), y);
  }
  const finite = heights.filter(Number.isFinite), middle = median(finite);
  let floor = Infinity, top = -Infinity;
  for (const value of finite) [floor, top] = [Math.min(floor, value), Math.max(top, value)];
  const inside = facts.minima.some(([x, y]) => x >= x0 && x <= x1 && y >= y0 && y <= y1);
  if (facts.minimum !== null && inside) floor = Math.min(floor, facts.minimum);
  const {scale} = whole.header;
  const flat = !finite.length || top - floor <= roundingOf(heights, side) / CLOSER_ROUNDING;
  const softness = flat ? 1 : softnessOf(middle - floor, top - floor), high = Math.log1p((top - floor) / softness);
  const within = (level) => Math.min(1, Math.max(0, level));
  const onMap = within(Math.log1p(Math.max(0, middle - scale.floor) / scale.softness) /
    Math.log1p((scale.top - scale.floor) / scale.softness));
  const level = (value) => (!Number.isFinite(value) ? NaN : flat ? onMap : within(Math.log1p(Math.max(0, value - floor) / softness) / high));
  const {id} = whole.header;
  return {
    header: {id: `${id}/${part.join("/")}`, of: id, window: part, nx: side, ny: side, bands: CLOSER_BANDS, scale: {floor, softness, top}},
    arrays: {z: Float32Array.from(heights, level)},
  };
}
