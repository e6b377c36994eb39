// Our files on their way to the page. This stands in the page's head, where it is the first thing
// that happens, and in whatever Streamlit mounts; all of them share one record.

export const FILES = (globalThis[Symbol.for("optimizer-visualizer.files")] ??= {coming: new Map()});
const PAUSES = [0, 600, 2400]; // ms before each attempt

// Streamlit's own script was found, behind whatever prefix and under whatever deep link; ours lie
// beside it.
function filesBase() {
  const given = globalThis.__streamlit?.BACKEND_BASE_URL; // where a host keeps page and server apart
  /** @type {HTMLScriptElement | null} */
  const own = document.querySelector("script[type=module][src*='static/js/']");
  const home = given ? new URL(given.replace(/\/*$/, "/"), document.baseURI)
    : own ? new URL("../../", own.src) : new URL(".", document.baseURI);
  return new URL("app/static/", home).href;
}

FILES.base ??= filesBase();

// Try a few times: a server that restarts is back in a moment.
export async function patiently(act) {
  let fault;
  for (const [attempt, pause] of PAUSES.entries()) {
    if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
    try {
      return await act(attempt);
    } catch (error) {
      fault = error;
    }
  }
  throw fault;
}

async function download(name, size, file) {
  const address = FILES.base + name;
  const response = await fetch(address, {priority: file.priority});
  const type = response.headers.get("content-type") ?? "";
  // A page that asks for a password is sent as if all were well.
  if (!response.ok || type.includes("html")) throw new Error(`${name}: ${response.status} ${type}`);
  const parts = [];
  let come = 0;
  if (!response.body) throw new Error(`${name}: no body`);
  for (const reader = response.body.getReader(); ;) {
    const {done, value} = await reader.read();
    if (done) break;
    parts.push(value);
    come += value.byteLength; // as it is when unpacked, which is what size counts, too
    file.share = Math.min(1, come / size);
    for (const tell of file.watchers) tell(file.share);
  }
  if (come < size) throw new Error(`${name}: ${come} of ${size} bytes`);
  // From its cache the browser takes it already compiled; some frames have no cache, and it is not
  // to come twice.
  const cached = await fetch(address, {cache: "only-if-cached", mode: "same-origin"}).catch(() => null);
  cached?.body?.cancel();
  return cached?.ok ? address : URL.createObjectURL(new Blob(parts, {type}));
}

// A file, downloaded once for all who ask for it: `done` promises an address from which to take it,
// `share` is the part that has come.
export function arriving(name, size, priority = "auto") {
  if (!FILES.coming.has(name)) {
    const file = {share: 0, watchers: new Set(), priority};
    FILES.coming.set(name, file);
    file.done = patiently(() => download(name, size, file));
    file.done.catch(() => FILES.coming.delete(name)); // who asks again, tries again
  }
  return FILES.coming.get(name);
}
