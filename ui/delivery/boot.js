const {BACKEND_BASE_URL: given} = globalThis.__streamlit ?? {};
const own = () => /** @type {HTMLScriptElement} */ (document.querySelector("script[type=module][src*='static/js/']"));
const home = () => given?.replace(/\/*$/, "/") ?? new URL("../../", own().src);
const base = globalThis[Symbol.for("optimizer-visualizer.files")]?.base ?? new URL("app/static/", home()).href;
const mount = globalThis[Symbol.for("optimizer-visualizer.mounts")]?.[LOADER] ?? (await import(base + LOADER)).default;
export default mount(SET);
