// All that is asked of Plotly, and nothing else in the app asks it: one drawing of a graph at a time,
// each waited for with a limit.
//
// A frame that is overtaken on its graph by another one is never told to be drawn: its promise
// neither resolves nor rejects, and whoever waits for it waits for ever. So the drawings of a graph
// stand in line; and should one fail to say that it is done all the same, the next one has its turn.

import {inType} from "./graphs.js";

const AT_ONCE = {transition: {duration: 0}, frame: {duration: 0, redraw: false}, mode: "immediate"};
const LIMIT = 1000; // ms, and then so many frames of the browser, which a slow processor needs longer for
const LAST_FRAMES = 3;
const PER_MARK = new Set(["size", "symbol", "color", "width"]);

const queues = new WeakMap(); // of a graph: {last: promise of its last drawing, finish: its resolve}
const waitedFor = new Set(); // what ends the wait for each drawing that is under way
let hurried = false;

// Draw when all that was asked of this graph before has been drawn. What is drawn is made of data
// that were read when it was asked for, so that the traces of a frame are those of the graph.
function inTurn(graph, draw) {
  if (!queues.has(graph)) queues.set(graph, {last: Promise.resolve(), finish: null});
  const queue = queues.get(graph);
  const turn = queue.last.then(() => (queues.get(graph) === queue ? inTime(draw(), queue) : undefined));
  queue.last = turn.catch(() => {}); // whoever asked is told; the next one has its turn
  return turn;
}

function inTime(drawing, queue) {
  return /** @type {Promise<void>} */ (new Promise((resolve, reject) => {
    queue.finish = resolve;
    waitedFor.add(resolve);
    const timer = setTimeout(() => afterFrames(LAST_FRAMES, resolve), LIMIT);
    Promise.resolve(drawing).then(resolve, reject).finally(() => {
      clearTimeout(timer);
      waitedFor.delete(resolve);
    });
    if (hurried) resolve();
  }));
}

// Wait for nothing, not even what is under way, or wait again: for whoever must have drawn before the
// browser's next frame, with which a frame of the film is said to be drawn.
export function hurry(on) {
  hurried = on;
  if (on) for (const finish of waitedFor) finish();
}

function afterFrames(count, act) {
  if (count > 0) requestAnimationFrame(() => afterFrames(count - 1, act));
  else act();
}

// Marks that have a size or a shape each are numbers, too.
const withoutNumbers = (name, value) => (PER_MARK.has(name) && Array.isArray(value) ? null : value);

// A graph as it shall be. Where only numbers have changed a frame is enough; it costs a third of a
// new drawing.
/**
 * @param {HTMLElement} graph
 * @param {Record<string, any>[]} drawn
 * @param {Record<string, any>} plan
 * @param {Record<string, any>} config
 */
export function drawGraph(graph, drawn, plan, config) {
  const [traces, layout] = inType(drawn, plan);
  const looks = JSON.stringify([layout, traces.map(({x, y, customdata, ...look}) => look)], withoutNumbers);
  return inTurn(graph, async () => {
    const same = graph.looks === looks;
    graph.looks = looks;
    try {
      if (same) await Plotly.animate(graph, frameOf(traces, 0), AT_ONCE);
      else await Plotly.react(graph, traces, layout, config);
    } catch (error) {
      graph.looks = null; // it is not known what is there
      throw error;
    }
  });
}

// A graph whose traces are too large to compare, such as contours.
/**
 * @param {HTMLElement} graph
 * @param {Record<string, any>[]} traces
 * @param {Record<string, any>} layout
 * @param {Record<string, any>} config
 */
export function drawNew(graph, traces, layout, config) {
  return inTurn(graph, () => Plotly.react(graph, ...inType(traces, layout), config));
}

// Other numbers in the traces from one on. This and what follows changes what is there: a graph that
// is not drawn, or has been taken away, has nothing to change.
export function moveTraces(graph, data, first = 0) {
  return inTurn(graph, () => graph._fullLayout && Plotly.animate(graph, frameOf(data, first), AT_ONCE));
}

const frameOf = (data, first) => ({data, traces: data.map((_, i) => i + first)});

// The same in a graph that knows no frames, as those in space.
export function changeTraces(graph, update, traces) {
  return inTurn(graph, () => graph._fullLayout && Plotly.restyle(graph, update, traces));
}

// Another part of the plane, or what else a layout says.
export function changeLayout(graph, changes) {
  return inTurn(graph, () => graph._fullLayout && Plotly.relayout(graph, changes));
}

// What a graph in space shows, as the address of a PNG: its canvas alone does not give it away.
export function imageOf(graph) {
  const {width, height} = graph._fullLayout;
  return Plotly.toImage(graph, {format: "png", width, height, scale: 2});
}

// Take a drawing away at once. Nobody waits any longer for what was asked of it; the same element
// may be drawn on anew.
export function clearGraph(graph) {
  queues.get(graph)?.finish?.();
  queues.delete(graph);
  graph.looks = null;
  Plotly.purge(graph);
}
