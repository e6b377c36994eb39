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
  cross: (x, y) => x % 6 < 1.2 || y % 6 < 1.2,
};

const shade = (part) => Math.round(Math.min(1, Math.max(0, part)) * (SHADES - 1));

// Which shade a number of steps has: their logarithm between the fewest and the most.
export function shadeOfSteps(steps, {part, fewest, most}) {
  return shade(most > fewest ? (part * Math.log((steps + 1) / (fewest + 1))) / Math.log((most + 1) / (fewest + 1)) : 0);
}

// And one that still moves, by how near it is: darker than all that have come to rest.
export function shadeOfNearness(nearness, {part, nearest, farthest}) {
  return shade(nearest > farthest ? part + ((1 - part) * (nearest - nearness)) / (nearest - farthest) : part);
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
export function swatch(end) {
  if (!end.ink) return `linear-gradient(to right, ${end.stops.join(", ")})`;
  const {paper, ink} = end;
  const stripes = (angle) => `repeating-linear-gradient(${angle}deg, ${ink} 0 2px, ${paper} 2px 6px)`;
  return {
    rising: stripes(-45),
    falling: stripes(45),
    dots: `radial-gradient(circle, ${ink} 1.3px, transparent 1.6px) 0 0 / 6px 6px, ${paper}`,
    checks: `conic-gradient(${ink} 25%, ${paper} 0 50%, ${ink} 0 75%, ${paper} 0) 0 0 / 8px 8px`,
    cross: `${stripes(0)}`,
  }[end.pattern];
}
