// What keys have done to examples and the server has not yet shown: moved, taken away, added. Until it
// has, the picture shows them as they will be. Only one message is under way at a time: what is done
// meanwhile goes by the order of examples in which that one will be answered.

/** @typedef {{place: number[], label: number, sent: boolean, touched: boolean, gone: boolean}} Added */

export class Pending {
  /** @param {number} count of the examples as the server knows them */
  constructor(count) {
    this.count = count;
    /** @type {Map<number, {place: number[], sent: boolean}>} */
    this.moved = new Map();
    /** @type {Map<number, {sent: boolean}>} */
    this.gone = new Map();
    /** @type {Added[]} */
    this.added = []; // they are numbered after all others
    this.waiting = false; // for an answer
  }

  // -- as they will be -----------------------------------------------------------------------------

  get all() {
    return this.count + this.added.length;
  }

  has(index) {
    if (index < this.count) return index >= 0 && !this.gone.has(index);
    return Boolean(this.added[index - this.count]) && !this.added[index - this.count].gone;
  }

  get there() {
    return Array.from({length: this.all}, (_, i) => i).filter((i) => this.has(i));
  }

  // Where one stands that was touched; none for one that is gone, null for one that was not touched.
  placeOf(index) {
    if (index >= 0 && index < this.all && !this.has(index)) return [null, null];
    return index < this.count ? this.moved.get(index)?.place ?? null : this.added[index - this.count]?.place ?? null;
  }

  labelOf(index) {
    return this.added[index - this.count]?.label ?? 0;
  }

  // -- what keys do --------------------------------------------------------------------------------

  move(index, place) {
    if (index < this.count) this.moved.set(index, {place, sent: false});
    else Object.assign(this.added[index - this.count], {place, touched: true});
  }

  add(place, label) {
    this.added.push({place, label, sent: false, touched: false, gone: false});
    return this.all - 1;
  }

  remove(index) {
    if (index < this.count) this.gone.set(index, {sent: false});
    else Object.assign(this.added[index - this.count], {gone: true, touched: true});
  }

  // -- what the server is told ---------------------------------------------------------------------

  // All that it does not know, in an order in which no place changes before it is named; null where
  // there is nothing, or it has not answered yet.
  /** @returns {any[][] | null} */
  take() {
    if (this.waiting) return null;
    const moves = [...this.moved].filter(([i, {sent}]) => !sent && !this.gone.has(i)).map(([i, {place}]) => ["move", i, ...place]);
    const news = this.added.filter(({gone}) => !gone); // places in the list of all stay as they are
    const adds = news.map(({place, label}) => ["add", ...place, label]);
    const removes = [...this.gone.keys()].sort((a, b) => b - a).map((i) => ["remove", i]);
    const told = [...moves, ...adds, ...removes];
    if (!told.length) return null;
    for (const one of [...this.moved.values(), ...this.gone.values(), ...news]) Object.assign(one, {sent: true, touched: false});
    this.waiting = true;
    return told;
  }

  // The examples have come anew, so many of them. Returns where one is now that was at a place, −1
  // where it is nowhere; what was done since it was told stays to be told.
  /** @param {number} count */
  answered(count) {
    const before = this.count, told = this.waiting;
    const gone = [...this.gone].filter(([, {sent}]) => sent).map(([i]) => i), sent = this.added.filter((one) => one.sent);
    // Where an old one is now: those that were sent stand behind all others.
    const now = (index) => {
      if (index < before) return gone.includes(index) ? -1 : index - gone.filter((i) => i < index).length;
      const one = this.added[index - before], place = sent.indexOf(one);
      if (!one) return -1;
      return place >= 0 ? before - gone.length + place : one.gone ? -1 : count + this.added.filter((other) => !other.sent && !other.gone).indexOf(one);
    };
    const expected = before - gone.length + sent.length;
    const next = new Pending(count);
    if (count === expected) { // else they are others
      for (const [i, {place, sent: known}] of this.moved) if (!known && now(i) >= 0) next.moved.set(now(i), {place, sent: false});
      for (const [i, {sent: known}] of this.gone) if (!known && now(i) >= 0) next.gone.set(now(i), {sent: false});
      this.added.forEach((one, i) => {
        if (!one.sent) {
          if (!one.gone) next.added.push(one);
        } else if (one.gone) next.gone.set(now(before + i), {sent: false});
        else if (one.touched) next.moved.set(now(before + i), {place: one.place, sent: false});
      });
    }
    const place = (index) => (index < 0 || (told && count !== expected) ? -1 : now(index));
    return {next, place};
  }
}
