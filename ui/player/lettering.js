// Letters in a picture to take away: how wide they are, and where their lines break.

import {escaped} from "./snapshot.js";

export const FONT = "system-ui, sans-serif"; // an image knows no font of the page

// What draws on a canvas; every browser that plays has it.
/** @param {HTMLCanvasElement} canvas */
export function penOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

// How wide a text is, in px.
export function wideIs(text, size, weight = 400) {
  const pen = penOf(document.createElement("canvas"));
  pen.font = `${weight} ${size}px ${FONT}`;
  return pen.measureText(text).width;
}

// Broken between words where there are some, else anywhere: a link has none.
export function linesOf(text, width, size, weight) {
  const lines = [];
  let rest = text;
  while (wideIs(rest, size, weight) > width && rest.length > 1) {
    let most = 1;
    while (wideIs(rest.slice(0, most + 1), size, weight) <= width) most++;
    const space = rest.lastIndexOf(" ", most), cut = space > most / 2 ? space : most;
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}

/**
 * Rows of text below each other, none wider than a width.
 * @param {[text: string, size: number, color: string, weight: number][]} rows
 * @param {number} width
 */
export function written(rows, width) {
  const svg = [];
  let y = 0;
  for (const [text, letters, color, weight] of rows) {
    for (const line of linesOf(text, width, letters, weight)) {
      y += letters * 1.35;
      svg.push(`<text y="${y}" font-size="${letters}" font-weight="${weight}" fill="${color}">${escaped(line)}</text>`);
    }
  }
  return {svg: svg.join("\n"), height: y};
}
