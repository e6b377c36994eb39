// Keys that drive a player: those pressed in it, and those pressed nowhere in particular.

/**
 * @param {import("./player.js").Player} player
 * @param {KeyboardEvent} event
 */
export function press(player, event) {
  const at = /** @type {Element} */ (event.target), inside = player.root.contains(at);
  if (!player.header || event.ctrlKey || event.metaKey || event.altKey || (!inside && at !== document.body)) return;
  const field = at.closest?.("select, input");
  const steps = {ArrowLeft: -1, ArrowRight: 1};
  if (event.key === " " && !at.closest?.("button, select")) player.clock.toggle();
  else if (event.key in steps && !field) player.clock.step(steps[event.key]);
  else if (event.key === "Home" && !field) player.clock.goTo(0);
  else if (event.key === "End" && !field) player.clock.goTo(player.steps);
  else if (/^p$/i.test(event.key) && !field) player.tools.toggle();
  else return;
  event.preventDefault();
}
