// From cells to pixels: a colour for every end, brighter for fewer steps, a pattern for the rest.

const SHADES = 64;

/** @returns {[number, number, number]} */
function rgb(color) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
  return [r, g, b];
}

// One pixel as it lies in the memory of an image.
/** @param {number[]} color */
function pixel([r, g, b]) {
  return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}

// The colours of an end, from the quickest to the slowest.
function shades(stops) {
  const colors = stops.map(rgb);
  return Uint32Array.from({length: SHADES}, (_, k) => {
    const at = (k / (SHADES - 1)) * (colors.length - 1);
    const low = Math.min(Math.floor(at), Math.max(0, colors.length - 2));
    const next = colors[low + 1] ?? colors[low];
    return pixel(colors[low].map((c, i) => c + (next[i] - c) * (at - low)));
  });
}

// Whether a pattern has ink at a place, in pixels of the screen.
const PATTERNS = {
  rising: (x, y) => (x + y) % 8 < 2.6,
  falling: (x, y) => (x - y + 8e3) % 8 < 2.6,
  dots: (x, y) => x % 7 < 2 && y % 7 < 2,
  checks: (x, y) => (x % 8 < 4) === (y % 8 < 4),
  cross: (x, y) => x % 10 < 1 || y % 10 < 1,
};

const shade = (part) => Math.round(Math.min(1, Math.max(0, part)) * (SHADES - 1));

// How many of those whose quantiles these are have less, from 0 to 1: the least has 0, the most has 1,
// and those that are alike stand in their middle.
function rank(value, quantiles) {
  const last = quantiles.length - 1;
  if (value <= quantiles[0]) return 0;
  if (value >= quantiles[last]) return 1;
  const next = quantiles.findIndex((one) => one > value), first = quantiles.indexOf(value);
  if (first >= 0) return (first + next - 1) / 2 / last;
  const low = quantiles[next - 1];
  return (next - 1 + (value - low) / (quantiles[next] - low)) / last;
}

// Half of a shade says where a number lies between the least and the most of all maps, the other half
// its rank: a few that are far off would take all shades from the many that are nearly alike.
const between = (part, value, quantiles) => (part + rank(value, quantiles)) / 2;

// Which shade a number of steps has: their logarithm between the fewest and the most, and their rank.
export function shadeOfSteps(steps, {part, fewest, most, steps_at}) {
  if (most <= fewest) return 0;
  return shade(part * between(Math.log((steps + 1) / (fewest + 1)) / Math.log((most + 1) / (fewest + 1)), steps, steps_at));
}

// And one that still moves, by how near it is: darker than all that have come to rest.
export function shadeOfNearness(nearness, {part, nearest, farthest, nearness_at}) {
  if (nearest <= farthest) return shade(part);
  const near = Math.min(1, (nearness - farthest) / (nearest - farthest));
  return shade(part + (1 - part) * (1 - between(near, nearness, nearness_at)));
}

// Whether a map has one look all over: one end, and one shade of it if it has shades.
export function isAlike({which, steps, nearness}, {ends, scale, never}) {
  const shaded = ends[which[0]].hue !== null;
  const look = (i) => (steps[i] === never ? shadeOfNearness(nearness[i], scale) : shadeOfSteps(steps[i], scale));
  const of = new Map(); // a look is made once for all cells of the same numbers
  const known = (i) => {
    const numbers = 65536 * steps[i] + nearness[i];
    if (!of.has(numbers)) of.set(numbers, look(i));
    return of.get(numbers);
  };
  for (let i = 1; i < which.length; i++) {
    if (which[i] !== which[0] || (shaded && known(i) !== known(0))) return false;
  }
  return true;
}

// A map as the address of an image of about `side` pixels, its first row at the bottom. Cells are
// whole pixels of it, patterns are as fine on a coarse map as on a fine one.
export function inked({which, steps, nearness}, columns, rows, side, header) {
  const wide = Math.ceil(side / columns), high = Math.ceil(side / rows);
  const canvas = document.createElement("canvas");
  const width = (canvas.width = columns * wide), height = (canvas.height = rows * high);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const colors = header.ends.map((end) => shades(end.stops));
  const inks = header.ends.map((end) => (end.ink ? pixel(rgb(end.ink)) : null));
  const patterns = header.ends.map((end) => PATTERNS[end.pattern]);
  const {scale, never} = header;
  const rested = Uint8Array.from({length: never}, (_, k) => shadeOfSteps(k, scale));
  const moving = Uint8Array.from({length: never}, (_, k) => shadeOfNearness(k, scale));
  const across = side / width, down = side / height;
  for (let y = 0, to = 0; y < height; y++) {
    const row = (rows - 1 - Math.floor(y / high)) * columns;
    for (let x = 0; x < width; x++, to++) {
      const from = row + Math.floor(x / wide), end = which[from];
      const ink = patterns[end]?.(x * across, y * down);
      pixels[to] = ink ? inks[end] : colors[end][steps[from] === never ? moving[nearness[from]] : rested[steps[from]]];
    }
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

// The same for a swatch, in CSS.
export function swatch(end, width = 44, height = 16) {
  if (!end.ink) return `linear-gradient(to right, ${end.stops.join(", ")})`;
  return `url(${patterned(end, width, height)}) 0 0 / ${width}px ${height}px border-box`;
}

// A pattern as the address of an image, inked as on a map, pixel for pixel.
export function patterned(end, width, height) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, {width, height});
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const has = PATTERNS[end.pattern];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      context.fillStyle = has(x, y) ? end.ink : end.paper;
      context.fillRect(x, y, 1, 1);
    }
  }
  return canvas.toDataURL();
}
