// Anatomy: the player with the inside of every step: the rule's lines with this step's numbers,
// arrows over the map, and what the rule remembers over time.

const NEAR_PATH = 14; // pixels within which a click means the path and not the ground
const LINK_EVERY = 500; // ms between two looks at the link

// Every number of every step, as the engine made it.
class StepLedger {
  constructor(facts, arrays) {
    this.facts = facts;
    this.arrays = arrays;
  }

  // Coordinate i of a quantity in row k; one that all coordinates share is the same for each.
  at(name, k, i) {
    const width = this.facts.widths[name];
    return this.arrays[name][k * width + (width > 1 ? i : 0)];
  }

  pair(name, k) {
    return [this.at(name, k, 0), this.at(name, k, 1)];
  }

  matrix(name, k) {
    return [...this.arrays[name].subarray(4 * k, 4 * k + 4)];
  }
}

// Six digits that mean something, as the engine has them.
export function digits(value) {
  if (!Number.isFinite(value)) return "—";
  const size = Math.abs(value);
  if (size === 0) return "0";
  const [mantissa, exponent] = value.toExponential(5).split("e");
  if (size >= 1e-3 && size < 1e6) return minus(shorter(value.toPrecision(6)));
  return minus(`${shorter(mantissa)}e${Number(exponent)}`);
}

const shorter = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
const math = (inside) => `<math>${inside}</math>`;

// The rule, line by line, with gaps for numbers that a step fills.
class RuleLines {
  constructor(player) {
    this.player = player;
    this.title = element("p", {class: "ov-title"});
    this.list = element("div", {class: "ov-lines"});
    this.scale = element("p", {class: "ov-scale"});
    this.look = element("button", {type: "button", class: "ov-button ov-nearer", text: player.words["Look at the step"]});
    this.look.addEventListener("click", () => player.lookAtStep());
    this.root = element("div", {class: "ov-rule", role: "region", tabindex: "0", "aria-label": player.words["Numbers of this step"]}, [
      element("div", {class: "ov-rule-head"}, [this.title, this.look]), this.list, this.scale,
    ]);
  }

  draw() {
    const {ledger, words, shown} = this.player;
    const drawn = new Set([...ledger.facts.arrows, ...ledger.facts.bars].map((thing) => thing.name));
    this.list.replaceChildren(...ledger.facts.lines.map((line) => this.line(line, words)));
    // An arrow that no line makes hangs on the line of its own name.
    for (const made of this.list.children) {
      const {name} = made.dataset;
      const button = made.querySelector("button");
      if (!drawn.has(name)) {
        button.replaceWith(element("span", {class: "ov-dot"}));
        continue;
      }
      const label = [...ledger.facts.arrows, ...ledger.facts.bars].find((thing) => thing.name === name).label;
      const tell = () => {
        const on = shown.has(name);
        button.setAttribute("aria-pressed", String(on));
        const text = fill(words[on ? "Hide {name} on the map" : "Show {name} on the map"], {name: label});
        button.title = text;
        button.setAttribute("aria-label", text);
      };
      button.addEventListener("click", () => {
        if (!shown.delete(name)) shown.add(name);
        tell();
        this.player.drawArrows();
      });
      tell();
    }
    this.gaps = [...this.list.querySelectorAll("[data-of]")].map((node) => ({
      node, of: node.dataset.of, guard: "guard" in node.dataset, i: Number(node.dataset.i ?? node.closest("[data-axis]").dataset.axis),
    }));
  }

  line(line, words) {
    const {colors} = this.player;
    const hue = this.player.ledger.facts.hues[line.role];
    const color = line.role === "step" ? colors.text : hue ? colors.hues[hue] : colors.muted;
    const made = element("div", {class: "ov-rule-line", "data-name": line.name, "data-role": line.role});
    made.style.setProperty("--role", color);
    const formula = line.formula ? `<mo>=</mo>${line.formula}` : "";
    const head = element("div", {class: "ov-formula"}, [element("button", {type: "button", class: "ov-dot"}), element("span")]);
    head.lastChild.innerHTML = math(`<mrow class="ov-left">${line.left}</mrow>${formula}`);
    const note = {rate: words["effective learning rate"], model: words["curvature of the model"], jump: words["to where the model is level"]}[line.name];
    if (note) head.append(element("small", {text: note}));
    made.append(head);
    for (const i of line.shared ? [0] : [0, 1]) {
      const row = element("div", {class: "ov-rule-numbers", "data-axis": i}, [element("b", {text: line.shared ? "" : "xy"[i]}), element("span")]);
      const value = line.value ? `<mn class="ov-value" data-of="${line.value}"></mn>` : "";
      const numeric = `${line.numeric}${line.numeric && value ? "<mo>=</mo>" : ""}`;
      row.lastChild.innerHTML = math(`<mrow>${numeric}${value}</mrow>`);
      made.append(row);
    }
    return made;
  }

