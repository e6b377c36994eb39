// What the graphs of all panels have in common.

export const MARGIN = {l: 44, r: 8, t: 8, b: 36};
export const STANDOFF = 4; // px from ticks to a title; only where it is set again does a zoom move the title
export const CONFIG = {displayModeBar: false, doubleClick: false, showTips: false, responsive: false};
export const STILL = {displayModeBar: false, staticPlot: true, responsive: false};
