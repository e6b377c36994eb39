// Colours and numbers as they are shown.

import {printing} from "./print.js";

function channel(value) {
  const v = value / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
}

// Whether the visitor's system paints in colours of its own (high contrast).
const forced = () => matchMedia("(forced-colors: active)").matches;

// A colour by any name as the browser computes it, untouched by forced colours; "" for what is none.
function computed(element, color) {
  const probe = document.createElement("span");
  probe.style.forcedColorAdjust = "none";
  probe.style.color = color;
  if (!probe.style.color) return "";
  element.appendChild(probe);
  const seen = getComputedStyle(probe).color;
  probe.remove();
  return seen;
}

// The colour of the page behind the element, as text: Streamlit tells it by a CSS variable; in
// forced colours it is the system's, and on paper it is paper.
export function paper(element) {
  if (printing()) return "white";
  if (forced()) return computed(element, "Canvas");
  return getComputedStyle(element).getPropertyValue("--st-background-color").trim();
}

// Whether that colour is dark; a page without one is what the visitor's system prefers.
export function isDark(element) {
  const behind = computed(element, paper(element));
  if (!behind) return matchMedia("(prefers-color-scheme: dark)").matches;
  const rgb = (behind.match(/[\d.]+/g) ?? []).map(Number);
  return 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1]) + 0.0722 * channel(rgb[2]) < 0.4;
}

// What is painted with behind an element, of {light, dark}: in forced colours words and lines are
// the system's, and no grey stands where it knows of none.
export function colorsBehind(element, {light, dark}) {
  const own = isDark(element) ? dark : light;
  if (!forced() || printing()) return own;
  const [page, text] = ["Canvas", "CanvasText"].map((name) => computed(element, name));
  return {...own, page, card: page, hover: page, text, muted: text, line: text, contour: faint(text, 0.55), grid: faint(text, 0.2), track: faint(text, 0.45)};
}

// Dress something with a root, a parent and a header in the colours and the font of what is behind it.
export function dress(drawn) {
  drawn.paper = paper(drawn.parent);
  drawn.dark = isDark(drawn.parent);
  drawn.colors = colorsBehind(drawn.parent, drawn.header.colors);
  drawn.font = getComputedStyle(drawn.root).fontFamily;
  for (const [name, value] of Object.entries(drawn.colors)) {
    if (typeof value === "string") drawn.root.style.setProperty(`--ov-${name}`, value);
  }
}

const faint = (rgb, opacity) => `rgba(${rgb.match(/[\d.]+/g).slice(0, 3).join(", ")}, ${opacity})`;

const minus = (text) => text.replace(/-/g, "−");

// A number with all of its digits, and with the sign of print.
/** @param {number} value */
export const signed = (value) => String(value).replaceAll("-", "−");

// Four digits that mean something; a dash for what is not a number.
/**
 * @param {number | null | undefined} value
 * @param {number} digits
 */
export function number(value, digits = 4) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "—";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 1e-3 || size >= 10 ** digits - 0.5) return minus(value.toExponential(digits === 4 ? 2 : digits - 1).replace("e+", "e"));
  return minus(value.toPrecision(digits));
}

// Numbers that are read beside each other, with the digits that tell them apart: ui/numbers.py has
// the same, and says how.
export function apart(values, most = 17) {
  const finite = values.filter(Number.isFinite);
  const read = (value, digits) => Number(number(value, digits).replaceAll("−", "-"));
  const told = (digits) => new Set(finite.map((value) => read(value, digits))).size;
  const all = told(most);
  let digits = 4;
  while (told(digits) < all) digits++;
  return values.map((value) => number(value, digits));
}

// A share, 1 being all of it, in per cent, without its sign; something is never called nothing, and
// what is not all of it is not called all.
export function perCent(share) {
  if (share > 0 && share < 1e-5) return "< 0.001";
  const text = String(Number((100 * share).toPrecision(3)));
  return text !== "100" || share === 1 ? text : share < 1 ? "> 99.9" : "> 100";
}

// Coordinates: always four decimals within the map, so that columns do not dance.
/** @param {number} value */
export function coordinate(value) {
  if (!Number.isFinite(value)) return "—";
  if (Math.abs(value) < 5e-5) return "0.0000"; // no sign before zeros
  return Math.abs(value) >= 1e4 ? number(value) : minus(value.toFixed(4));
}

// Six digits that mean something, as the engine has them.
/** @param {number} value */
export function digits(value) {
  if (!Number.isFinite(value)) return "—";
  const size = Math.abs(value);
  if (size === 0) return "0";
  const [mantissa, exponent] = value.toExponential(5).split("e");
  if (size >= 1e-3 && size < 1e6) return minus(shorter(value.toPrecision(6)));
  return minus(`${shorter(mantissa)}e${Number(exponent)}`);
}

const shorter = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

// "{name} at step {k}" with its gaps filled.
/**
 * @param {string} sentence
 * @param {Record<string, any>} values
 */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// The font of ticks; Plotly sets powers of ten a quarter larger than it is told.
export const tickFont = (colors, powers = false) => ({size: powers ? 12 / 1.25 : 11, color: colors.muted});

// Ticks of a logarithmic axis: whole powers of ten, about so many; 10, 20, 50 where there are few
// of them, and round numbers where there may be none.
/**
 * @param {number[]} range
 * @param {import("./types.js").Colors} colors
 * @param {number} many
 */
export function logTicks([low, high], colors, many) {
  const reach = high - low;
  if (reach > 2) return {dtick: Math.ceil(reach / many), exponentformat: "power", tickfont: tickFont(colors, true)};
  return {dtick: reach > 1 ? "D2" : undefined, tickformat: "~g", tickfont: tickFont(colors)};
}

// element("button", {class: "x", text: "…", "aria-label": "…"}, [children])
/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") made.textContent = value;
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

// A drawing made of one path in a 24 × 24 box.
export function icon(path, attributes = {}) {
  const svg = svgElement("svg", {viewBox: "0 0 24 24", "aria-hidden": "true", ...attributes});
  svg.append(svgElement("path", {d: path}));
  return svg;
}

export function svgElement(tag, attributes = {}) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
