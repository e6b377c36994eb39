// The rule, line by line, with gaps for numbers that a step fills.

import {coordinatesOf} from "./coordinates.js";
import {digits, element, fill} from "./theme.js";

const math = (inside) => `<math>${inside}</math>`;

export class RuleLines {
  /** @type {{node: HTMLElement, of: string, guard: boolean, i: number}[]} */ gaps;

  /** @param {import("./anatomy.js").AnatomyPlayer} player */
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
    this.list.style.setProperty("--named", `${Math.max(...coordinatesOf(this.player).map((name) => name.length))}ch`);
    const drawn = [...ledger.facts.arrows, ...ledger.facts.bars];
    const lines = ledger.facts.lines.map((line) => this.line(line, words));
    this.list.replaceChildren(...lines);
    // An arrow that no line makes hangs on the line of its own name.
    for (const made of lines) {
      const {name = ""} = made.dataset;
      const button = made.querySelector("button");
      const thing = drawn.find((one) => one.name === name);
      if (!button) continue;
      if (!thing) {
        button.replaceWith(element("span", {class: "ov-dot"}));
        continue;
      }
      const {label} = thing;
      const tell = () => {
        const on = shown.has(name);
        button.setAttribute("aria-pressed", String(on));
        const text = fill(words[on ? "Hide {name} on the map" : "Show {name} on the map"], {name: label});
        button.setAttribute("aria-label", text);
      };
      button.addEventListener("click", () => {
        if (!shown.delete(name)) shown.add(name);
        tell();
        this.player.drawArrows();
      });
      tell();
    }
    /** @type {NodeListOf<HTMLElement>} */
    const gaps = this.list.querySelectorAll("[data-of]");
    this.gaps = [...gaps].map((node) => ({
      node, of: node.dataset.of ?? "", guard: "guard" in node.dataset, i: Number(node.dataset.i ?? node.closest("[data-axis]")?.getAttribute("data-axis")),
    }));
  }

  line(line, words) {
    const {colors} = this.player;
    const hue = this.player.ledger.facts.hues[line.role];
    const color = line.role === "step" ? colors.text : hue ? colors.hues[hue] : colors.muted;
    const made = element("div", {class: "ov-rule-line", "data-name": line.name, "data-role": line.role});
    made.style.setProperty("--role", color);
    const formula = line.formula ? `<mo>=</mo>${line.formula}` : "";
    const written = element("span");
    const head = element("div", {class: "ov-formula", "data-term": `role ${line.role}`}, [element("button", {type: "button", class: "ov-dot"}), written]);
    written.innerHTML = math(`<mrow class="ov-left">${line.left}</mrow>${formula}`);
    const note = {rate: words["effective learning rate"], model: words["curvature of the model"], jump: words["to where the model is level"]}[line.name];
    if (note) head.append(element("small", {text: note}));
    made.append(head);
    const names = coordinatesOf(this.player);
    for (const i of line.shared ? [0] : [0, 1]) {
      const numbers = element("span");
      const row = element("div", {class: "ov-rule-numbers", "data-axis": i}, [element("b", {text: line.shared ? "" : names[i]}), numbers]);
      const value = line.value ? `<mn class="ov-value" data-of="${line.value}"></mn>` : "";
      const numeric = `${line.numeric}${line.numeric && value ? "<mo>=</mo>" : ""}`;
      numbers.innerHTML = math(`<mrow>${numeric}${value}</mrow>`);
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
