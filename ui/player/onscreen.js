// Whether a part of the page is on the screen: while the film plays, nobody computes for what has been
// scrolled away. At rest everything is as it should be, for whoever reads it without seeing it.

export class OnScreen {
  /**
   * @param {any} player whose film it is
   * @param {Element} part
   * @param {() => void} appears called when the part comes to the screen
   */
  constructor(player, part, appears) {
    this.player = player;
    this.seen = true; // until the browser says otherwise
    const watch = new IntersectionObserver((entries) => {
      this.seen = entries[entries.length - 1].isIntersecting;
      if (this.seen) appears();
    });
    watch.observe(part);
    player.undo.push(() => watch.disconnect());
  }

  get wanted() {
    return this.seen || !this.player.clock.playing;
  }
}
