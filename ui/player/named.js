// The name of a walk where it stands in a table: a button that hides and shows it, and one beside it
// that leaves it alone on the map. What is special of its rule is said by the sentences of the page,
// which a saved one does not have (ui/explained.js).

import {sampleOf} from "./marks.js";
import {element, fill} from "./theme.js";

// Whoever points at a name sees its walk before the others.
function pointsAt(name, player, key) {
  for (const [begins, ends] of [["pointerenter", "pointerleave"], ["focus", "blur"]]) {
    name.addEventListener(begins, () => player.bringForward(key));
    name.addEventListener(ends, () => player.bringForward(null));
  }
}

// The sentence on the rule of a walk; "" where there is none. A second walk of a rule has a number.
export function noteOn(label) {
  const {sentences = {}} = window[Symbol.for("optimizer-visualizer.explained")] ?? {};
  return sentences[label] ?? sentences[label.replace(/\s*\d+$/, "")] ?? "";
}

/**
 * @param {import("./player.js").Player} player
 * @param {any} walk
 * @param {boolean} company whether there are others
 */
export function nameOf(player, walk, company) {
  const {hidden, words, colors} = player, shown = !hidden.has(walk.key);
  const button = element("button", {
    type: "button", class: "ov-name", "aria-pressed": String(shown),
    title: fill(shown ? words["Hide {name}"] : words["Show {name}"], {name: walk.label}),
  }, [sampleOf(walk, colors), element("span", {text: walk.label})]);
  button.addEventListener("click", () => player.toggleWalk(walk.key));
  pointsAt(button, player, walk.key);
  const cell = element("th", {scope: "row"}, [button]);
  if (!company) return cell;
  const alone = shown && player.isAlone(walk.key);
  const only = element("button", {
    type: "button", class: "ov-only", text: words[alone ? "all" : "only"],
    title: alone ? words["Show all"] : fill(words["Show {name} alone"], {name: walk.label}),
  });
  only.addEventListener("click", () => player.showAlone(walk.key));
  cell.append(only);
  return cell;
}
