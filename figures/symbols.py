"""Symbols as MathML and as letters: of a rule's settings, of its state, of places and steps.

MathML Core, W3C, 2024. https://www.w3.org/TR/mathml-core/
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon varepsilon eta theta kappa lambda mu nu pi rho sigma tau "
        "phi psi omega Delta Pi Sigma infty min max nabla".split(),
        "α β γ δ ϵ ε η θ κ λ μ ν π ρ σ τ ϕ ψ ω Δ Π Σ ∞ min max ∇".split(),
        strict=True,
    )
)
ACCENTS = {"hat": "^", "bar": "¯", "tilde": "~"}
THETA = "theta"
TOKENS = re.compile(r"\\([A-Za-z]+)|([_^])|(\{)|(\})|([A-Za-z0-9+\-−'])|\s+|\\[,;!]")


def symbol(latex: str, index: str = "") -> str:
    r"""MathML of a single symbol such as ``\hat m`` or ``\beta_1``; it may take an index."""
    tokens = [match for match in TOKENS.finditer(latex) if match.group().strip()]
    made, rest = _scripted(tokens)
    while rest:
        more, rest = _scripted(rest)
        made += more
    if index and not made.startswith("<msub>") and "<mtext>" not in made:
        return f"<msub><mrow>{made}</mrow><mrow>{_index(index)}</mrow></msub>"
    return made


def _index(text: str) -> str:
    return "<mi>t</mi>" if text == "t" else "<mi>t</mi><mo>−</mo><mn>1</mn>"


def _scripted(tokens: Sequence[re.Match[str]]) -> tuple[str, Sequence[re.Match[str]]]:
    base, tokens = _atom(tokens)
    while tokens and tokens[0][2]:
        kind = "msub" if tokens[0][2] == "_" else "msup"
        script, tokens = _atom(tokens[1:])
        base = f"<{kind}><mrow>{base}</mrow><mrow>{script}</mrow></{kind}>"
    return base, tokens


def _atom(tokens: Sequence[re.Match[str]]) -> tuple[str, Sequence[re.Match[str]]]:
    first, rest = tokens[0], tokens[1:]
    command = first[1]
    if command in ACCENTS:
        base, rest = _atom(rest)
        return (
            f"<mover><mrow>{base}</mrow><mo stretchy='false'>{ACCENTS[command]}</mo></mover>",
            rest,
        )
    if command in ("text", "mathrm", "operatorname"):
        end = next(i for i, token in enumerate(rest) if token[4])
        return f"<mtext>{''.join(token[0] for token in rest[1:end])}</mtext>", rest[end + 1 :]
    if command:
        return f"<mi>{GREEK[command]}</mi>", rest
    if first[3]:
        inside = ""
        while not rest[0][4]:
            part, rest = _scripted(rest)
            inside += part
        return inside, rest[1:]
    tag = "mi" if first[0].isalpha() else "mn" if first[0].isdigit() else "mo"
    return f"<{tag}>{first[0]}</{tag}>", rest


def plain_symbol(name: str, rule: Any) -> str:
    """The symbol in letters only, for where no formula can stand: m̂, ∇f, Δθ."""
    known = {"grad": "∇f", "delta": "Δθ"}
    latex = rule.symbols.get(name) or _latex(name)
    for accent, mark in (("hat", "\u0302"), ("bar", "\u0304"), ("tilde", "\u0303")):
        latex = re.sub(rf"\\{accent}\s*(\\?[A-Za-z]+)", rf"\1{mark}", latex)
    latex = re.sub(r"\\text\{(.*?)\}", r"\1", latex)
    return known.get(name) or re.sub(r"\\([A-Za-z]+)", lambda m: GREEK.get(m[1], m[1]), latex)


def symbol_of(name: str, rule: Any, index: str = "t") -> str:
    """MathML of a variable or a number of a rule's state; ``index`` is ``"t"`` or ``"t-1"``."""
    if name in ("t", "grad", "delta", THETA):
        theta, moved = symbol(r"\theta"), symbol(r"\theta", "t")
        return {
            "t": "<mi>t</mi>" if index == "t" else "<mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow>",
            "grad": "<mrow><mo>∇</mo><mi>f</mi></mrow>",
            "delta": f"<mrow><mi>Δ</mi>{moved}</mrow>",
            THETA: f"<msub>{theta}<mrow>{_index('t-1')}</mrow></msub>",
        }[name]
    plain = name.rstrip("'").split(".")[-1]
    return symbol(rule.symbols.get(plain) or _latex(plain), index) + (
        f"<mo>{'′' * name.count(chr(39))}</mo>" if name.endswith("'") else ""
    )


def _latex(name: str) -> str:
    r"""``m_hat`` → ``\hat m``, ``rho`` → ``\rho``, ``spread`` → ``\text{spread}``."""
    base, *more = name.split("_")
    made = rf"\{base}" if base in GREEK else base if len(base) == 1 else rf"\text{{{base}}}"
    for part in more:
        made = rf"\{part} {made}" if part in ACCENTS else rf"{made}_{{{_latex(part)}}}"
    return made
