// What the colours, the patterns and the signs mean.

import {element, fill, number} from "../player/theme.js";
import {swatch} from "./ink.js";

export function nameOf(end, words, kind) {
  const {letter} = end;
  if (end.kind === "minimum") {
    if (letter) return fill(words[end.known ? "global minimum {letter}" : "minimum {letter}"], {letter});
    return words[end.known ? "a global minimum" : "another minimum"];
  }
  return {
    saddle: words["saddle"], maximum: words["maximum"], flat: words["level ground"], diverged: words["diverged"],
    arrived: words["arrived: f − f* ≤ 1e−4"],
    under_way: words[kind === "settings" ? "never within 1e−4 of f*" : "not there yet"],
  }[end.kind];
}

// How far from its minimum a walk of this nearness is: two digits, more are not sent.
export function awayOf(nearness, {near, decade}) {
  const away = near * 10 ** (-nearness / decade);
  return (away < 1e-3 ? away.toExponential(1) : String(Number(away.toPrecision(2)))).replace("-", "−");
}

// What is bright and what is dark.
function scaleInWords({header, words}) {
  const {kind, scale} = header;
  if (header.ends.every((end) => end.hue === null)) return ""; // nobody has a shade
  const {part, fewest, most} = scale;
  if (kind === "settings") return most ? fill(words["bright: {fewest} steps, dark: {most}"], {fewest, most}) : "";
  const numbers = {fewest, most, nearest: awayOf(scale.nearest, scale), farthest: awayOf(scale.farthest, scale)};
  if (part === 1) return fill(words["bright to dark: at rest after {fewest} to {most} steps"], numbers);
  if (!scale.nearness_at.length) return "";
  return fill(words[part === 0
    ? "bright to dark: still moving, ≤ {nearest} to {farthest} away"
    : "bright to dark: at rest after {fewest} to {most} steps, then still moving, ≤ {nearest} to {farthest} away"], numbers);
}

export class MapLegend {
  constructor(figure) {
    this.figure = figure;
    this.root = element("div", {class: "oa-legend"});
  }

  // Its lines: {text, where} and a patch, of which it says how it looks, or a sign.
  /** @returns {{text: string, where?: string, sign?: string, end?: any, colors?: string[], quiet?: boolean}[]} */
  rows() {
    const {header, words} = this.figure;
    const lines = header.legend.map((places) => this.line(places.map((place) => header.ends[place])));
    const signs = [["star", "★", "minimum"], ["x", "✕", "saddles of the surface"]]
      .filter(([symbol, , name]) => words[name] && header.marks.some((mark) => mark.symbol === symbol))
      .map(([, sign, name]) => ({sign, text: words[name]}));
    const ring = words[header.kind === "settings" ? "the present settings" : "the start"];
    if (header.marks.some((mark) => mark.symbol === "circle-open")) signs.push({sign: "○", text: ring});
    const told = scaleInWords(this.figure);
    return [...(told ? [{text: told, quiet: true}] : []), ...lines, ...signs];
  }

  line(ends) {
    const {words, header} = this.figure;
    const [first] = ends;
    const several = ends.length > 1;
    const text = several && first.kind === "minimum" && !first.known
      ? `${ends.length} ${words["other minima: colours come again, neighbours differ"]}`
      : nameOf(first, words, header.kind);
    const where = first.place && !several && first.kind === "minimum"
      ? ` (${number(first.place[0])}, ${number(first.place[1])}), f\u00a0=\u00a0${number(first.place[2])}` : "";
    const look = several ? {colors: [...new Set(ends.map((end) => end.stops[0]))].slice(0, 7)} : {end: first};
    return {text, where, ...look};
  }

  draw() {
    const items = this.rows().map(({text, where = "", sign, end, colors, quiet}) => {
      if (quiet) return element("li", {class: "oa-scale", text});
      if (sign) return element("li", {}, [element("span", {class: "oa-sign", text: sign}), element("span", {text})]);
      const patch = element("span", {class: "oa-patch"});
      patch.style.background = colors ? `linear-gradient(to right, ${colors.join(", ")})` : swatch(end);
      return element("li", {}, [patch, element("span", {}, [text, element("small", {text: where})])]);
    });
    this.root.replaceChildren(element("ul", {}, items));
  }
}
