// The menu that takes away what is seen: its link, a picture of it, a film, or the code that embeds it.

import {wholePage} from "./fill.js";
import {element, fill} from "./theme.js";

const FRAME = {width: 700, height: 500}; // of the code that embeds it

// After its subject, in letters that every system takes.
function fileName({words}) {
  const stem = (words.subject ?? "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return `${stem || "walks"}-picture`;
}

export class ShareMenu {
  /** @type {HTMLInputElement} */ large;
  /** @type {HTMLTextAreaElement} */ code;

  /**
   * @param {import("./types.js").Shared} player
   * @param {HTMLElement} opener
   */
  constructor(player, opener) {
    this.player = player;
    this.opener = opener;
    this.root = element("div", {class: "ov-menu", role: "group", "aria-label": player.words["Share"], hidden: ""});
    this.state = element("p", {role: "status"});
    opener.setAttribute("aria-expanded", "false");
    opener.addEventListener("click", () => (this.root.hidden ? this.open() : this.close()));
    player.on(document, "pointerdown", (event) => {
      if (!this.root.hidden && !this.root.contains(event.target) && !opener.contains(event.target)) this.close();
    }, true);
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        this.close();
        opener.focus();
      }
      event.stopPropagation();
    });
  }

  open() {
    if (!this.root.childElementCount) this.build();
    this.tell("");
    this.root.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    this.root.querySelector("button")?.focus();
  }

  close() {
    this.root.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
  }

  tell(sentence) {
    this.state.textContent = sentence;
  }

  build() {
    const {player} = this, {words} = player;
    const online = Boolean(player.send); // a saved page has neither an address nor a frame to offer
    const button = (text, act, label = text) => {
      const made = element("button", {type: "button", class: "ov-button", text, "aria-label": label});
      made.addEventListener("click", act);
      return made;
    };
    if (online) this.root.append(button(words["Copy link"], () => this.copyLink()));
    for (const [part, name] of Object.entries(this.parts())) {
      this.root.append(element("div", {class: "ov-row"}, [
        element("span", {text: name}),
        ...["PNG", "SVG"].map((form) => button(form, () => this.picture(part, form),
          fill(words["Picture of {what} as {form}"], {what: name, form}))),
      ]));
    }
    this.large = element("input", {type: "checkbox"});
    this.root.append(element("label", {}, [this.large, words["Large type in the picture"]]));
    this.root.append(...this.more(button));
    if (online) {
      this.code = element("textarea", {readonly: "", hidden: "", "aria-label": words["Code that embeds it"], spellcheck: "false"});
      this.root.append(button(words["Copy the code that embeds it"], () => this.copyCode()), this.code);
    }
    this.root.append(this.state);
  }

  // What there can be a picture of.
  /** @returns {Record<string, string>} */
  parts() {
    return {};
  }

  // The picture itself.
  /**
   * @param {{part: string, form: string, large: boolean}} _wanted
   * @returns {Promise<Blob>}
   */
  make(_wanted) {
    throw new Error("nothing is drawn here");
  }

  // What else there is to take.
  /**
   * @param {(text: string, act: () => void) => HTMLElement} _button
   * @returns {HTMLElement[]}
   */
  more(_button) {
    return [];
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false; // not every page may write there
    }
  }

  async copyLink() {
    const {player} = this;
    player.linked?.write();
    await this.offer(wholePage(), player.words["The link is copied: it opens exactly this view."]);
  }

  async copyCode() {
    const {player} = this;
    player.linked?.write();
    const address = wholePage(), title = document.title.replace(/[&"<]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const embedded = `${address}${address.includes("?") ? "&" : "?"}embed=true`.replace(/&/g, "&amp;");
    await this.offer(
      `<iframe src="${embedded}" width="${FRAME.width}" height="${FRAME.height}" title="${title}" allow="fullscreen"></iframe>`,
      player.words["The code is copied: it shows the player alone in another page."],
    );
  }

  // Copy it, and show it where it cannot be copied.
  async offer(text, done) {
    const copied = await this.copy(text);
    this.code.hidden = copied && !text.startsWith("<");
    this.code.value = text;
    this.tell(copied ? done : this.player.words["The browser does not let it be copied; here it is."]);
    if (!copied) this.code.select();
  }

  async picture(part, form) {
    const {player} = this, {words} = player;
    try {
      const blob = await this.make({part, form, large: this.large.checked});
      this.save(blob, form.toLowerCase());
      this.tell(words["The picture is saved."]);
    } catch (error) {
      reportError(error);
      this.tell(words["The picture could not be made."]);
    }
  }

  save(blob, ending) {
    const address = URL.createObjectURL(blob);
    element("a", {href: address, download: `${fileName(this.player)}.${ending}`}).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}
