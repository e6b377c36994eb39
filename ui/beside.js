// What a page can do without until its picture is there: the look of its menu, and what the browser is
// to do otherwise for who uses it. Streamlit would send both with every visit; files it keeps.

import {FILES, patiently} from "./delivery/arrive.js";

/**
 * @param {string} style the name of a style sheet
 * @param {string} script the name of a module with a function `begin`
 */
export function fetchBeside(style, script) {
  if (!document.querySelector(`link[href$="${style}"]`)) {
    document.head.append(Object.assign(document.createElement("link"), {rel: "stylesheet", href: FILES.base + style}));
  }
  patiently((attempt) => import(FILES.base + script + (attempt ? `?${Date.now()}` : "")))
    .then(({begin}) => begin())
    .catch((error) => console.warn(`${script} did not come`, error)); // all that is needed is there
}
