"""Packing for the wire: one JSON header and the arrays as they lie in memory.

4 bytes: length n of the header, little-endian
n bytes: the header, UTF-8; "arrays" maps a name to [type, offset, count]
the rest: the arrays, at their offsets, little-endian
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

import numpy as np

TYPES: dict[np.dtype[Any], str] = {
    np.dtype(np.float64): "f8",
    np.dtype(np.float32): "f4",
    np.dtype(np.uint16): "u2",
    np.dtype(np.int32): "i4",
}


def single(numbers: Any) -> np.ndarray:
    """As float32; what is too large for it becomes inf, which is not drawn."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(numbers, dtype=np.float64).astype(np.float32)


def pack(header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """One blob of a header and arrays of float64, float32, uint16 or int32.

    Raises:
        ValueError: The header holds inf or nan, which JSON has no words for.
    """
    table: dict[str, list[Any]] = {}
    parts: list[bytes] = []
    offset = 0
    for name, array in arrays.items():
        table[name] = [TYPES[array.dtype], offset, array.size]
        part = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes()
        parts.append(part)
        offset += len(part)
    sent = {**header, "arrays": table}
    if "words" in header:  # one that is called as it is said goes without saying: the browser knows
        sent["words"] = {name: said for name, said in header["words"].items() if said != name}
    text = json.dumps(sent, allow_nan=False, separators=(",", ":"), ensure_ascii=False)
    encoded = text.encode()
    return struct.pack("<I", len(encoded)) + encoded + b"".join(parts)


def unpack(blob: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """The header and the arrays of a blob: what the browser reads."""
    (length,) = struct.unpack_from("<I", blob)
    header = json.loads(blob[4 : 4 + length])
    kinds: dict[str, np.dtype[Any]] = {name: dtype for dtype, name in TYPES.items()}
    arrays = {
        name: np.frombuffer(blob, dtype=kinds[kind], count=count, offset=4 + length + offset)
        for name, (kind, offset, count) in header.pop("arrays").items()
    }
    return header, arrays


def with_header(blob: bytes, words: Mapping[str, str], **more: Any) -> bytes:
    """The same blob, in whose header more is said, and among whose words there are more."""
    header, arrays = unpack(blob)
    return pack({**header, **more, "words": {**header["words"], **words}}, arrays)
