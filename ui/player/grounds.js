// All grounds that this page knows, by the names that walks call them by.

import {unpack} from "./blob.js";
import {receiveCloser} from "./ground.js";

const GROUNDS = Symbol.for("optimizer-visualizer.grounds");
const KEPT_GROUNDS = 6;

// Grounds are sent by themselves, once each, and wait here for the players that need them.
/** @returns {{known: Map<string, import("./types.js").Ground>, waiting: Set<(id: string) => void>}} */
export function grounds() {
  return (globalThis[GROUNDS] ??= {known: new Map(), waiting: new Set()});
}

// A ground, or a part of one seen closer; make(window) asks for such a part, where one can.
/**
 * @param {Uint8Array} bytes
 * @param {((part: number[]) => void)} [make]
 */
export function receiveGround(bytes, make) {
  const ground = unpack(bytes);
  const {known, waiting} = grounds();
  if (ground.header.of) return receiveCloser(ground, known.get(ground.header.of));
  Object.assign(ground, {make, closer: known.get(ground.header.id)?.closer});
  known.delete(ground.header.id);
  known.set(ground.header.id, ground);
  while (known.size > KEPT_GROUNDS) known.delete([...known.keys()][0]);
  for (const tell of [...waiting]) tell(ground.header.id);
}
