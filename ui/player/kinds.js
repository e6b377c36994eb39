// Which player a payload asks for.

const KINDS = {rates: RatesPlayer};

export function playerFor(bytes, parent) {
  return new (KINDS[unpack(bytes).header.kind] ?? Player)(parent, null);
}
