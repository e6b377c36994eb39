// What Streamlit mounts, as a function of SET (mount.py). It fetches the component itself, which the
// browser keeps.

import {arriving, FILES, patiently} from "./arrive.js";

const {SCRIPT, STYLE, PLOTLY, SIZE, ROLE, WORDS} = SET;

function shared(name, make) {
  return (globalThis[Symbol.for(`optimizer-visualizer.${name}`)] ??= make());
}

// The same, of a promise; one that is broken is made anew for whoever asks next.
function lasting(name, make) {
  const key = Symbol.for(`optimizer-visualizer.${name}`);
  if (!globalThis[key]) {
    globalThis[key] = make();
    globalThis[key].catch(() => delete globalThis[key]);
  }
  return globalThis[key];
}

// A plain error with the file's name: what is shared is made by one loader and caught by another.
function missing(file, cause) {
  return Object.assign(new Error(`${file} did not come`, {cause}), {file});
}

function addElement(file, tag, attributes) {
  return patiently(() => new Promise((resolve, reject) => {
    const made = Object.assign(document.createElement(tag), attributes);
    made.onload = resolve;
    made.onerror = () => {
      made.remove();
      reject(missing(file));
    };
    document.head.append(made);
  }));
}

// A module whose fetch has failed is not always asked for again under the same address.
function script() {
  return lasting(SCRIPT, () => patiently(async (attempt) => {
    try {
      return await import(FILES.base + SCRIPT + (attempt ? `?${Date.now()}` : ""));
    } catch (error) {
      throw missing(SCRIPT, error);
    }
  }));
}

function style() {
  if (!STYLE) return null;
  return lasting(STYLE, () => addElement(STYLE, "link", {rel: "stylesheet", href: FILES.base + STYLE}));
}

// Never two Plotlys on one page: the second costs more than a second.
function plotly() {
  if (globalThis.Plotly) return null;
  return lasting(PLOTLY, async () => {
    const src = await arriving(PLOTLY, SIZE).done.catch((error) => {
      throw missing(PLOTLY, error);
    });
    await addElement(PLOTLY, "script", {src});
    if (src.startsWith("blob:")) URL.revokeObjectURL(src);
  });
}

const grounds = shared(`waiting.${SCRIPT}`, () => []);

// Grounds that came before the script, or while it could not be had.
async function handGrounds() {
  const {receiveGround} = await script();
  for (const {bytes, ask} of grounds.splice(0)) receiveGround(bytes, ask);
}

async function everything() {
  const [made] = await Promise.all([script(), style(), plotly()]);
  if (grounds.length) await handGrounds();
  return made;
}

function showShare(place) {
  const bar = place?.querySelector("progress"), file = !globalThis.Plotly && FILES.coming.get(PLOTLY);
  if (!bar || !file) return () => {};
  const tell = (share) => {
    if (share < 1) bar.value = share;
    else bar.removeAttribute("value");
  };
  tell(file.share);
  file.watchers.add(tell);
  return () => file.watchers.delete(tell);
}

// In the picture's place: what is missing, and what to do about it.
function confess(place, error) {
  const reload = Object.assign(document.createElement("button"), {type: "button", textContent: WORDS.reload});
  reload.addEventListener("click", () => location.reload());
  const sentence = Object.assign(document.createElement("p"), {textContent: WORDS.failed.replace("{file}", error.file)});
  sentence.setAttribute("role", "alert");
  place.classList.add("ov-failed");
  place.replaceChildren(sentence, reload);
}

const players = shared("players", () => new WeakMap());

async function draw(entry, bytes, parentElement, setTriggerValue) {
  const loaded = everything();
  const place = parentElement.querySelector(".ov-wait"), forget = showShare(place);
  try {
    await loaded;
  } catch (error) {
    if (place && error.file) confess(place, error);
    throw error;
  } finally {
    forget();
  }
  const {playerFor} = await loaded;
  // A newer change has come meanwhile: it will be drawn, this one need not be.
  if (entry.removed || entry.newest !== bytes) return;
  const language = document.documentElement.lang;
  if (!entry.player || entry.language !== language) {
    // Most of its words a player says once, when it is made: in another language it is made anew,
    // and what of the look at it stands in no link is handed over.
    const clock = entry.player?.clock, before = entry.player ? entry.holder : place;
    const stood = clock ? {position: clock.position, playing: clock.playing} : null;
    const holder = document.createElement("div");
    holder.className = "ov-holder";
    // It is as high as what it takes the place of until there is something in it.
    holder.style.minHeight = `${before?.offsetHeight ?? 0}px`;
    entry.player?.remove();
    before?.remove();
    place?.remove(); // it has come again with the other language
    parentElement.append(holder);
    Object.assign(entry, {player: playerFor(bytes, holder), holder, language});
    entry.settle = () => {
      holder.style.removeProperty("min-height");
      entry.settle = () => {};
      if (!stood) return;
      entry.player.clock.jump(stood.position);
      if (stood.playing) entry.player.clock.play();
    };
  }
  entry.player.send = (name, value) => setTriggerValue(name, value);
  await entry.player.receive(bytes);
  entry.settle();
}

export default function ({data, parentElement, setTriggerValue}) {
  if (!data || !data.byteLength) return undefined;
  const bytes = new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength).slice();
  if (ROLE === "ground") {
    grounds.push({bytes, ask: (part) => setTriggerValue("part", part)});
    handGrounds().catch(() => {}); // the player on it says so
    return undefined;
  }
  const entry = players.get(parentElement) ?? {chain: Promise.resolve(), removed: false};
  players.set(parentElement, entry);
  entry.newest = bytes;
  // A fault is told, and the next change is drawn all the same.
  entry.chain = entry.chain.then(() => draw(entry, bytes, parentElement, setTriggerValue)).catch(reportError);
  return () => {
    entry.removed = true;
    entry.player?.remove();
    players.delete(parentElement);
  };
}
