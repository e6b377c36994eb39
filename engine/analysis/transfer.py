"""Transfer: what was learned on one task as the start of another, against a start from nothing.

Jason Yosinski, Jeff Clune, Yoshua Bengio, Hod Lipson, How transferable are features in deep neural
networks?, 2014. https://arxiv.org/abs/1411.1792
Where the second task is near to the first, what was learned there is most of the way. Where it is
far, the same start may be worse than none: negative transfer, Sinno Jialin Pan, Qiang Yang, A
survey on transfer learning, 2010. https://doi.org/10.1109/TKDE.2009.191
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.drive.executor import Flag
from engine.drive.training import train
from engine.drive.training_record import Training
from engine.protocols import Rule, VectorObjective


@dataclass(frozen=True, eq=False)
class Transfer:
    """One rule on a second task, from three starts.

    Attributes:
        before: Its training on the first task.
        scratch: On the second task, from where the first training began.
        tuned: From where the first training ended; everything may move.
        frozen: From there, too; only some of the weights may move.
    """

    before: Training
    scratch: Training
    tuned: Training
    frozen: Training

    def held_out(self, objective: VectorObjective) -> dict[str, np.ndarray]:
        """The losses (T,) of other examples along the three, by ``scratch``, ``tuned``, ``frozen``.

        They are NaN from where a training has left the finite world.
        """
        ways = {"scratch": self.scratch, "tuned": self.tuned, "frozen": self.frozen}
        return {name: way.measured(objective.value)[:, 0] for name, way in ways.items()}

    def hurts(self, objective: VectorObjective) -> bool:
        """Whether other examples are answered worse at the end from both starts that were taught.

        Against the start from nothing, which must have stayed in the finite world.
        """
        ends = {name: losses[-1] for name, losses in self.held_out(objective).items()}
        worse = [not ends[name] <= ends["scratch"] for name in ("tuned", "frozen")]
        return bool(np.isfinite(ends["scratch"]) and all(worse))


def transfer(
    first: VectorObjective,
    second: VectorObjective,
    rule: Rule,
    start: Any,
    steps: tuple[int, int],
    free: np.ndarray,
    cancel: Flag | None = None,
) -> Transfer:
    """Train on one task, then go on with another.

    Args:
        first: The first task.
        second: The second, with the same parameters.
        rule: Who trains, with new states for the second task.
        start: (P,); where the first training begins.
        steps: How many updates on the first and on the second task.
        free: (P,) bool; which weights may move in the training that is called frozen.
        cancel: Calls it off when it is set.

    Raises:
        ValueError: As `engine.train`.
        CancelledError: ``cancel`` was set.
    """
    before = train(first, [rule], start, steps[0], cancel=cancel)
    taught = before.ends[0]  # the last finite place, should it have left the finite world

    def again(begin: Any, moved: np.ndarray | None = None) -> Training:
        return train(second, [rule], begin, steps[1], free=moved, cancel=cancel)

    return Transfer(before, again(start), again(taught), again(taught, free))
