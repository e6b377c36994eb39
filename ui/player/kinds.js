// Which player a payload asks for.

const KINDS = {rates: RatesPlayer, anatomy: AnatomyPlayer};

export function playerFor(bytes, parent) {
  return new (KINDS[unpack(bytes).header.kind] ?? Player)(parent, null);
}
