// Walks that follow a hand: while something is dragged they are walked here, from the record of their
// rule, and nobody is asked. What stands when the hand lets go is the engine's.

import {frameAfter} from "./clock.js";
import {WalkedHere} from "./walkedhere.js";
import {titles, walkAsWished} from "./livewish.js";
import {fetchRecord, recordOf} from "./records.js";

/** @typedef {{start?: number[] | null, starts?: number[], rates?: Map<string, number>, fields?: Map<string, number>, steps?: number}} Wish */

export class Live {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    /** @type {Wish | null} */
    this.wish = null; // what is held, until the engine's walks have come
    this.held = false; // whether a hand is at work
    this.before = null; // what stood when it began
    /** @type {WalkedHere | null} */
    this.made = null;
    this.frames = 0;
  }

  /** @returns {import("./types.js").LiveFacts | undefined} */
  get facts() {
    return this.player.header?.live;
  }

  // What was walked where nobody can be asked; null where somebody can.
  get walkedHere() {
    return this.player.send ? null : (this.made ??= new WalkedHere(this.player));
  }

  // What the player says that can be done; a saved page has nobody to answer a click.
  get invitation() {
    const {send, words} = this.player, {facts} = this;
    if (!send) return facts ? words["Drag the start to walk from elsewhere."] : "";
    return words[facts ? "Drag the start, or click the map to start there." : "Click the map to start there."];
  }

  names() {
    const {ground, factors, rows, walks = []} = this.facts ?? {};
    return [ground, factors, rows, ...walks.map((rule) => rule?.[0])].filter((name) => name !== undefined);
  }

  // Somebody may be about to drag: what that takes is fetched, once.
  wake() {
    for (const name of this.names()) if (!recordOf(name)) fetchRecord(name).then(() => this.wish && this.bend(), () => {});
  }

  // Whether a walk can follow now; who cannot waits for the engine.
  follows(index) {
    const {ground, factors, rows, walks} = this.facts ?? {}, rule = walks?.[index];
    return Boolean((ground || rows) && rule && [ground, rule[0], factors, rows].every((name) => !name || recordOf(name)));
  }

  // The learning rates that can be turned, by the keys of their walks, as the engine has them.
  /** @returns {Record<string, number>} */
  get ratesSent() {
    const {walks = [], send} = this.player, {rates = [], walks: rules = []} = this.facts ?? {};
    return Object.fromEntries(walks.flatMap(({key}, i) => (rates[i] && (send || rules[i]) ? [[key, rates[i]]] : [])));
  }

  // Those that have been turned.
  /** @returns {Map<string, number>} */
  get rates() {
    return new Map([...(this.walkedHere?.kept?.rates ?? []), ...(this.wish?.rates ?? [])]);
  }

  /** @param {string} key */
  rateOf(key) {
    return this.rates.get(key) ?? this.ratesSent[key];
  }

  // A hyper-parameter of the one rule that there is, by its name; NaN where it is not known.
  /** @param {string} name */
  fieldOf(name) {
    const {fields = [], walks: [rule] = [null]} = this.facts ?? {};
    return this.wish?.fields?.get(name) ?? rule?.[1][fields.indexOf(name)] ?? NaN;
  }

  // The rate of a walk that stands while no hand is at work.
  /** @param {string} key */
  rateStanding(key) {
    return this.walkedHere?.kept?.rates?.get(key) ?? this.ratesSent[key];
  }

  begin() {
    if (!this.held) this.wake();
    this.held = true;
    if (this.before) return;
    const {player} = this, {header} = player;
    this.before = this.standing();
    this.walkedHere?.begin(this.before);
    player.header = {...header, fates: [], stays: []}; // they tell of walks that are no more
    player.root.classList.add("ov-live");
  }

  // All that a hand changes.
  standing() {
    const {header, start, starts, steps, walks, logarithmic, factors} = this.player;
    return {header, start, starts, steps, logarithmic, factors, walks: walks.map((walk) => walk.kept())};
  }

  // Go there; drawn with the next frame of the browser, the newest wish of all that came before it.
  /** @param {Wish} wish */
  to(wish) {
    this.begin();
    this.wish = {...this.walkedHere?.kept, ...this.wish, ...wish};
    this.bend();
  }

  bend() {
    this.dirty = true;
    if (!this.running) this.running = this.run();
  }

  async run() {
    let time = Number(document.timeline.currentTime);
    while (this.dirty && this.wish && !this.player.clock.stopped) {
      this.dirty = false;
      this.walk();
      this.frames += 1;
      await this.player.clock.show();
      time = await frameAfter(time);
    }
    this.running = null;
  }

  walk() {
    walkAsWished(this);
  }

  // The hand lets go. Whether the engine is asked is for the caller to say; if not, this stands.
  rest() {
    this.held = false;
  }

  // It has let go: the engine is asked. Where there is none, what was walked here stands.
  /** @param {string} name @param {any} value */
  ask(name, value) {
    const {player} = this;
    this.rest();
    if (player.send) player.send(name, value);
    else player.redraw().then(() => this.stands());
  }

  // The engine's walks have come: they stand, unless a hand is at work again.
  taken() {
    if (!this.before) return;
    this.before = null;
    if (this.held) this.begin();
    else this.wish = null;
    for (const walk of this.player.walks) walk.waits = false;
    if (this.held) this.walk();
  }

  // They are drawn.
  settled() {
    if (this.held || this.before) return;
    const {root, walks} = this.player;
    root.classList.remove("ov-live");
    if (walks.some((walk) => walk.waits)) return; // on a saved page, for good: they start elsewhere
    for (const waiting of root.querySelectorAll(".ov-waits")) waiting.classList.remove("ov-waits");
  }

  // Nobody is asked, and what was walked here is what stands.
  stands() {
    if (this.held) return;
    this.walkedHere?.keep(this.wish);
    this.before = this.wish = null;
    this.settled();
  }

  // Back to what stood.
  async drop() {
    const {player, before} = this;
    this.held = false;
    this.wish = null;
    if (!before) return;
    this.before = null;
    this.stand(before);
    await player.redraw();
    this.settled();
  }

  // What stood stands again.
  stand({walks, ...rest}) {
    const {player} = this;
    walks.forEach((was, i) => Object.assign(player.walks[i], {waits: false}, was));
    Object.assign(player, rest);
    player.clock.setSteps(player.steps);
    player.readout.rename?.();
    titles(player);
  }
}
