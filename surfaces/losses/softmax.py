"""Cross-entropy of a softmax, over the two logits themselves: f = 1/N Σ −ln p(class of i).

    p₁ = e^z₁ / (e^z₀ + e^z₁)        ∂ℓ/∂z = p − onehot

The logits are the same for every example: what is learned is how frequent the classes are. Only
their difference matters, so that the lowest places fill a line.
J. S. Bridle, Probabilistic interpretation of feedforward classification network outputs, 1990,
https://doi.org/10.1007/978-3-642-76153-9_28
"""

from __future__ import annotations

import numpy as np

from data import Dataset, Task
from surfaces.losses import logistic
from surfaces.losses.kind import Example, LossKind, of_score
from surfaces.losses.minima import convex
from surfaces.losses.parting import parting

SOURCE = (
    "J. S. Bridle, Probabilistic interpretation of feedforward classification network outputs, "
    "1990, https://doi.org/10.1007/978-3-642-76153-9_28"
)


def rows(dataset: Dataset) -> Example:
    """±1 for the logits: their difference counts, in favour of the example's class."""
    sign = 2 * dataset.targets - 1
    return Example(-sign, sign, np.ones_like(sign))


KIND = LossKind(
    name="softmax",
    title="Softmax, cross-entropy",
    formula=r"-\tfrac{1}{N}\sum_i \ln\frac{e^{z_{c_i}}}{e^{z_0} + e^{z_1}}",
    task=Task.CLASS,
    weights=("z₀", "z₁"),
    terms=of_score(logistic.of, logistic.slope, logistic.bend),
    rows=rows,
    inputs=(False, False),
    masked=(False, False),
    source=SOURCE,
    note="Only the difference of the two logits matters: the lowest places fill a line.",
    usual="penguins",
    lowest=convex,
    unbounded=parting,
)
