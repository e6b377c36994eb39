"""Accessibility as a browser sees it: axe's findings, and what a screen reader is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe

OPTIONS = {
    "resultTypes": ["violations"],
    # All of WCAG 2.2 AA, the best practices, and of the experimental rules the one on names.
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"label-content-name-mismatch": {"enabled": True}, "target-size": {"enabled": True}},
}

# What the colours decide: the rest is as it was in others.
CONTRAST = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
}


@dataclass(frozen=True)
class Known:
    """What axe finds in Streamlit's own chrome, where no code of ours can mend it.

    Attributes:
        rule: Axe's.
        selector: What matches the elements, and none of ours.
        page: Where it is seen; on that page it must be seen, or the entry has to go.
        looks: With which windows.
        reason: Why it stands here.
    """

    rule: str
    selector: str
    page: str
    looks: tuple[str, ...]
    reason: str


PLATFORM: tuple[Known, ...] = (
    Known(
        "color-contrast",
        "[data-testid=stSlider] *",
        "compare",
        ("light", "dark"),  # on a phone the settings are closed
        "a slider that is disabled; WCAG 1.4.3 asks for no contrast there, and Streamlit fades it",
    ),
    Known(
        "presentation-role-conflict",
        "[data-testid=stFileUploaderDropzone]",
        "check",
        ("light", "phone"),  # in the dark colours alone are judged
        "the place for a file has no role and a label; Streamlit makes it so",
    ),
)


def findings(
    page: Any, within: str | None = None, options: Mapping[str, Any] = OPTIONS
) -> list[tuple[str, str, str]]:
    """Rule, selector and markup of everything that axe objects to."""
    report = Axe().run(page, context=within, options=dict(options)).response
    return [
        (violation["id"], node["target"][0], node["html"][:160])
        for violation in report["violations"]
        for node in violation["nodes"]
    ]


def ours(
    page: Any,
    where: str,
    look: str,
    seen: set[Known],
    options: Mapping[str, Any] = OPTIONS,
) -> list[tuple[str, str, str]]:
    """The findings that are not the platform's; what is known is added to ``seen``."""
    rest = []
    for rule, target, markup in findings(page, options=options):
        known = [
            entry
            for entry in PLATFORM
            if (entry.rule, entry.page) == (rule, where)
            and look in entry.looks
            and page.locator(target).first.evaluate("(e, s) => e.matches(s)", entry.selector)
        ]
        seen.update(known)
        if not known:
            rest.append((rule, target, markup))
    return rest


def expected(where: str, look: str) -> set[Known]:
    """What has to be found there, so that the list holds nothing that is mended."""
    return {entry for entry in PLATFORM if entry.page == where and look in entry.looks}


# Colour directives, emphasis, code, formulas and links of Markdown and LaTeX. Behind a name or a
# bracket two stars are Python's power.
MARKUP = re.compile(r":[a-z-]+\[|(?<![\w)])\*\*|__|`|\$|\\[A-Za-z]|\]\(|<\w+>|⟦|\{\w+\}")


@dataclass(frozen=True)
class Node:
    """What a screen reader says of one thing: role, name, description, level of a heading."""

    role: str
    name: str
    description: str
    level: int


def heard(page: Any) -> list[Node]:
    """The browser's own accessibility tree, in the order of reading."""
    session = page.context.new_cdp_session(page)
    try:
        raw = session.send("Accessibility.getFullAXTree")["nodes"]
    finally:
        session.detach()
    by_id = {node["nodeId"]: node for node in raw}
    found: list[Node] = []

    def visit(node: dict[str, Any]) -> None:
        if not node.get("ignored"):
            role, name, said = (
                str(node.get(key, {}).get("value", "")) for key in ("role", "name", "description")
            )
            facts = {
                fact["name"]: fact["value"].get("value") for fact in node.get("properties", ())
            }
            found.append(Node(role, name, said, int(facts.get("level") or 0)))
        for child in node.get("childIds", ()):
            if child in by_id:
                visit(by_id[child])

    visit(raw[0])
    return found
