// The address bar, changed without a word to the server.

// The text is changed by hand, because URLSearchParams would escape our separators.
export function writeInLink(name, value) {
  if (!location.protocol.startsWith("http")) return;
  const wanted = `${name}=${value}`;
  const parts = location.search.replace(/^\?/, "").split("&").filter(Boolean);
  if (!parts.length || parts.includes(wanted)) return;
  const others = parts.filter((part) => !part.startsWith(`${name}=`));
  history.replaceState(history.state, "", `${location.pathname}?${[...others, wanted].join("&")}${location.hash}`);
}
