// What a model says of the data, as a line to draw. The formulas are those of surfaces/losses; a test
// holds each of them to its own.

/** @type {{x: (number | null)[], y: (number | null)[]}} */
export const NOTHING = {x: [null], y: [null]};
const POINTS = 97; // of a bent curve

const BENT = {
  tanh: Math.tanh,
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  relu: (z) => Math.max(0, z),
};

/**
 * @param {{form: string, unit: number[], middle: number[]}} facts
 * @param {number[]} theta
 * @param {import("./types.js").View} view
 */
export function modelAt(facts, theta, {x: [x0, x1], y: [y0, y1]}) {
  if (facts.form === "same") return NOTHING;
  if (facts.form === "line") return {x: [x0, x1], y: [x0, x1].map((x) => theta[0] * x + theta[1])};
  const bent = BENT[facts.form];
  if (bent) {
    const x = Array.from({length: POINTS}, (_, i) => x0 + ((x1 - x0) * i) / (POINTS - 1));
    return {x, y: x.map((at) => theta[1] * bent(theta[0] * at))};
  }
  return boundary(facts, theta, [x0, x1, y0, y1]);
}

// Where w · (point − middle) / unit = 0, long enough to cross the picture.
function boundary({unit, middle}, theta, [x0, x1, y0, y1]) {
  const [a, b] = [theta[0] / unit[0], theta[1] / unit[1]], long = Math.hypot(a, b);
  if (!(long > 0)) return NOTHING; // no weights, no boundary
  const [u, v] = [a / long, b / long], [cx, cy] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const off = u * (middle[0] - cx) + v * (middle[1] - cy);
  const far = Math.hypot(x1 - x0, y1 - y0) + Math.abs(off), [px, py] = [cx + off * u, cy + off * v];
  return {x: [px - far * v, px + far * v], y: [py + far * u, py - far * u]};
}
