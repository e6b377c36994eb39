// What takes the picture elsewhere: a menu to share it, and the button for a projector.

import {Fill, wholePage} from "./fill.js";
import {WalksShare} from "./sharewalks.js";
import {element, icon} from "./theme.js";

const SHARE = "M4 12 V20 H20 V12 M12 15 V3 M7 8 L12 3 L17 8";
const PRESENT = "M3 4 H21 V16 H3 Z M12 16 V20 M8 20 H16";

export class Tools {
  /** @param {import("./player.js").Player} player */
  constructor(player) {
    this.player = player;
    const {words} = player;
    const button = (name, path, title) => element("button", {type: "button", class: `ov-button ov-${name}`, title}, [
      icon(path), element("span", {text: words[name === "share" ? "Share" : "Present"]}),
    ]);
    this.share = button("share", SHARE, words["The link, pictures, a film"]);
    this.menu = new WalksShare(player, this.share);
    this.present = button("present", PRESENT, words["Large, and alone on the screen (P)"]);
    this.present.setAttribute("aria-pressed", "false");
    this.present.addEventListener("click", () => this.toggle());
    this.fill = new Fill(player);
    this.root = element("div", {class: "ov-tools"}, [this.share, this.menu.root, this.present]);
    if (this.fill.embedded) {
      const whole = element("a", {class: "ov-whole-page", target: "_blank", rel: "noopener", text: words["Open the whole page"]});
      // It says where it leads when it is used: until then the view goes on changing.
      for (const name of ["pointerdown", "focus", "mouseenter"]) {
        whole.addEventListener(name, () => (whole.href = wholePage()));
      }
      whole.href = wholePage();
      this.root.prepend(whole);
    }
  }

  toggle() {
    this.menu.close();
    this.fill.present(!this.fill.presenting);
    this.present.setAttribute("aria-pressed", String(this.fill.presenting));
  }
}
