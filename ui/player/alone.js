// A saved page: one player, nobody to ask, and all that it shows in its own text.

import {unpack} from "./blob.js";
import {closerGround} from "./closer.js";
import {receiveCloser} from "./ground.js";
import {grounds, receiveGround} from "./grounds.js";
import {playerFor} from "./kinds.js";
import {receiveRecord} from "./records.js";

// Draw walks on their ground; both are blobs. With height(x, y), and {minima, minimum} of the surface
// as facts, what is looked at closely is made anew; with records, by their names, what is dragged bends
// the walks, to so many steps at most.
export function openAlone(holder, ground, walks, height, facts, {records = {}, words = {}, most = 0} = {}) {
  for (const [name, said] of Object.entries(records)) receiveRecord(name, said);
  const {id} = unpack(ground).header;
  const whole = () => grounds().known.get(id);
  receiveGround(ground, height && ((part) => receiveCloser(closerGround(whole(), part, height, facts), whole())));
  const player = playerFor(walks, holder);
  if (player.live.walkedHere) Object.assign(player.live.walkedHere, {words, most});
  return player.receive(walks);
}
