// One theme for all pages. Streamlit keeps the visitor's under the path of the page that was opened, and
// would show a page that is opened by its own address in another one.

const OWN = "optimizer-visualizer.theme", FORM = /^"(System|Light|Dark)"$/;

export function shareTheme() {
  const here = `stActiveTheme-${location.pathname}-v2`;
  try {
    const chosen = localStorage.getItem(OWN);
    if (chosen && FORM.test(chosen)) localStorage.setItem(here, chosen);
    else localStorage.removeItem(OWN);
    addEventListener("pagehide", () => {
      const now = localStorage.getItem(here);
      if (now && FORM.test(now)) localStorage.setItem(OWN, now);
    });
  } catch {
    // A browser that keeps nothing has nothing to share.
  }
}
