// What is taken away of a player: pictures of its map and its chart, and a film.

import {Film} from "./film.js";
import {pictureAs, pictureOf} from "./picture.js";
import {ShareMenu} from "./share.js";

export class WalksShare extends ShareMenu {
  /** @type {HTMLElement} */ film;
  /** @type {Film | null} */ filming = null;

  /**
   * @param {import("./player.js").Player} player
   * @param {HTMLElement} opener
   */
  constructor(player, opener) {
    super(player, opener);
    this.walked = player;
  }

  parts() {
    const {words} = this.player;
    return {both: words["Map and chart"], map: words["Map alone"], chart: words["Chart alone"]};
  }

  make(wanted) {
    return pictureAs(this.walked, wanted, pictureOf);
  }

  more(button) {
    if (!Film.possible()) return [];
    this.film = button(this.player.words["Film (WebM)"], () => this.record());
    return [this.film];
  }

  async record() {
    const {words} = this.player;
    if (this.filming) {
      this.filming.stop();
      return;
    }
    this.filming = new Film(this.walked, this.large.checked);
    this.film.textContent = words["Stop and save the film"];
    this.tell(words["Filming: the walks are played once, from their start."]);
    try {
      this.save(await this.filming.record(), "webm");
      this.tell(words["The film is saved."]);
    } catch (error) {
      reportError(error);
      this.tell(words["The film could not be made."]);
    } finally {
      this.filming = null;
      this.film.textContent = words["Film (WebM)"];
    }
  }
}
