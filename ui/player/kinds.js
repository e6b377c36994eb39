// What the loader mounts: the grounds, and the player that a payload asks for.

import {AnatomyPlayer} from "./anatomy.js";
import {unpack} from "./blob.js";
import {DataPlayer} from "./data.js";
import {receiveGround} from "./grounds.js";
import {inLesson} from "./lesson.js";
import {NetworkPlayer} from "./network.js";
import {Player} from "./player.js";
import {RatesPlayer} from "./rates.js";
import {SketchSheet} from "./sketch.js";

const KINDS = {rates: RatesPlayer, anatomy: AnatomyPlayer, data: DataPlayer, network: NetworkPlayer};

/**
 * @param {Uint8Array} bytes
 * @param {HTMLElement} parent
 */
export function playerFor(bytes, parent) {
  const {header} = unpack(bytes);
  if (header.kind === "sketch") return new SketchSheet(parent);
  const Kind = KINDS[header.kind] ?? Player;
  return new (header.lesson ? inLesson(Kind) : Kind)(parent, null);
}

export {receiveGround};
