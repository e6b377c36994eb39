// What the drawings show, in words: each is one image with a name and a description that says what
// is on it now. Without that a screen reader reads the ticks of its axes: "−6 −4 −2".

import {coordinatesOf} from "./coordinates.js";
import {coordinate, element, fill, number} from "./theme.js";

export const MOST_TOLD = 8; // walks whose places are said
const AT_REST = 60; // ms without a change: longer than keys that are held take to come again

// In eighths of a turn, counter-clockwise from the right.
const HEADINGS = [
  "to the right", "up and to the right", "upwards", "up and to the left",
  "to the left", "down and to the left", "downwards", "down and to the right",
];

export function headingOf(dx, dy) {
  return HEADINGS[(Math.round(Math.atan2(dy, dx) / (Math.PI / 4)) + 8) % 8];
}

let described = 0;

// Make an element one image; its description stands in it, where nobody sees it.
/**
 * @param {HTMLElement} root
 * @param {string} name
 * @param {string} description
 */
export function asImage(root, name, description) {
  if (!root.told) {
    root.told = element("p", {id: `ov-told-${(described += 1)}`, hidden: ""});
    root.append(root.told);
    root.setAttribute("role", "img");
    root.setAttribute("aria-describedby", root.told.id);
  }
  // Browsers differ in whether they look into an image.
  for (const part of root.children) {
    if (part !== root.told && part.getAttribute("aria-hidden") !== "true") part.setAttribute("aria-hidden", "true");
  }
  if (root.getAttribute("aria-label") !== name) root.setAttribute("aria-label", name);
  if (root.told.textContent !== description) root.told.textContent = description;
}

// Plotly keeps a drawing beside the page to measure letters with.
export function hushTester() {
  document.getElementById("js-plotly-tester")?.setAttribute("aria-hidden", "true");
}

// Tells what a player shows when it has come to rest, never in every frame.
export class Teller {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
  }

  tell() {
    const {clock: {playing}, panels, inSpace} = this.player;
    const known = playing && this.playing && panels === this.panels && inSpace === this.inSpace;
    Object.assign(this, {playing, panels, inSpace});
    if (known) return;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => tellImages(this.player), AT_REST);
  }

  stop() {
    clearTimeout(this.soon);
  }
}

// All drawings. While it plays only their names stand: a place would be old when it is said.
/** @param {import("./player.js").Player} player */
function tellImages(player) {
  const {words, panels, space, loss, series = [], clock} = player;
  hushTester();
  const moving = clock.playing ? words["It is moving; pause it to hear what it shows."] : null;
  for (const panel of panels) {
    const title = panel.spec.title, name = words[{curve: "Curve", cobweb: "Cobweb", data: "Data", answers: "Answers"}[panel.spec.kind] ?? "Map"];
    asImage(panel.root, title ? `${name}: ${title}` : name, moving ?? panel.told?.() ?? whatAMapShows(player, panel));
  }
  if (player.inSpace) asImage(space.root, words["Map in 3-D"], moving ?? whatAMapShows(player, panels[0]));
  const {name, text} = loss.told?.() ?? whatLossesShow(player);
  asImage(loss.plot ?? loss.root, name, moving ?? text);
  for (const chart of series) asImage(chart.root, chartName(words, chart.labels(), "step"), moving ?? chart.values());
}

export const chartName = (words, what, abscissa) =>
  fill(words["Chart of {what} over {abscissa}"], {what, abscissa: words[abscissa] ?? abscissa});

const visible = ({walks, hidden}, places) => walks.filter((walk) => !hidden.has(walk.key) && places.includes(walk.index));

function whatAMapShows(player, panel) {
  const {words, view: {x, y}, start, minima, header} = player;
  const step = Math.floor(player.clock.position), line = Boolean(header.line);
  const place = (px, py) => (line ? `x = ${coordinate(px)}` : `(${coordinate(px)}, ${coordinate(py)})`);
  const [x0, x1, y0, y1] = [...x, ...y].map((value) => number(value)), [first, second] = coordinatesOf(player);
  const said = [fill(words["Shown: {first} from {x0} to {x1}, {second} from {y0} to {y1}."], {first, second, x0, x1, y0, y1})];
  const lowest = line ? [] : (minima ?? []).slice(0, MOST_TOLD).map(([px, py]) => place(px, py));
  if (lowest.length) said.push(`${words["minimum"]}: ${lowest.join(", ")}.`);
  if (start && !line) said.push(`${words["start"]}: ${place(...start)}.`);
  const all = visible(player, panel.spec.walks);
  const told = all.slice(0, MOST_TOLD).map((walk) => `${walk.label} ${
    step > walk.last ? words["diverged"] : place(walk.x[step], walk.y[step])}`);
  if (all.length > MOST_TOLD) told.push(fill(words["and {count} more"], {count: all.length - MOST_TOLD}));
  if (told.length) said.push(fill(words["At step {step}: {places}."], {step: player.stepAt(step), places: told.join("; ")}));
  return said.join(" ");
}

function whatLossesShow(player) {
  const {words, logarithmic, header, walks, clock} = player;
  const value = (walk, k) => number(logarithmic ? walk.gap[k] : walk.f(k));
  const step = Math.floor(clock.position);
  const all = visible(player, walks.map((walk) => walk.index));
  const told = all.slice(0, MOST_TOLD).map((walk) => fill(words["{name} from {first} to {now}"], {
    name: walk.label, first: value(walk, 0), now: step > walk.last ? words["diverged"] : value(walk, step),
  }));
  if (all.length > MOST_TOLD) told.push(fill(words["and {count} more"], {count: all.length - MOST_TOLD}));
  return {
    name: chartName(words, logarithmic ? "f − f*" : "f", header.abscissa ?? "step"),
    text: fill(words["At step {step}: {places}."], {step: player.stepAt(step), places: told.join("; ")}),
  };
}
