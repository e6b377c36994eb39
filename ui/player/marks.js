// The marks on the lines of those walks whose hue and pattern another one wears, too.
//
// On the map they stand on steps of the walk, some way apart on the screen, counted from its start:
// so they stay where they are while the walk goes on.

import {icon, svgElement} from "./theme.js";

const APART = 38; // pixels of the trail between two marks
export const MARK = 8; // pixels that a mark is wide
const MARKED = 12; // marks on a line of a chart, at most

// Patterns and marks as paths in a box of 24.
const DASHES = {
  solid: "", dash: "7 4", dot: "2 3.5", longdash: "11 4", dashdot: "8 3 2 3", longdashdot: "12 3 2 3",
};
const MARKS = {
  diamond: "M12 6 L18 12 L12 18 L6 12 Z", square: "M7 7 H17 V17 H7 Z", "triangle-up": "M12 6 L18 17 H6 Z",
  cross: "M10 6 H14 V10 H18 V14 H14 V18 H10 V14 H6 V10 H10 Z",
  x: "M8 6 L12 10 L16 6 L18 8 L14 12 L18 16 L16 18 L12 14 L8 18 L6 16 L10 12 L6 8 Z",
};

// A piece of a walk's line.
export function sampleOf(walk, colors) {
  const color = colors.hues[walk.hue];
  const sample = icon("M1 12 H23", {class: "ov-sample", stroke: color, "stroke-dasharray": DASHES[walk.dash]});
  if (walk.marker) {
    sample.append(svgElement("path", {d: MARKS[walk.marker], fill: color, stroke: colors.card, "stroke-dasharray": "", "stroke-width": 1.5}));
  }
  return sample;
}

// What a line of a chart needs beside its `line`; nothing for most walks.
export function markedLine({marker}) {
  return marker ? {mode: "lines+markers", marker: {symbol: marker, size: MARK, maxdisplayed: MARKED}} : {};
}

// The marks of all groups up to a position, as a trace that has but them to move; null without any.
export function marksTrace(groups, colors) {
  const marked = groups.filter((group) => group.marker);
  if (!marked.length) return null;
  return {
    type: "scatter", mode: "markers", x: [], y: [],
    marker: {size: MARK, color: [], symbol: [], line: {color: colors.card, width: 0.8}},
  };
}

// Assigned to a trace as it is, the colours of its marks would be all that is left of their look.
export function withLook(trace, data) {
  return data.marker ? {marker: {...trace.marker, ...data.marker}} : {};
}

// A space knows fewer marks than a map.
export function headIn3d({marker}) {
  return {"": "circle", "triangle-up": "diamond-open"}[marker ?? ""] ?? marker;
}

// `finest` is what `Trails.finest` says: some part of a pixel, in the units of the axes.
export function marksAt(groups, from, position, finest, part) {
  /** @type {Record<"x" | "y" | "color" | "symbol", any[]>} */
  const data = {x: [], y: [], color: [], symbol: []};
  for (const group of groups) {
    if (!group.marker) continue;
    for (const walk of group.members) {
      for (const k of placesOf(walk, finest, part)) {
        if (k < from || k > position) continue;
        data.x.push(walk.x[k]);
        data.y.push(walk.y[k]);
        data.color.push(group.color);
        data.symbol.push(group.marker);
      }
    }
  }
  return {x: data.x, y: data.y, marker: {color: data.color, symbol: data.symbol}};
}

// The steps of a walk that have a mark at this scale.
function placesOf(walk, finest, part) {
  const scale = `${finest.x}/${finest.y}`;
  if (walk.marked?.scale === scale) return walk.marked.places;
  const places = [];
  let way = 0;
  for (let k = 1; k <= walk.last; k++) {
    const dx = (walk.x[k] - walk.x[k - 1]) / finest.x, dy = (walk.y[k] - walk.y[k - 1]) / finest.y;
    way += part * Math.hypot(dx, dy);
    if (way >= APART) {
      places.push(k);
      way = 0;
    }
  }
  walk.marked = {scale, places};
  return places;
}
