// What happened to walks on a map, as traces: where a stop rule would have fired, where they left.

import {fill} from "./theme.js";

// Where a stop rule would have ended the walk.
export function stopMarks(groups, words) {
  const stopped = groups.flatMap((group) =>
    group.members.filter((walk) => walk.stopped >= 0).map((walk) => ({walk, color: group.color})));
  return {
    type: "scatter", mode: "markers",
    x: stopped.map(({walk}) => walk.x[walk.stopped]), y: stopped.map(({walk}) => walk.y[walk.stopped]),
    customdata: stopped.map(({walk}) => fill(words["{name}: the stop rule fires at step {step}"], {
      name: walk.label, step: walk.stopped})),
    hovertemplate: "%{customdata}<extra></extra>",
    marker: {symbol: "square-open", size: 13, color: stopped.map(({color}) => color), line: {width: 2.5}},
  };
}

// Where walks left the map; stepAt says which step a place in a walk is, of which not all may be known.
export function exitMarks(groups, words, stepAt) {
  const told = ({step, walk: {label: name}}) => {
    const [before, at] = [stepAt(step - 1), stepAt(step)];
    return at === before + 1 ? fill(words["{name} left the map at step {step}"], {name, step: at})
      : fill(words["{name} left the map after step {step}."], {name, step: before});
  };
  const left = groups.flatMap((group) =>
    group.members.filter((walk) => walk.left).map((walk) => ({...walk.left, walk, color: group.color})));
  return {
    type: "scatter", mode: "markers+text", x: left.map((e) => e.x), y: left.map((e) => e.y),
    text: left.map(() => ""), cliponaxis: false,
    customdata: left.map(told),
    hovertemplate: "%{customdata}<extra></extra>",
    marker: {
      symbol: "x-thin", size: 11, color: left.map((e) => e.color),
      line: {width: 3, color: left.map((e) => e.color)},
    },
  };
}
