// What is drawn in an element, as SVG: copied from the page, so that it is what the screen shows.

import {imageOf} from "./drawing.js";

const OWN = ".ov-cross, .ov-arrows, .ov-ends, .ov-nets"; // drawings of ours, which a style sheet paints
const PAINT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity",
  "font-size", "font-weight", "paint-order", "visibility"];

export const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function isSeen(element) {
  const {width, height} = element.getBoundingClientRect();
  return width > 0 && height > 0 && getComputedStyle(element).visibility !== "hidden";
}

// What the style sheets say of a drawing, written into its copy.
function painted(original, copy) {
  const style = getComputedStyle(original);
  for (const name of PAINT) copy.style.setProperty(name, style.getPropertyValue(name));
  Array.from(original.children).forEach((child, i) => painted(child, copy.children[i]));
}

function placed(svg, {left, top}) {
  const box = svg.getBoundingClientRect(), copy = svg.cloneNode(true);
  for (const idle of copy.querySelectorAll(".hoverlayer, .draglayer, .zoomlayer")) idle.remove();
  if (svg.matches(OWN)) painted(svg, copy);
  // Cells stay sharp.
  if (svg.closest(".oa-graph")) for (const image of copy.querySelectorAll("image")) image.style.imageRendering = "pixelated";
  const place = {x: box.left - left, y: box.top - top, width: box.width, height: box.height};
  for (const [name, value] of Object.entries(place)) copy.setAttribute(name, value.toFixed(2));
  for (const name of ["position", "left", "bottom", "background"]) copy.style.removeProperty(name);
  return new XMLSerializer().serializeToString(copy);
}

// Lines and words that are no SVG on the page.
function line(cursor, {left, top}) {
  const box = cursor.getBoundingClientRect(), {borderLeftColor, borderLeftWidth} = getComputedStyle(cursor);
  const x = (box.left - left).toFixed(2), y = box.top - top;
  return `<line x1="${x}" x2="${x}" y1="${y.toFixed(2)}" y2="${(y + box.height).toFixed(2)}" stroke="${borderLeftColor}" ` +
    `stroke-width="${parseFloat(borderLeftWidth)}" opacity="0.65"/>`;
}

// A note that lies on a map, in as many lines as it has room for there.
function noted(note, {left, top}) {
  const box = note.getBoundingClientRect(), {color, fontSize, backgroundColor, borderTopColor} = getComputedStyle(note);
  const size = parseFloat(fontSize), high = 1.35 * size, x = box.left - left, y = box.top - top;
  const count = Math.max(1, Math.round((box.height - 2) / high)), parts = note.textContent.split(" ");
  const lines = Array.from({length: count}, (_, i) => parts.slice(Math.round((i * parts.length) / count), Math.round(((i + 1) * parts.length) / count)).join(" "));
  const first = y + box.height / 2 + 0.35 * size - ((count - 1) * high) / 2;
  return `<rect x="${x.toFixed(2)}" y="${y.toFixed(2)}" width="${box.width.toFixed(2)}" height="${box.height.toFixed(2)}" rx="6" ` +
    `fill="${backgroundColor}" stroke="${borderTopColor}"/>${lines.map((text, i) =>
      `<text x="${(x + box.width / 2).toFixed(2)}" y="${(first + i * high).toFixed(2)}" font-size="${size}" text-anchor="middle" fill="${color}">${escaped(text)}</text>`).join("")}`;
}

function words(caption, {left, top}) {
  const box = caption.getBoundingClientRect(), {color, fontSize, paddingLeft} = getComputedStyle(caption);
  const x = box.left - left + parseFloat(paddingLeft), y = box.top - top + parseFloat(fontSize);
  return `<text x="${x.toFixed(2)}" y="${y.toFixed(2)}" font-size="${parseFloat(fontSize)}" font-weight="600" fill="${color}">` +
    `${escaped(caption.textContent)}</text>`;
}

// A part of the page: {width, height, svg}. `layer` takes "ground" alone, or what "moves", or all.
/**
 * @param {HTMLElement} root
 * @param {"all" | "ground" | "moves"} layer
 */
export async function snapshot(root, layer = "all") {
  const box = root.getBoundingClientRect(), parts = [];
  for (const found of root.querySelectorAll(`.main-svg, ${OWN}, .ov-field, .ov-cursor, .ov-caption, .ov-space, .oa-caption, .oa-alike, .oa-veil`)) {
    const shown = /** @type {HTMLElement} */ (found), isGround = Boolean(shown.closest(".ov-ground"));
    if (!isSeen(shown) || (layer !== "all" && isGround !== (layer === "ground"))) continue;
    if (shown.matches(".ov-space")) {
      const space = shown.getBoundingClientRect();
      parts.push(`<image href="${await imageOf(shown)}" x="${space.left - box.left}" y="${space.top - box.top}" ` +
        `width="${space.width}" height="${space.height}"/>`);
    } else if (shown.matches(".ov-field")) {
      const field = /** @type {HTMLCanvasElement} */ (found), {left, top, width, height} = shown.getBoundingClientRect();
      parts.push(`<image href="${field.toDataURL()}" x="${left - box.left}" y="${top - box.top}" width="${width}" height="${height}" preserveAspectRatio="none"/>`);
    } else if (shown.matches(".ov-cursor")) parts.push(line(shown, box));
    else if (shown.matches(".oa-alike, .oa-veil")) parts.push(noted(shown, box));
    else if (shown.matches(".ov-caption, .oa-caption")) parts.push(words(shown, box));
    else if (!shown.closest(".ov-space")) parts.push(placed(shown, box));
  }
  return {width: box.width, height: box.height, svg: parts.join("\n")};
}
