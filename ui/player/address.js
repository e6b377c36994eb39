// The address bar, changed without a word to the server.

const inQuery = () => location.search.replace(/^\?/, "").split("&").filter(Boolean);

// The text is changed by hand, because URLSearchParams would escape our separators. Null takes a
// word away.
/**
 * @param {string} name
 * @param {string | number | null} value
 */
export function writeInLink(name, value) {
  if (!location.protocol.startsWith("http")) return;
  const wanted = value === null ? [] : [`${name}=${value}`];
  const parts = inQuery();
  const others = parts.filter((part) => !part.startsWith(`${name}=`));
  if (!parts.length || (wanted.length ? parts.includes(wanted[0]) : others.length === parts.length)) return;
  history.replaceState(history.state, "", `${location.pathname}?${[...others, ...wanted].join("&")}${location.hash}`);
}

// What a word of the address says; the last one counts.
/** @param {string} name */
export function saidInLink(name) {
  if (!location.protocol.startsWith("http")) return undefined;
  return new URLSearchParams(location.search).getAll(name).at(-1);
}
