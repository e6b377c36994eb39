// From cells to pixels: a colour for every end, brighter for fewer steps, a pattern for the rest.

const SHADES = 64;

function rgb(color) {
  return [1, 3, 5].map((i) => parseInt(color.slice(i, i + 2), 16));
}

// One pixel as it lies in the memory of an image.
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

// Whether a pattern has ink in a cell; `unit` cells are one repetition.
const PATTERNS = {
  rising: (i, j, unit) => (i - j + 1e6 * unit) % unit < unit / 3,
  falling: (i, j, unit) => (i + j) % unit < unit / 3,
  dots: (i, j, unit) => i % unit < unit / 3 && j % unit < unit / 3,
  checks: (i, j, unit) => (i % unit < unit / 2) === (j % unit < unit / 2),
  cross: (i, j, unit) => i % unit === 0 || j % unit === 0,
};

// Which shade a number of steps has: their logarithm between the fewest and the most.
export function shadeOf(steps, {fewest, most, never}) {
  if (steps === never || most <= fewest) return steps === never ? SHADES - 1 : 0;
  const part = Math.log((steps + 1) / (fewest + 1)) / Math.log((most + 1) / (fewest + 1));
  return Math.round(Math.min(1, Math.max(0, part)) * (SHADES - 1));
}

// A map as the address of an image, its first row at the bottom.
export function inked(which, steps, columns, rows, header) {
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const colors = header.ends.map((end) => shades(end.stops));
  const inks = header.ends.map((end) => (end.ink ? pixel(rgb(end.ink)) : null));
  const patterns = header.ends.map((end) => PATTERNS[end.pattern]);
  const unit = Math.max(3, Math.round(Math.max(columns, rows) / 33));
  const shade = new Uint8Array(65536);
  for (let k = 0; k < shade.length; k++) shade[k] = shadeOf(k, header);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const from = i * columns + j, end = which[from];
      const inked = patterns[end] && patterns[end](i, j, unit);
      pixels[(rows - 1 - i) * columns + j] = inked ? inks[end] : colors[end][shade[steps[from]]];
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
