// Places on the screen as places of the plane, to a fifth of a pixel.

// To as many digits as a pixel tells apart.
function rounded(value, {range, _length}) {
  const unit = Math.abs(range[1] - range[0]) / _length;
  return +value.toFixed(Math.min(12, Math.max(0, Math.ceil(-Math.log10(unit / 2.5)))));
}

// A place of a graph's plane.
/**
 * @param {any} graph
 * @param {number[]} place
 * @returns {[number, number]}
 */
export function roundedOn(graph, [x, y]) {
  const {xaxis, yaxis} = graph._fullLayout;
  return [rounded(x, xaxis), rounded(y, yaxis)];
}

// What lies under a place on the screen; null beside the graph, unless it is held there.
/** @returns {[number, number] | null} */
export function pointOn(graph, clientX, clientY, held = false) {
  const {xaxis, yaxis} = graph._fullLayout, box = graph.getBoundingClientRect();
  const px = clientX - box.left - xaxis._offset, py = clientY - box.top - yaxis._offset;
  if (!held && (px < 0 || py < 0 || px > xaxis._length || py > yaxis._length)) return null;
  const along = (at, {_length}) => Math.min(_length, Math.max(0, at));
  return roundedOn(graph, [xaxis.p2d(along(px, xaxis)), yaxis.p2d(along(py, yaxis))]);
}
