// The learning-rate page: a player whose walks bend with the rate. All paths are here, so a drag
// asks nobody; between two rates of the axis the picture glides, the numbers are those of the
// nearest.

const GLIDE = 0.4; // of the way to the wanted rate, per frame
const THERE = 0.02; // of the way from one rate to the next
const SETTLED = 160; // ms without a change until faint paths and hover are drawn again

// A table from a coordinate's 16 bits to its place on an axis.
function decoder([low, high], {inner, outer, decades, middle}) {
  const table = new Float32Array(65536), centre = (low + high) / 2, half = (high - low) / 2;
  for (let code = 0; code < 65535; code++) {
    const signed = code - middle, size = Math.abs(signed);
    const place = size <= inner ? size / inner : 10 ** (((size - inner) * decades) / outer);
    table[code] = centre + half * Math.sign(signed) * place;
  }
  table[65535] = NaN;
  return table;
}

// One optimizer's walks over the axis; it is itself the walk with the rate that is shown.
class BentWalk {
  constructor(facts, index, arrays, header) {
    this.facts = facts;
    this.index = index;
    for (const name of ["key", "label", "hue", "dash", "marker", "limit", "own"]) this[name] = facts[name];
    this.listed = true;
    this.minimum = header.minimum ?? 0;
    this.count = header.rates.kept.length;
    this.window = header.window;
    this.regimes = header.rates.regimes;
    const [x0, x1, y0, y1] = header.window;
    this.tables = {x: decoder([x0, x1], header.rates.code), y: decoder([y0, y1], header.rates.code)};
    this.codes = {x: arrays[`x${index}`], y: arrays[`y${index}`]};
    this.sent = arrays[`gap${index}`];
    const level = header.level ?? 0; // without an f* heights are sent from there, to keep their digits
    this.read = header.minimum === null ? (value) => value + level : (value) => 10 ** value;
    this.x = new Float32Array(this.count);
    this.y = new Float32Array(this.count);
  }

  f(k) {
    return this.gap[k] + this.minimum;
  }

  // Take the shape that lies at a place on the axis, which may be between two rates.
  bend(place) {
    const low = Math.floor(place), part = place - low, near = Math.round(place);
    this.near = near;
    this.gap = this.sent.subarray(near * this.count, (near + 1) * this.count);
    this.gap = Float64Array.from(this.gap, this.read);
    this.last = this.facts.last[near];
    for (const axis of ["x", "y"]) {
      const codes = this.codes[axis], table = this.tables[axis], line = this[axis];
      const first = low * this.count, second = first + this.count, own = near * this.count;
      for (let k = 0; k < this.count; k++) {
        const a = table[codes[first + k]];
        if (!part) {
          line[k] = a;
          continue;
        }
        const between = a + part * (table[codes[second + k]] - a);
        line[k] = Number.isNaN(between) ? table[codes[own + k]] : between;
      }
    }
  }

  // f − f* with the rate at a place of the axis after kept step k.
  gapAt(place, k) {
    return this.read(this.sent[place * this.count + k]);
  }

  get regime() {
    return this.regimes[this.facts.regimes[this.near]];
  }

  // Where the walk leaves the map for good, on its border.
  get left() {
    const [x0, x1, y0, y1] = this.window;
    const inside = (k) => this.x[k] >= x0 && this.x[k] <= x1 && this.y[k] >= y0 && this.y[k] <= y1;
    const gone = this.last < this.count - 1;
    if (inside(this.last) && !gone) return null;
    let k = this.last;
    while (k >= 0 && !inside(k)) k--;
    if (k < 0) return null;
    if (k === this.last) return {x: this.x[k], y: this.y[k], step: k + 1};
    const cut = (a, b, low, high) => (b > high ? (high - a) / (b - a) : b < low ? (low - a) / (b - a) : 1);
    const part = Math.min(cut(this.x[k], this.x[k + 1], x0, x1), cut(this.y[k], this.y[k + 1], y0, y1));
    return {
      x: this.x[k] + part * (this.x[k + 1] - this.x[k]), y: this.y[k] + part * (this.y[k + 1] - this.y[k]),
      step: k + 1,
    };
  }

  // The place of the rate that is lowest after step k, or −1 if all walks are lost by then: where
  // f has no bottom, what is lost is lowest, and nobody's best.
  best(k) {
    let place = -1, lowest = Infinity;
    for (let i = 0; i < this.facts.last.length; i++) {
      const value = this.sent[i * this.count + k];
      if (k <= this.facts.within[i] && value < lowest) [place, lowest] = [i, value];
    }
    return place;
  }
}

