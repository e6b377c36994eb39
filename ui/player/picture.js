// A picture to take away: what the screen shows, who walks there, and a caption that says of what it
// is and where to find it.

import {wholePage} from "./fill.js";
import {setLarge} from "./graphs.js";
import {FONT, penOf, wideIs, written} from "./lettering.js";
import {sampleOf} from "./marks.js";
import {escaped, snapshot} from "./snapshot.js";
import {fill, number} from "./theme.js";

const PAD = 16; // px
const SHARP = 2; // pixels of a PNG for one of the screen
const WIDE = 1.4; // of its height: a map that is wider has its chart below, not beside it

/** @typedef {{part?: string, form?: string, large?: boolean, layer?: "all" | "ground" | "moves"}} Wanted */

/** @typedef {{svg: string, width: number, height: number}} Picture */

/**
 * @template {import("./types.js").Shared} Figure
 * @param {Figure} figure
 * @param {Wanted} wanted
 * @param {(figure: Figure, wanted: Wanted) => Promise<Picture>} draw
 * @returns {Promise<Blob>}
 */
export async function pictureAs(figure, {part = "both", form = "PNG", large = false}, draw) {
  return inType(figure, large, async () => {
    const drawn = await draw(figure, {part, large});
    if (form === "SVG") return new Blob([drawn.svg], {type: "image/svg+xml"});
    const canvas = document.createElement("canvas");
    Object.assign(canvas, {width: Math.round(SHARP * drawn.width), height: Math.round(SHARP * drawn.height)});
    penOf(canvas).drawImage(await asImage(drawn.svg), 0, 0, canvas.width, canvas.height);
    return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no PNG"))), "image/png"));
  });
}

// Do something while the player is drawn in large type, or in its own.
export async function inType(player, large, act) {
  const other = large && !player.root.classList.contains("ov-large");
  const turn = async (on) => {
    if (!other) return;
    setLarge(on);
    player.root.classList.toggle("ov-large-type", on);
    await player.redraw();
  };
  await turn(true);
  try {
    return await act();
  } finally {
    await turn(false);
  }
}

export function asImage(svg) {
  const address = URL.createObjectURL(new Blob([svg], {type: "image/svg+xml"}));
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("the picture cannot be read"));
    image.src = address;
  }).finally(() => URL.revokeObjectURL(address));
}

// {svg, width, height}, in px of the screen.
/**
 * @param {import("./player.js").Player} player
 * @param {Wanted} wanted
 */
export async function pictureOf(player, {part = "both", large = false, layer = "all"} = {}) {
  const size = large || player.root.classList.contains("ov-large") ? 20 : 13;
  await Promise.all(player.panels.map((panel) => panel.whole?.()));
  const map = part === "chart" ? null : await snapshot(player.maps, layer);
  const chartRoot = player.charts ?? player.loss.plot ?? player.loss.root;
  const chart = part === "map" ? null : await snapshot(chartRoot, layer);
  const below = map && chart && map.width > WIDE * map.height;
  const pieces = [];
  let width = PAD, height = PAD;
  if (map) {
    pieces.push(at(PAD, PAD, map));
    [width, height] = [width + map.width + PAD, height + map.height];
  }
  if (chart) {
    const [x, y] = below ? [PAD, height + PAD] : [width, PAD];
    pieces.push(at(x, y, chart));
    width = Math.max(width, x + chart.width + PAD);
    height = Math.max(height, y + chart.height);
  }
  // The legend stands under the chart where there is room beside the map, else under all of it.
  const legend = legendOf(player, size), beside = map && chart && !below && chart.height + legend.height < map.height;
  if (beside) pieces.push(at(map.width + 2 * PAD, PAD + chart.height + PAD, legend));
  width = Math.max(width, (beside ? map.width + 3 * PAD : 2 * PAD) + legend.width);
  if (!beside) {
    pieces.push(at(PAD, height + PAD, legend));
    height += PAD + legend.height;
  }
  const caption = captionOf(player, size, width - 2 * PAD);
  pieces.push(at(PAD, height + PAD, caption));
  height += caption.height + 2 * PAD;
  const {page} = player.colors;
  const paper = layer === "moves" ? "" : `<rect width="100%" height="100%" fill="${page}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" font-family="${FONT}">${paper}\n${pieces.join("\n")}</svg>`;
  return {svg, width, height};
}

const at = (x, y, {svg}) => `<g transform="translate(${x}, ${y})">${svg}</g>`;

// One row per walk that is seen: its line, its name, its learning rate.
function legendOf(player, size) {
  const {walks, hidden, colors} = player;
  // Where the rate is chosen for all at once, no walk has one of its own.
  const rateOf = (walk) => walk.rate ?? number(player.values?.[player.wanted]);
  const rows = walks.filter((walk) => walk.listed && !hidden.has(walk.key));
  const high = size * 1.7, wide = Math.max(0, ...rows.map((walk) => wideIs(`${walk.label}  η = ${rateOf(walk)}`, size)));
  const svg = rows.map((walk, i) => {
    const sample = /** @type {SVGElement} */ (sampleOf(walk, colors));
    const place = {x: 0, y: i * high, width: 26, height: high, "stroke-width": 3.5, fill: "none"};
    for (const [name, value] of Object.entries(place)) sample.setAttribute(name, String(value));
    return `${new XMLSerializer().serializeToString(sample)}<text x="34" y="${i * high + high / 2 + size * 0.35}" font-size="${size}" ` +
      `fill="${colors.text}">${escaped(walk.label)}<tspan dx="${size * 0.6}" fill="${colors.muted}">η = ${escaped(rateOf(walk))}</tspan></text>`;
  });
  return {svg: svg.join("\n"), width: 40 + wide, height: rows.length * high};
}

// What it is a picture of, at which step, from where, which settings are not as usual, and the link
// that opens it.
function captionOf(player, size, width) {
  const {words, colors, start, header, send, clock, steps} = player;
  const step = fill(words["Step {step} of {steps}."], {
    step: player.stepTold(Math.floor(clock.position)), steps: player.stepAt(steps)});
  const from = header.line || !start ? "" : ` ${fill(words["Start ({x}, {y})."], {x: number(start[0]), y: number(start[1])})}`;
  const subject = words.subject ?? document.title;
  /** @type {[string, number, string, number][]} */
  const rows = [[subject, size * 1.25, colors.text, 600], [`${step}${from}`, size, colors.text, 400]];
  if (words.besides) rows.push([words.besides, size, colors.text, 400]);
  if (send) rows.push([wholePage(), size * 0.8, colors.muted, 400]);
  const {svg, height} = written(rows, width);
  return {svg, height: height + size * 0.4};
}
