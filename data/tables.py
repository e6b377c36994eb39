"""Published tables, as they were published."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from data.dataset import Dataset, Task

FILES = Path(__file__).parent / "files"
PENGUIN_AXES = ("bill length, mm", "bill depth, mm", "Gentoo, not Adelie")
IRIS_AXES = ("petal length, cm", "petal width, cm", "virginica, not versicolor")

# F. J. Anscombe, Graphs in statistical analysis, 1973, https://doi.org/10.1080/00031305.1973.10478966
_X = (10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5)
_Y = {
    "first": (8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68),
    "second": (9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74),
    "third": (7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73),
    "fourth": (6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.50, 5.56, 7.91, 6.89),
}
_X4 = (8, 8, 8, 8, 8, 8, 8, 19, 8, 8, 8)


def _anscombe(which: str) -> Dataset:
    x = np.array(_X4 if which == "fourth" else _X, dtype=float)
    place = 1 + list(_Y).index(which)
    return Dataset(
        name=f"anscombe{place}",
        task=Task.NUMBER,
        points=x[:, None],
        targets=np.array(_Y[which]),
        axes=("x", "y"),
        source="F. J. Anscombe, Graphs in statistical analysis, 1973",
        licence="facts, published for teaching",
    )


ANSCOMBE: dict[str, Callable[[], Dataset]] = {which: partial(_anscombe, which) for which in _Y}


def penguins() -> Dataset:
    """Bills of the Adelie and Gentoo penguins of 2007: two kinds that a line nearly parts."""
    with (FILES / "penguins.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Dataset(
        name="penguins",
        task=Task.CLASS,
        points=np.array(
            [[float(row["bill_length_mm"]), float(row["bill_depth_mm"])] for row in rows]
        ),
        targets=np.array([float(row["species"] == "Gentoo") for row in rows]),
        axes=PENGUIN_AXES,
        source="K. B. Gorman, T. D. Williams, W. R. Fraser, 2014; A. M. Horst, A. P. Hill, "
        "K. B. Gorman, palmerpenguins, 2020, https://doi.org/10.5281/zenodo.3960218",
        licence="CC0 1.0",
    )


def iris() -> Dataset:
    """Petals of two kinds of iris that overlap a little."""
    import plotly.data

    table = plotly.data.iris()
    table = table[table["species"] != "setosa"]
    return Dataset(
        name="iris",
        task=Task.CLASS,
        points=table[["petal_length", "petal_width"]].to_numpy(dtype=float),
        targets=(table["species"] == "virginica").to_numpy(dtype=float),
        axes=IRIS_AXES,
        source="R. A. Fisher, The use of multiple measurements in taxonomic problems, 1936, "
        "https://doi.org/10.1111/j.1469-1809.1936.tb02137.x",
        licence="facts; as plotly ships them",
    )
