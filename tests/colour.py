"""Colour as eyes see it: contrast by WCAG 2.2, colour-blindness by Machado et al., 2009."""

from __future__ import annotations

import numpy as np

# Machado, Oliveira, Fernandes, A physiologically-based model for simulation of color vision
# deficiency, 2009, severity 1.0; on linear RGB. https://doi.org/10.1109/TVCG.2009.113
VISIONS = {
    "usual": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(color: str) -> np.ndarray:
    """#rrggbb as linear RGB in [0, 1]."""
    v = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    """WCAG contrast ratio, 1 to 21."""
    bright = sorted(linear(c) @ [0.2126, 0.7152, 0.0722] + 0.05 for c in (a, b))
    return float(bright[1] / bright[0])


def distance(a: str, b: str, vision: str) -> float:
    """How unlike two colours look to this vision: Euclidean distance in OKLab, times 100."""
    return 100 * float(np.linalg.norm(_oklab(a, vision) - _oklab(b, vision)))


def _oklab(color: str, vision: str) -> np.ndarray:
    # Björn Ottosson, A perceptual color space for image processing, 2020.
    rgb = np.clip(VISIONS[vision] @ linear(color), 0, 1)
    lms = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    lab = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return lab @ np.cbrt(lms @ rgb)
