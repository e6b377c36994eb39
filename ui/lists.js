// Lists of the sidebar stay open when the sidebar scrolls.
//
// React-aria, of which Streamlit's lists are made, closes a list at any scrolling around it, so one
// that was opened while the sidebar still glided to a halt flashed and was gone
// (https://github.com/adobe/react-spectrum/issues/8434). Lists move with the sidebar's content, so
// there is no reason to close them.

(() => {
  const KEY = Symbol.for("optimizer-visualizer.lists");
  if (window[KEY]) return;
  window[KEY] = true;

  const OPEN = "[data-testid=stSidebar] [role=combobox][aria-expanded=true]";
  addEventListener("scroll", (event) => {
    const around = event.target instanceof Element && event.target.closest("[data-testid=stSidebar]");
    if (around && document.querySelector(OPEN)) event.stopImmediatePropagation();
  }, true);
})();