class RatesPlayer extends Player {
  readWalks(header, arrays) {
    const {values, at} = header.rates;
    const before = this.values && this.values[this.wanted]; // of the axis that was here until now
    this.values = values;
    this.wanted = before === undefined ? at : nearest(values, before);
    this.place = this.wanted;
    this.header = header;
    const walks = header.walks.map((facts, i) => new BentWalk(facts, i, arrays, header));
    for (const walk of walks) walk.bend(this.place);
    return walks;
  }

  stepAt(position) {
    return this.header.rates.kept[Math.floor(position)];
  }

  makeSide() {
    this.loss = new RateChart(this);
    this.readout = new RateReadout(this);
    return [this.loss.root, this.readout.root];
  }

  build() {
    super.build();
    this.root.classList.add("ov-rates");
    this.bar = new RateBar(this);
    this.controls.root.before(this.bar.root);
    this.notice.after(this.readout.actions);
  }

  dress() {
    this.bar.draw();
    super.dress();
  }

  // Go to a place on the axis, gliding.
  setPlace(place) {
    this.wanted = Math.min(this.values.length - 1, Math.max(0, Math.round(place)));
    this.bar.frame();
    if (this.gliding) return;
    this.gliding = true;
    this.root.classList.add("ov-bending");
    requestAnimationFrame((time) => this.glide(time));
  }

  async glide(time) {
    const rest = this.wanted - this.place;
    this.place = Math.abs(rest) < THERE || this.still ? this.wanted : this.place + GLIDE * rest;
    for (const walk of this.walks) walk.bend(this.place);
    this.bends = (this.bends ?? 0) + 1;
    await this.clock.show();
    if (this.place !== this.wanted) {
      this.glide(await frameAfter(time));
      return;
    }
    this.gliding = false;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle(), SETTLED);
  }

  get still() {
    return matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  // What can be hovered follows when the hand rests.
  async settle() {
    if (this.gliding) return;
    writeInLink("eta", this.values[this.wanted]);
    await this.clock.hold(() => Promise.all(this.panels.map((panel) => panel.drawWalks())));
    if (!this.gliding) this.root.classList.remove("ov-bending");
  }

  remove() {
    clearTimeout(this.settling);
    super.remove();
  }
}

function nearest(values, wanted) {
  let place = 0;
  values.forEach((value, i) => {
    if (Math.abs(Math.log(value / wanted)) < Math.abs(Math.log(values[place] / wanted))) place = i;
  });
  return place;
}

// The learning rate: a slider over the axis, and what it means where theory knows.
class RateBar {
  constructor(player) {
    this.player = player;
    this.slider = element("input", {
      type: "range", class: "ov-scrub ov-rate-slider", min: 0, step: 1, "aria-label": player.words["Learning rate η"],
    });
    this.slider.addEventListener("input", () => player.setPlace(Number(this.slider.value)));
    this.value = element("output", {class: "ov-rate-value", "aria-hidden": "true"});
    this.theory = element("p", {class: "ov-theory"});
    this.root = element("div", {class: "ov-rate-bar"}, [
      element("span", {class: "ov-rate-name", text: player.words["Learning rate η"]}), this.slider, this.value, this.theory,
    ]);
  }

  draw() {
    this.slider.max = String(this.player.values.length - 1);
    this.frame();
  }

  frame() {
    const {wanted, values} = this.player;
    const text = plain(values[wanted]);
    this.slider.value = String(wanted);
    this.slider.setAttribute("aria-valuetext", `η = ${text}`);
    this.slider.style.setProperty("--played", `${(100 * wanted) / Math.max(1, values.length - 1)}%`);
    this.value.textContent = `η = ${text}`;
    this.theory.textContent = this.sentence();
  }

  sentence() {
    const {header: {rates}, words, wanted} = this.player;
    if (!rates.factors) return "";
    const [flat, steep] = rates.factors[wanted];
    const names = rates.aligned ?? [words["the flat direction"], words["the steep direction"]];
    const one = (factor, name) => fill(words["{factor} along {name} ({what})"], {
      factor: number(rounded(factor)), name, what: words[fate(rounded(factor))],
    });
    const sentence = rates.paced
      ? "Near the minimum, a step of gradient descent at the full rate multiplies the error by {first} and by {second}."
      : "Near the minimum, a step of gradient descent multiplies the error by {first} and by {second}.";
    return fill(words[sentence], {
      first: one(flat, names[0]), second: one(steep, names[1]),
    });
  }
}

