// What Streamlit mounts. It is sent with every change, so it only fetches the player itself,
// which the browser keeps; the names in capitals are filled in by the server.

const SCRIPT = "%SCRIPT%", STYLE = "%STYLE%", PLOTLY = "%PLOTLY%";

// The page's base, e.g. "" or "/lab": Streamlit serves our files below it.
const BASE = new URL("%BASE%/app/static/", document.location.origin).href;

function once(name, make) {
  const key = Symbol.for(`optimizer-visualizer.${name}`);
  return (globalThis[key] ??= make());
}

function addElement(tag, attributes) {
  return new Promise((resolve, reject) => {
    const made = Object.assign(document.createElement(tag), attributes);
    made.onload = resolve;
    made.onerror = () => reject(new Error(`${attributes.src ?? attributes.href} did not load`));
    document.head.append(made);
  });
}

function script() {
  return once(SCRIPT, () => import(BASE + SCRIPT));
}

function everything() {
  return once(`ready.${SCRIPT}`, () => Promise.all([
    script(),
    addElement("link", {rel: "stylesheet", href: BASE + STYLE}),
    // Never two Plotlys on one page: the second costs more than a second.
    globalThis.Plotly ? null : addElement("script", {src: BASE + PLOTLY}),
  ]));
}

const players = once("players", () => new WeakMap());

export default function ({data, parentElement, setTriggerValue}) {
  if (!data || !data.byteLength) return undefined;
  const bytes = new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength).slice();
  if ("%ROLE%" === "ground") {
    script().then(({receiveGround}) => receiveGround(bytes, (part) => setTriggerValue("part", part)));
    return undefined;
  }
  const entry = players.get(parentElement) ?? {chain: Promise.resolve(), removed: false};
  players.set(parentElement, entry);
  entry.newest = bytes;
  entry.chain = entry.chain.then(async () => {
    const [{playerFor}] = await everything();
    // A newer change has come meanwhile: it will be drawn, this one need not be.
    if (entry.removed || entry.newest !== bytes) return;
    if (!entry.player) {
      parentElement.querySelector(".ov-wait")?.remove();
      const holder = document.createElement("div");
      holder.className = "ov-holder";
      parentElement.append(holder);
      entry.player = playerFor(bytes, holder);
    }
    entry.player.send = (name, value) => setTriggerValue(name, value);
    await entry.player.receive(bytes);
  });
  return () => {
    entry.removed = true;
    entry.player?.remove();
    players.delete(parentElement);
  };
}
