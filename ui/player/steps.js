// The steps of walks as dots on their lines, where there is room for them: a walk that leaves in
// four steps is then seen to take four.

const ROOM = 16; // px that a step must be away from its neighbours, and from every dot before it
const MOST = 240; // dots on a map, which a frame draws anew
export const DOT = 5; // px

export function dotsTrace(groups, colors) {
  return groups.length ? {
    type: "scatter", mode: "markers", x: [], y: [],
    marker: {size: DOT, symbol: "circle", color: [], line: {color: colors.card, width: 0.8}},
  } : null;
}

// The dots of all groups up to a position, as far as they are in sight; `px` are the pixels per unit
// of either axis.
export function dotsAt(groups, from, position, px, view) {
  const inSight = (value, [low, high]) => value >= low && value <= high;
  const x = [], y = [], color = [];
  const most = Math.floor(MOST / Math.max(1, groups.reduce((sum, {members}) => sum + members.length, 0)));
  for (const group of groups) {
    for (const walk of group.members) {
      for (const k of dotted(walk, px, most)) {
        if (k < from || k > position || !inSight(walk.x[k], view.x) || !inSight(walk.y[k], view.y)) continue;
        x.push(walk.x[k]);
        y.push(walk.y[k]);
        color.push(group.color);
      }
    }
  }
  // Plotly leaves the dot of a trace without places where it was.
  if (!x.length) return {x: [null], y: [null], marker: {color: ["rgba(0,0,0,0)"]}};
  return {x, y, marker: {color}};
}

// The steps of a walk that have a dot at this scale. Asked for again only where the walk, which a
// rate may have bent, or the scale is another.
export function dotted(walk, px, most) {
  const {x, last} = walk, known = walk.dots;
  if (known && known.x === x && known.bentTo === walk.bentTo && known.px.x === px.x && known.px.y === px.y && known.most === most) {
    return known.places;
  }
  const way = (k, l) => Math.hypot((x[k] - x[l]) * px.x, (walk.y[k] - walk.y[l]) * px.y);
  const places = [];
  const cells = new Set(); // squares with a dot
  for (let k = 1; k <= last && places.length < most; k++) {
    if (!(way(k, k - 1) >= ROOM) || (k < last && !(way(k + 1, k) >= ROOM))) continue;
    const across = Math.floor((x[k] * px.x) / ROOM), up = Math.floor((walk.y[k] * px.y) / ROOM);
    if (cells.has(`${across}/${up}`)) continue;
    cells.add(`${across}/${up}`);
    places.push(k);
  }
  walk.dots = {x, bentTo: walk.bentTo, px: {...px}, most, places};
  return places;
}
