// The browser's history: one press on back leads to the page before, or to the settings before.
//
// When a page is opened, Streamlit pushes its bare address, and the page's link as soon as the
// server has it: two entries, of which the first is filled again as soon as it is gone back to.
// And where the browser is busy, the link comes before the address, so that for a moment the page
// that is left holds the link of the next one. Here every link is given to its own page.

(() => {
  const KEY = Symbol.for("optimizer-visualizer.history");
  if (history[KEY]) return;
  history[KEY] = true;

  // By the last part of a page's address, the words that are always in its link.
  /** @type {any} */
  const LINKS = "%LINKS%";
  // What a server that was just started calls the first page until it has looked into the house.
  const FIRST = "/%FIRST%";

  // Some links hold all the words of another page's, and more.
  function isOwnLink({pathname, search}) {
    const said = new Set(new URLSearchParams(search).keys());
    const all = Object.values(LINKS).filter((words) => words.every((word) => said.has(word)));
    const own = LINKS[pathname.split("/").at(-1)] ?? LINKS[""];
    return all.includes(own) && all.every((words) => words.length <= own.length);
  }

  const push = history.pushState, replace = history.replaceState;
  // Whether the page has been denied a link, since Streamlit is about to leave it; and a link that
  // it was given nevertheless, which may be the next page's.
  let leaving = false, doubtful = null;

  function openPage(next, entry) {
    if (doubtful === location.href && next.search === location.search) replace.apply(history, entry);
    else push.apply(history, entry);
    [leaving, doubtful] = [false, null];
  }

  function giveLink(next, entry) {
    if (!isOwnLink(next)) {
      leaving = true;
    } else if (!isOwnLink(location)) {
      // Nothing is lost: without a link of its own, no settings were kept here.
      replace.apply(history, entry);
    } else {
      push.apply(history, entry);
      [leaving, doubtful] = [false, leaving ? location.href : null];
    }
  }

  history.pushState = (state, unused, url) => {
    const next = new URL(url ?? "", location.href);
    if (location.pathname.endsWith("/") && next.pathname === location.pathname.slice(0, -1) + FIRST) return;
    (next.pathname === location.pathname ? giveLink : openPage)(next, [state, unused, url]);
  };
  // After a press on back Streamlit replaces; two quick presses, and it would be another's again.
  history.replaceState = (state, unused, url) => {
    const next = new URL(url ?? "", location.href);
    const isForeign = next.pathname === location.pathname && isOwnLink(location) && !isOwnLink(next);
    if (!isForeign) replace.call(history, state, unused, url);
  };
  addEventListener("popstate", () => { [leaving, doubtful] = [false, null]; });
})();
