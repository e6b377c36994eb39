// What the graphs of all panels have in common, and how large their type and lines are.

const LARGE = 1.5; // on a projector, or in a picture for one
const OUT_OF_REACH = 1e6; // heights of a picture: who leaves it leaves it in that direction
const margins = []; // with what each is in small type

let factor = 1;

// A margin that is as wide as its numbers are large. It is one object that changes, since what lies
// over a graph is placed by it, too.
/**
 * @template {Record<string, number>} Margin
 * @param {Margin} small
 * @returns {Margin}
 */
export function margin(small) {
  const own = {...small};
  margins.push({own, small});
  return own;
}

// Heights beyond a linear axis, as a graph can draw them: a line to 1e304 leaves the picture where one
// to a million heights does, but Plotly's products of it overflow, and browsers place marks in single
// precision. What is in sight stays as it is.
/**
 * @param {(number | null)[]} heights
 * @param {[number, number]} range of the axis
 */
export function drawable(heights, [low, high]) {
  const far = OUT_OF_REACH * (high - low);
  return heights.map((height) => (height === null ? null : Math.max(low - far, Math.min(high + far, height))));
}

// All graphs that are drawn from now on have large type, or small.
export function setLarge(on) {
  factor = on ? LARGE : 1;
  for (const {own, small} of margins) {
    for (const [side, width] of Object.entries(small)) own[side] = Math.round(width * factor);
  }
}

// The same drawing in the type of now: letters, lines and marks.
/**
 * @param {Record<string, any>[]} traces
 * @param {Record<string, any>} layout
 * @returns {[Record<string, any>[], Record<string, any>]}
 */
export function inType(traces, layout) {
  return factor === 1 ? [traces, layout] : [traces.map(largerTrace), largerLayout(layout)];
}

const times = (size) => (Array.isArray(size) ? size.map(times) : typeof size === "number" ? size * factor : size);

// A size of what we draw ourselves.
/** @param {number} px */
export const sized = (px) => px * factor;

function largerTrace(trace) {
  const line = trace.line && {...trace.line, width: times(trace.line.width)};
  const marker = trace.marker && {...trace.marker, size: times(trace.marker.size)};
  if (marker?.line) marker.line = {...marker.line, width: times(marker.line.width)};
  const textfont = trace.textfont && {...trace.textfont, size: times(trace.textfont.size)};
  return {...trace, ...(line && {line}), ...(marker && {marker}), ...(textfont && {textfont})};
}

// Every font, at whatever depth: of ticks, titles, notes, and of what is hovered.
function largerLayout(layout) {
  if (Array.isArray(layout)) return layout.map(largerLayout);
  if (!layout || typeof layout !== "object") return layout;
  return Object.fromEntries(Object.entries(layout).map(([name, value]) => {
    const isFont = /font$/.test(name) && typeof value?.size === "number";
    return [name, isFont ? {...value, size: value.size * factor} : largerLayout(value)];
  }));
}

export const MARGIN = margin({l: 44, r: 8, t: 8, b: 36});
export const LINE_MARGIN = margin({l: 50, r: 10, t: 8, b: 36});
export const STANDOFF = 4; // px from ticks to a title; only where it is set again does a zoom move the title
export const CONFIG = {displayModeBar: false, doubleClick: false, showTips: false, responsive: false};
export const STILL = {displayModeBar: false, staticPlot: true, responsive: false};
