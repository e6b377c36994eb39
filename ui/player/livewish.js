// All walks as a hand wishes them: who is concerned is walked anew, and says what has become another.

import {plain} from "./axis.js";
import {BatchWalk, RowsGround} from "./batchwalk.js";
import {roundingOf, walked} from "./livewalk.js";
import {recordOf} from "./records.js";
import {fill, signed} from "./theme.js";

/** @param {import("./live.js").Live} live */
export function walkAsWished(live) {
  const {player, facts, before, wish} = live;
  if (!before || !wish) return;
  if (!facts) {
    for (const walk of player.walks) walk.waits = true; // none of them can be walked here
    return;
  }
  const {walks} = player, {factors} = facts, {minimum, window, rates, data} = before.header, {logarithmic} = player;
  const kept = rates?.kept ?? data?.rows; // of long walks some rows
  const steps = wish.steps ?? (kept ? kept[kept.length - 1] : before.steps);
  const start = wish.start ?? before.start;
  const around = {steps, factors: factors && recordOf(factors), minimum, window, rows: data?.rows};
  player.start = /** @type {[number, number]} */ (start);
  if (wish.steps) live.walkedHere?.stretch(wish.steps, around.factors);
  const all = wish.start || wish.steps || wish.fields;
  walks.forEach((walk, i) => {
    const turned = wish.rates?.get(walk.key) ?? wish.fields?.get("learning_rate");
    const from = wish.starts ? startedAt(live, walk, i, wish.starts) : start;
    if (!from || (!all && !wish.starts && turned === undefined)) return; // nobody has touched it
    if (turned !== undefined) turn(player, walk, turned);
    walk.waits = !live.follows(i);
    if (walk.waits) {
      live.walkedHere?.leave(walk, i, wish);
      return;
    }
    const [name] = /** @type {[string, number[]]} */ (facts.walks[i]);
    walk.follow(walked(stepOf(live, name), groundOf(facts), from, fieldsOf(live, i, turned ?? player.rateShown), around));
  });
  if (wish.starts) Object.assign(player, {starts: wish.starts}).readout.rename?.();
  // Where somebody comes lower than what was taken for the lowest, heights are what is shown.
  const lower = minimum !== null && walks.some((walk) => !walk.waits && walk.gap.some((gap) => gap < -roundingOf(minimum)));
  player.logarithmic = before.logarithmic && !lower;
  if (player.logarithmic !== logarithmic) player.readout.draw();
  else player.readout.changed();
  player.clock.retime();
}

// What takes the steps: the rule on the ground, or on what each step sees of it.
function stepOf({player, facts}, name) {
  const step = recordOf(name);
  return facts.rows ? new BatchWalk(step, recordOf(facts.rows), (k) => player.drawn(k)) : step;
}

/** @param {import("./types.js").LiveFacts} facts */
function groundOf({ground = "", rows}) {
  return rows ? new RowsGround(recordOf(rows)) : recordOf(ground);
}

// The values of a rule's fields as they are wished; the rate is the first of them.
function fieldsOf({facts, wish}, index, rate) {
  const [, sent] = facts.walks[index];
  const fields = wish.fields ? sent.map((value, i) => wish.fields.get(facts.fields[i]) ?? value) : sent;
  return rate === undefined ? fields : [rate, ...fields.slice(1)];
}

// In one dimension every ball has a start of its own, and says so; none if that is as it was.
function startedAt({facts, before, player: {words, starts: were}}, walk, index, starts) {
  const place = index % starts.length, x = starts[place];
  if (x === were[place] && x === before?.starts[place]) return null;
  walk.label = fill(words["{name} from {x}"], {name: facts?.names?.[index], x: signed(x)});
  return [x];
}

// A walk and the title of its map say the rate with which it walks now.
function turn(player, walk, rate) {
  Object.assign(walk, {rate: plain(rate), ...(walk.eta !== undefined && {eta: rate})});
  titles(player);
}

// The titles of maps, as they were sent but for a rate that is another one.
/** @param {import("./player.js").Player} player */
export function titles({panels, walks, header}) {
  for (const {caption, spec: {walks: [index, ...others], title}} of panels) {
    if (!title || others.length || !walks[index]) continue;
    caption.textContent = title.replace(`η = ${header.walks[index].rate}`, `η = ${walks[index].rate}`);
  }
}
