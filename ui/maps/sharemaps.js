// What is taken away of maps: their link, and a picture with legend and caption.

import {wholePage} from "../player/fill.js";
import {FONT, wideIs, written} from "../player/lettering.js";
import {pictureAs} from "../player/picture.js";
import {ShareMenu} from "../player/share.js";
import {escaped, snapshot} from "../player/snapshot.js";
import {element, icon} from "../player/theme.js";
import {patterned} from "./ink.js";

const PAD = 16; // px
const PATCH = {width: 44, height: 16}; // px
const LONGEST = 300; // px, a line of the legend
const SHARE = "M4 12 V20 H20 V12 M12 15 V3 M7 8 L12 3 L17 8";

class MapsShare extends ShareMenu {
  /**
   * @param {import("./basins.js").BasinFigure} figure
   * @param {HTMLElement} opener
   */
  constructor(figure, opener) {
    super(figure, opener);
    this.figure = figure;
  }

  parts() {
    const {words} = this.player;
    return {maps: words[this.figure.sheets.length > 1 ? "Maps" : "Map"]};
  }

  open() {
    this.root.replaceChildren(); // there may be more maps than before
    super.open();
  }

  make(wanted) {
    return pictureAs(this.figure, wanted, pictureOfMaps);
  }
}

// The button and its menu.
/** @param {import("./basins.js").BasinFigure} figure */
export function shareButton(figure) {
  const {words} = figure;
  const button = element("button", {type: "button", class: "ov-button ov-share", title: words["The link, pictures"]}, [
    icon(SHARE), element("span", {text: words["Share"]}),
  ]);
  return [button, new MapsShare(figure, button).root];
}

// {svg, width, height}, in px of the screen: the maps, their legend beside them, the caption below.
/**
 * @param {import("./basins.js").BasinFigure} figure
 * @param {{large?: boolean}} wanted
 */
export async function pictureOfMaps(figure, {large = false}) {
  const size = large ? 20 : 13, {colors} = figure;
  const legend = legendOf(figure, size), maps = await snapshot(figure.maps);
  // Their box is as high as what stands beside it.
  const bottom = Math.max(...figure.sheets.map((sheet) => sheet.root.getBoundingClientRect().bottom));
  maps.height = bottom - figure.maps.getBoundingClientRect().top;
  const width = PAD + maps.width + PAD + legend.width + PAD, below = 2 * PAD + Math.max(maps.height, legend.height);
  const caption = written(captionOf(figure, size), width - 2 * PAD), height = below + caption.height + size * 0.4 + PAD;
  const at = (x, y, {svg}) => `<g transform="translate(${x}, ${y})">${svg}</g>`;
  const pieces = [at(PAD, PAD, maps), at(2 * PAD + maps.width, PAD, legend), at(PAD, below, caption)];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" font-family="${FONT}"><rect width="100%" height="100%" fill="${colors.page}"/>\n${pieces.join("\n")}</svg>`;
  return {svg, width, height};
}

/**
 * @param {import("./basins.js").BasinFigure} figure
 * @param {number} size
 * @returns {[string, number, string, number][]}
 */
function captionOf({words, colors, send}, size) {
  const said = [words.counted, words.besides].filter(Boolean);
  return [
    [words.subject, size * 1.25, colors.text, 600],
    .../** @type {[string, number, string, number][]} */ (said.map((text) => [text, size, colors.text, 400])),
    ...(send ? [/** @type {[string, number, string, number]} */ ([wholePage(), size * 0.8, colors.muted, 400])] : []),
  ];
}

// A line of the legend is a patch or a sign, and what it means, in as many lines as that needs.
function legendOf({legend, colors}, size) {
  const scale = size / 13, wide = PATCH.width * scale, high = PATCH.height * scale, beside = wide + 8 * scale;
  const svg = [];
  let y = 0, width = 0;
  legend.rows().forEach(({text, where = "", sign, end, colors: stops, quiet}, i) => {
    const letters = quiet ? size * 0.92 : size, from = quiet ? 0 : beside;
    const {svg: lines, height} = written([[`${text}${where}`, letters, quiet ? colors.muted : colors.text, 400]], LONGEST * scale);
    const place = `x="0.5" y="${y + 0.5 * scale}" width="${wide}" height="${high}" rx="3" stroke="${colors.line}"`;
    if (sign) svg.push(`<text x="${wide / 2}" y="${y + size * 1.2}" font-size="${size * 1.15}" text-anchor="middle" fill="${colors.text}">${escaped(sign)}</text>`);
    else if (end?.ink) svg.push(`<image href="${patterned(end, PATCH.width, PATCH.height)}" x="0.5" y="${y + 0.5 * scale}" width="${wide}" height="${high}"/><rect ${place} fill="none"/>`);
    else if (!quiet) {
      const shades = stops ?? end.stops, last = Math.max(1, shades.length - 1);
      svg.push(`<defs><linearGradient id="shades${i}">${shades.map((color, k) => `<stop offset="${k / last}" stop-color="${color}"/>`).join("")}</linearGradient></defs>` +
        `<rect ${place} fill="url(#shades${i})"/>`);
    }
    svg.push(`<g transform="translate(${from}, ${y - 0.25 * letters})">${lines}</g>`);
    width = Math.max(width, from + Math.min(LONGEST * scale, wideIs(`${text}${where}`, letters)));
    y += Math.max(height, high) + 5 * scale;
  });
  return {svg: svg.join("\n"), width, height: y};
}
