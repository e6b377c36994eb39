// The records of steps that this page knows, by the names that walks call them by. Each is fetched
// once, when somebody is about to drag; a saved page has them in its own text.

import {Replay} from "./replay.js";

const RECORDS = Symbol.for("optimizer-visualizer.records");
const FILES = Symbol.for("optimizer-visualizer.files");
const KEPT = 200; // about 1 kB each

/** @returns {Map<string, {made?: any, coming?: Promise<any>}>} */
const records = () => (globalThis[RECORDS] ??= new Map());

// What a file says: a step to be played, a row of numbers, or what examples are.
function read(said) {
  if (Array.isArray(said)) return Float64Array.from(said);
  if (!said.columns) return new Replay(said);
  return {parts: new Replay(said.parts), whole: new Replay(said.whole), columns: said.columns.map((column) => Float64Array.from(column))};
}

// One that is there; undefined while it is not.
/** @param {string} name */
export const recordOf = (name) => records().get(name)?.made;

export function receiveRecord(name, said) {
  records().set(name, {made: read(said)});
}

// Bring a record; it is tried again by whoever asks next, should it not come.
/** @param {string} name */
export function fetchRecord(name) {
  const known = records();
  const entry = known.get(name);
  if (entry) return entry.coming ?? Promise.resolve(entry.made);
  const coming = fetch(globalThis[FILES].base + name).then(async (answer) => {
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    receiveRecord(name, await answer.json());
    for (const old of [...known.keys()].slice(0, -KEPT)) known.delete(old);
  });
  known.set(name, {coming});
  coming.catch(() => known.delete(name)); // its walk waits for the server meanwhile
  return coming;
}