// 1 − ηλ of an η that was rounded to six digits is 0 or −1 to within that.
const rounded = (factor) => (Math.abs(factor) < 1e-5 ? 0 : Math.abs(factor + 1) < 1e-5 ? -1 : factor);

function fate(factor) {
  if (factor === 0) return "solved in one step";
  if (factor === 1) return "no step at all";
  if (factor === -1) return "flips for ever";
  if (factor < -1) return "flips and leaves";
  if (factor > 1) return "leaves";
  return factor < 0 ? "flips, and comes closer" : "comes closer";
}

// A rate as people write it.
function plain(value) {
  return value >= 1e-4 ? String(Number(value.toPrecision(6))).replace("-", "−") : number(value);
}

// The legend, with what the rate does to each walk and the rate that would be its best.
class RateReadout {
  constructor(player) {
    this.player = player;
    this.root = element("div", {class: "ov-readout"});
    this.take = {};
    const take = (name, text, rates) => {
      const made = element("button", {type: "button", class: `ov-button ov-take ov-take-${name}`, text});
      made.addEventListener("click", () => player.send?.("take", rates()));
      return made;
    };
    const {words} = player;
    this.actions = element("div", {class: "ov-takes"}, [
      take("this", words["Explore with this rate"], () => this.rates(() => player.values[player.wanted])),
      take("best", words["Explore, each at its best"], () => this.rates((walk) => player.values[Math.max(0, walk.best(this.step()))])),
    ]);
  }

  rates(of) {
    return Object.fromEntries(this.player.walks.map((walk) => [walk.key, of(walk)]));
  }

  step() {
    return Math.floor(this.player.clock.position);
  }

  draw() {
    const {walks, hidden, colors, words, logarithmic} = this.player;
    const head = element("tr", {}, [words["optimizer"], logarithmic ? "f − f*" : "f", words["with this rate"], words["best rate"]].map(
      (text) => element("th", {scope: "col", text})));
    this.rows = walks.map((walk) => {
      const shown = !hidden.has(walk.key);
      const sample = sampleOf(walk, colors);
      const name = element("button", {
        type: "button", class: "ov-name", "aria-pressed": String(shown),
        title: fill(shown ? words["Hide {name}"] : words["Show {name}"], {name: walk.label}),
      }, [sample, element("span", {text: walk.label})]);
      name.addEventListener("click", () => this.player.toggleWalk(walk.key));
      const best = element("button", {type: "button", class: "ov-best", title: words["Go to this rate"]});
      best.addEventListener("click", () => this.player.setPlace(walk.best(this.step())));
      const cells = ["ov-f", "ov-regime"].map((kind) => element("td", {class: kind}));
      const row = element("tr", {class: shown ? "" : "ov-off"}, [
        element("th", {scope: "row"}, [name]), ...cells, element("td", {}, [best]),
      ]);
      return {walk, row, cells, best};
    });
    this.k = this.near = null;
    this.root.replaceChildren(
      element("table", {}, [element("thead", {}, [head]), element("tbody", {}, this.rows.map(({row}) => row))]),
    );
    this.actions.hidden = !this.player.send;
  }

  // Nothing is touched that is the same as before: every touch makes the browser lay out the table.
  frame(position) {
    const k = Math.floor(position);
    const {words, values} = this.player;
    const near = this.player.walks[0]?.near;
    if (k === this.k && near === this.near) return;
    const sameStep = k === this.k;
    Object.assign(this, {k, near});
    for (const {walk, cells, best} of this.rows) {
      const gone = k > walk.last;
      cells[0].textContent = gone ? words["diverged"] : number(walk.gap[k]);
      cells[1].textContent = words[walk.regime];
      cells[1].dataset.regime = walk.regime;
      if (sameStep) continue;
      const place = walk.best(k);
      best.textContent = place < 0 ? "—" : plain(values[place]);
      best.disabled = place < 0;
    }
  }

  sentence(position) {
    const {words, walks, hidden, steps, player} = {...this.player, player: this.player};
    const step = player.stepAt(position), most = player.stepAt(steps);
    const where = fill(words["Step {step} of {steps}."], {step, steps: most});
    const k = Math.floor(position);
    let best = null;
    for (const walk of walks) {
      if (!hidden.has(walk.key) && k <= walk.last && (!best || walk.gap[k] < best.gap[k])) best = walk;
    }
    if (!best) return where;
    return `${where} ${fill(words["Lowest: {name}, {what} = {value}, at ({x}, {y})."], {
      name: best.label, what: player.logarithmic ? "f − f*" : "f", value: number(best.gap[k]),
      x: coordinate(best.x[k]), y: coordinate(best.y[k]),
    })}`;
  }
}
