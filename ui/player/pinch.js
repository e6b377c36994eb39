// Two fingers on a map move and stretch what lies under them; one finger scrolls the page as ever.
//
// Touches and not pointers: a browser that has begun to scroll with the first finger cancels its
// pointer, and Plotly's drag cover takes the rest.

function fingersOn(graph, event) {
  const touches = [...event.touches].filter(({target}) => graph.contains(target));
  if (touches.length !== 2) return null;
  const [a, b] = touches;
  return {
    x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2,
    spread: Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY)),
  };
}

// Call begin() when two fingers are down, and move(factor, from, to) as they move: how much further
// apart they are than in the beginning, where their middle was and where it is, on the screen.
export function onPinch(graph, begin, move) {
  let from = null;
  graph.classList.add("ov-pinched");
  const hear = (name, act) => graph.addEventListener(name, act, {passive: false, capture: true});
  const own = (event) => {
    if (event.cancelable) event.preventDefault();
    event.stopPropagation();
  };
  hear("touchstart", (event) => {
    from = fingersOn(graph, event);
    if (!from) return;
    own(event);
    begin();
  });
  hear("touchmove", (event) => {
    const now = from && fingersOn(graph, event);
    if (!now) return;
    own(event);
    move(now.spread / from.spread, from, now);
  });
  for (const name of ["touchend", "touchcancel"]) hear(name, () => (from = null));
}

// Pinch the axes of a panel's graph: what was under the fingers stays under them.
export function pinchable(panel, graph) {
  let before = null;
  onPinch(graph, () => {
    const {xaxis, yaxis} = graph._fullLayout, box = graph.getBoundingClientRect();
    before = {box, x: [...xaxis.range], y: [...yaxis.range], xaxis, yaxis};
  }, (factor, from, to) => {
    const {box, xaxis, yaxis} = before;
    // Both borders, from the part of the axis that the middle of the fingers is at.
    const stretched = ([low, high], then, now) => {
      const width = (high - low) / factor, held = low + then * (high - low);
      return [held - now * width, held + (1 - now) * width];
    };
    const along = ({x}) => (x - box.left - xaxis._offset) / xaxis._length;
    const up = ({y}) => 1 - (y - box.top - yaxis._offset) / yaxis._length;
    const x = stretched(before.x, along(from), along(to)), y = stretched(before.y, up(from), up(to));
    panel.player.look(panel.viewFrom?.(x, y) ?? {x, y}, null);
  });
}