  frame(k) {
    const {ledger, words} = this.player;
    this.root.classList.toggle("ov-empty", k < 0);
    this.title.textContent = k < 0 ? words["The walk has no finite step."]
      : fill(words["Step t = {t}: from θ{before} to θ{after}"], {t: k + 1, before: lowered(k), after: lowered(k + 1)});
    for (const gap of this.gaps) {
      const value = k < 0 ? NaN : ledger.at(gap.of, k, gap.i);
      const number = digits(value);
      const text = gap.guard && number.startsWith("−") ? `(${number})` : number;
      if (gap.node.textContent !== text) gap.node.textContent = text;
    }
  }

  tellScales(scales) {
    const {words} = this.player;
    const parts = [];
    if (scales?.gradient) parts.push(fill(words["arrows of gradients × {scale}"], {scale: digits(scales.gradient)}));
    if (scales?.step === 1) parts.push(words["the step in true size"]);
    else if (scales?.step) parts.push(fill(words["the step × {scale}"], {scale: digits(scales.step)}));
    const text = parts.join(" · ");
    if (this.scale.textContent !== text) this.scale.textContent = text;
  }
}

const lowered = (k) => String(k).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]);

export class AnatomyPlayer extends Player {
  take(header, arrays) {
    const names = JSON.stringify([header.anatomy.arrows, header.anatomy.bars]);
    this.ledger = new StepLedger(header.anatomy, arrays);
    if (names !== this.names) {
      const drawn = [...header.anatomy.arrows, ...header.anatomy.bars];
      this.shown = new Set(drawn.filter((thing) => thing.shown).map((thing) => thing.name));
      this.names = names;
    }
    this.lineage = null;
    super.take(header, arrays);
  }

  build() {
    super.build();
    this.root.classList.add("ov-anatomy");
    if (this.send) this.notice.textContent = this.words["Click the path to go to that step, the ground to start there."];
    this.rule = new RuleLines(this);
    this.charts = element("div", {class: "ov-charts"});
    this.series = [];
    this.root.querySelector(".ov-side").replaceChildren(this.rule.root);
    this.root.insertBefore(this.charts, this.root.querySelector(".ov-foot"));
    this.controls.comet.hidden = true;
    const link = setInterval(() => this.writeLink(), LINK_EVERY);
    this.undo.push(() => clearInterval(link));
  }

  // The row of the ledger that is shown: the step that leaves the point where the clock stands.
  get row() {
    return Math.min(Math.floor(this.clock.position), this.ledger.facts.rows - 1);
  }

  dress() {
    if (!this.placed) this.clock.position = Math.min(this.ledger.facts.step, this.steps);
    this.placed = true;
    if (this.arrows?.panel !== this.panels[0]) {
      this.arrows?.remove();
      this.arrows = new Arrows(this, this.panels[0]);
    }
    const facts = JSON.stringify(this.ledger.facts.charts);
    if (facts !== this.chartFacts) {
      this.chartFacts = facts;
      for (const chart of this.series) chart.remove();
      this.series = this.ledger.facts.charts.map((chart) => new SeriesChart(this, chart));
      this.charts.replaceChildren(...this.series.map((chart) => chart.root), this.loss.root);
    }
    super.dress();
    this.arrows.measure();
    const dress = JSON.stringify([this.ledger.facts.lines, this.dark]);
    if (dress !== this.lineage) this.rule.draw();
    this.lineage = dress;
  }

  drawings() {
    return [...super.drawings(), ...this.series.map((chart) => chart.draw())];
  }

  follow(position) {
    super.follow(position);
    this.rule.frame(this.row);
    this.drawArrows();
  }

  async frame(position) {
    for (const chart of this.series) chart.frame(this.row + 1);
    await super.frame(position);
  }

  drawArrows() {
    this.arrows.frame(this.row);
    this.rule.tellScales(this.arrows.scales);
  }

  async look(view, source) {
    const looking = super.look(view, source);
    this.drawArrows();
    await looking;
  }

  // A part of the plane in which this step is a third of the map.
  lookAtStep() {
    if (this.row < 0) return;
    const [x, y] = this.ledger.pair("theta", this.row), [dx, dy] = this.ledger.pair("value:delta", this.row);
    const [x0, x1, y0, y1] = this.header.window;
    const part = Math.min(1, Math.max(1e-9, 3 * Math.max(Math.abs(dx) / (x1 - x0), Math.abs(dy) / (y1 - y0))));
    const about = (middle, width) => [middle - width / 2, middle + width / 2];
    this.look({x: about(x + dx / 2, part * (x1 - x0)), y: about(y + dy / 2, part * (y1 - y0))}, null);
  }

  // A click near the path goes to that step; elsewhere it sets the start, as on every map.
  setStart(point) {
    const [walk] = this.walks, [px, py] = this.arrows.pixel(point);
    let nearest = -1, least = NEAR_PATH;
    for (let k = 0; k <= walk.last; k++) {
      const [x, y] = this.arrows.pixel([walk.x[k], walk.y[k]]);
      const distance = Math.hypot(x - px, y - py);
      if (distance < least) [nearest, least] = [k, distance];
    }
    if (nearest >= 0) this.clock.jump(nearest);
    else super.setStart(point);
  }

  // The link opens this step, without a word to the server.
  writeLink() {
    if (!this.clock.playing && this.root.isConnected) writeInLink("step", Math.floor(this.clock.position));
  }

  remove() {
    for (const chart of this.series ?? []) chart.remove();
    super.remove();
  }
}
