const {BACKEND_BASE_URL: given} = globalThis.__streamlit ?? {};
const home = () => given?.replace(/\/*$/, "/") ?? new URL("../../", document.querySelector("script[type=module][src*='static/js/']").src);
const base = globalThis[Symbol.for("optimizer-visualizer.files")]?.base ?? new URL("app/static/", home()).href;
const mount = globalThis[Symbol.for("optimizer-visualizer.mounts")]?.[LOADER] ?? (await import(base + LOADER)).default;
export default mount(SET);
