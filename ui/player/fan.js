// The same walks under several seeds: faint walks and dots at their ends on the map, and on the chart the
// median of the losses with the band that holds the middle eight of ten.

import {coordinatesOf} from "./coordinates.js";

// Half as strong as it is, as Plotly wants a fill to be.
const faint = (hue, opacity) => `rgba(${[1, 3, 5].map((i) => parseInt(hue.slice(i, i + 2), 16)).join(", ")}, ${opacity})`;

/**
 * @param {import("./data.js").DataPlayer} player
 * @param {{seeds: number, rowsOfWalks: number}} fan
 */
export function fanOf(player, {seeds, rowsOfWalks}) {
  const {walks, hidden, colors, sent, words} = player, [first, second] = coordinatesOf(player);
  return walks.filter((walk) => !hidden.has(walk.key)).flatMap((walk) => {
    const paths = sent[`fan_walks${walk.index}`], ends = sent[`fan_ends${walk.index}`], hue = colors.hues[walk.hue];
    const x = [], y = [];
    for (let i = 0; i < paths.length / 2; i++) {
      const finite = Number.isFinite(paths[2 * i] + paths[2 * i + 1]);
      x.push(finite ? paths[2 * i] : null);
      y.push(finite ? paths[2 * i + 1] : null);
      if ((i + 1) % rowsOfWalks === 0) {
        x.push(null);
        y.push(null);
      }
    }
    const pick = (j) => Array.from({length: seeds}, (_, i) => ends[2 * i + j]);
    return [
      {type: "scatter", mode: "lines", x, y, hoverinfo: "skip", opacity: 0.28, line: {color: hue, width: 1}},
      {
        type: "scatter", mode: "markers", x: pick(0), y: pick(1), marker: {color: hue, size: 5, opacity: 0.7, line: {color: colors.card, width: 0.6}},
        hovertemplate: `<b>${walk.label}</b><br>${words["end under another seed"]}<br>${first} %{x:.5f}<br>${second} %{y:.5f}<extra></extra>`,
      },
    ];
  });
}

/**
 * @param {import("./data.js").DataPlayer} player
 * @param {any} walk
 * @param {(steps: number[]) => number[]} placesOf where updates stand on the axis
 */
export function bandOf({facts, sent, colors, words, logarithmic}, walk, placesOf) {
  if (!facts.fan) return [];
  const x = placesOf(facts.fan.steps), hue = colors.hues[walk.hue];
  const line = (name) => Array.from(sent[`fan_${name}${walk.index}`], (value) =>
    (!Number.isFinite(value) || (logarithmic && !(value > 0)) ? null : value));
  const [low, median, high] = ["low", "median", "high"].map(line);
  const both = x.map((_, i) => i).filter((i) => low[i] !== null && high[i] !== null);
  const round = [...both, ...[...both].reverse()];
  return [
    {
      type: "scatter", mode: "lines", x: round.map((i) => x[i]), hoverinfo: "skip", fill: "toself", fillcolor: faint(hue, 0.18),
      y: round.map((i, place) => (place < both.length ? low[i] : high[i])), line: {width: 0, color: hue},
    },
    {
      type: "scatter", mode: "lines", x, y: median, name: walk.label, line: {color: hue, width: 1.6, dash: "2px,3px"},
      hovertemplate: `<b>%{fullData.name}</b><br>${words["median of the seeds"]}<br>%{y:.4~g}<extra></extra>`,
    },
  ];
}
