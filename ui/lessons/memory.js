// Which lessons are done, and what was answered: the browser keeps it, and nobody is told.
//
// The names of those that are done become a style sheet of their own: the menu is the server's, which
// draws it anew when it likes, and a rule holds for whatever stands there.

const KEY = "optimizer-visualizer.lessons";
const MOST = 500; // characters of an answer

/** @returns {Record<string, string>} */
export function remembered() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return found && typeof found === "object" && !Array.isArray(found) ? found : {};
  } catch {
    return {}; // private windows may have no storage, and what stands there may be another's
  }
}

function keep(answers) {
  try {
    if (Object.keys(answers).length) localStorage.setItem(KEY, JSON.stringify(answers));
    else localStorage.removeItem(KEY);
  } catch {
    // It is remembered as long as the page stands.
  }
}

const filled = (text, places) => text.replace(/\{(\w+)\}/g, (whole, name) => places[name] ?? whole);

function made(tag, text, attributes = {}) {
  return Object.assign(document.createElement(tag), {textContent: text, ...attributes});
}

class Memory {
  constructor(parent) {
    this.parent = parent;
    this.root = made("div", "", {className: "lesson-memory"});
    this.style = document.createElement("style");
    parent.append(this.root, this.style);
  }

  async receive(bytes) {
    this.facts = JSON.parse(new TextDecoder().decode(bytes));
    const {of, answer} = this.facts;
    if (of && answer) keep({...remembered(), [of]: answer.slice(0, MOST)});
    this.draw("");
  }

  draw(note) {
    const {names, of, answer, words} = this.facts, answers = remembered();
    const word = (text, places = {}) => filled(words[text] ?? text, places);
    const done = names.filter((name) => typeof answers[name] === "string");
    const mark = JSON.stringify(` ✓ ${words["done"]}`);
    const sheet = done.map((name) => `.st-key-lesson-${CSS.escape(name)} a p::after { content: ${mark}; }`);
    this.style.textContent = sheet.join("\n");
    const parts = [];
    if (of && !answer && answers[of]) parts.push(made("span", word("You have answered this before: {answer}", {answer: answers[of]})));
    if (!of) parts.push(made("span", word("{done} of {all} lessons done, as this browser remembers.", {done: done.length, all: names.length})));
    const said = made("span", note, {role: "status"}), forget = made("button", word("Forget my answers"), {type: "button"});
    forget.hidden = Boolean(of) || !Object.keys(answers).length;
    forget.addEventListener("click", () => {
      keep({});
      this.draw(word("Forgotten."));
    });
    this.root.replaceChildren(...parts, forget, said);
  }

  remove() {
    this.root.remove();
    this.style.remove();
  }
}

export const playerFor = (_bytes, parent) => new Memory(parent);
