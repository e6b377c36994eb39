"""A text cut into rows and cells, whatever stands between them."""

from __future__ import annotations

import re

from engine import RefusedError

SHOWN = 40  # characters of a line that was refused

NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
NO_NUMBER = r"[-+]?(?:nan|inf|infinity)"
TOKEN = re.compile(rf"^(?:{NUMBER}|{NO_NUMBER})$", re.IGNORECASE)
GROUP = re.compile(r"[\[({]([^\[\](){}]*)[\])}]")
WRAPPED = re.compile(r"\b(?:np\.|numpy\.)?(?:float|int)\d*\(([^()]*)\)")
CALLED = re.compile(r"\b(?:np\.|numpy\.|torch\.|jnp\.)?(?:array|tensor|asarray|Array)\s*(?=\()")
OPTIONS = re.compile(r",?\s*\b(?:dtype|requires_grad|device|grad_fn)\s*=\s*[^,)\s]+(?:\(\))?")
LABEL = re.compile(r"([A-Za-zθ_][\wθ]*)\s*[=:]\s*(?=[-+.\d])")
DECIMAL_COMMA = re.compile(r"^[-+]?\d+,\d+(?:[eE][-+]?\d+)?$")


def rows_of(text: str) -> tuple[list[str], list[list[str]]]:
    """The head, empty if there is none, and the rows of numbers as they were printed."""
    text = text.replace("−", "-").replace("\ufeff", "").replace("\u00a0", " ")
    text = OPTIONS.sub("", CALLED.sub("", text))
    text = WRAPPED.sub(r" \1 ", text)
    groups = [_tokens(group) for group in GROUP.findall(text)]
    groups = [group for group in groups if group and all(map(TOKEN.match, group))]
    lengths = {len(group) for group in groups}
    if len(groups) in (2, 3) and len(lengths) == 1 and min(lengths) > len(groups):
        return [], [list(row) for row in zip(*groups, strict=True)]
    lines = [_line(line) for line in re.split(r"[\r\n]+", text)]
    lines = [line for line in lines if line[1]]
    if groups and (len(lines) == 1 or len(groups) > len(lines)) and lengths <= {2, 3, 4}:
        return [], groups
    head: list[str] = []
    rows = []
    for labels, tokens in lines:
        if all(map(TOKEN.match, tokens)):
            rows.append(tokens)
            head = head or labels
        elif not rows and not head:
            head = [token.lower() for token in tokens]
        else:
            raise RefusedError(
                "Row {row} is no row of numbers: {given}",
                row=len(rows) + 1,
                given=" ".join(tokens)[:SHOWN],
            )
    return head, rows


def _line(line: str) -> tuple[list[str], list[str]]:
    """The labels of a line like ``step 3: x=0.5, y=2``, and its numbers."""
    labels = [label.lower() for label in LABEL.findall(line)]
    counted = re.match(r"\s*([A-Za-z]+)\s+(\d+)\s*[:,|]", line)
    if counted and labels:
        line = f"{counted.group(2)} {line[counted.end() :]}"
        labels = [counted.group(1).lower(), *(one for one in labels if one != counted.group(1))]
    if labels:
        line = LABEL.sub(" ", line)
    return labels, _tokens(re.sub(r"[\[\](){}]", " ", line))


def _tokens(line: str) -> list[str]:
    """The cells of a line."""
    line = line.strip()
    for separator in (";", "\t"):
        if separator in line:
            cells = [cell.strip().strip("\"'") for cell in line.split(separator)]
            return [c.replace(",", ".") if DECIMAL_COMMA.match(c) else c for c in cells if c]
    return [cell.strip("\"'|:") for cell in re.split(r"[,\s]+", line) if cell.strip("\"'|:")]
