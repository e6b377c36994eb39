"""Writes lessons.json beside this file: what torch makes of the runs of lessons on data and nets.

    python -m tests.golden.make_lessons

Run by hand, with torch installed; the tests then need the numbers only. Losses and nets are written
down here once more as torch has them, differentiated by its autograd and trained by its optimizers.
Taken over are the examples, the draws, the start and the settings.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

import data
from lessons import LESSONS, by_name
from lessons.examples import rows, weight_decay
from lessons.lesson import Chapter
from lessons.networks import (
    deeper_not_easier,
    learned_by_heart,
    mirror_images,
    snapshots,
    turned,
)
from lessons.runs import ExamplesRun, NetRun
from networks import initial

FILE = Path(__file__).with_name("lessons.json")
LOOKED_AT = (1, 10, 50)
ACTIVATIONS = {"identity": lambda z: z, "tanh": torch.tanh, "relu": functional.relu}
LOSSES = {
    "least_squares": lambda w, row, t: (row @ w - t) ** 2,
    "residual_norm": lambda w, row, t: (row @ w - t) ** 2,
    "logistic": lambda w, row, t: functional.softplus(-(row @ w)),
    # Logits that are the same for every example; its row says of which class it is.
    "softmax": lambda w, row, t: functional.cross_entropy(
        w.expand(len(row), 2), (row[:, 1] > 0).long(), reduction="none"
    ),
    "hinge": lambda w, row, t: functional.relu(1 - row @ w),
    "net_relu": lambda w, row, t: (w[1] * functional.relu(w[0] * row[:, 0]) - t) ** 2,
}


def trainer(rule: Any, theta: torch.Tensor) -> torch.optim.Optimizer:
    """Torch's own rule of that name."""
    rate = rule.learning_rate
    if rule.name == "gradient_descent":
        return torch.optim.SGD([theta], lr=rate)
    if rule.name == "adamw":
        return torch.optim.AdamW([theta], lr=rate, weight_decay=rule.weight_decay)
    assert rule.name == "adam"
    return torch.optim.Adam([theta], lr=rate)


def walked(run: ExamplesRun) -> list[float]:
    """Where the run's first rule ends."""
    row, wanted = (torch.tensor(part) for part in rows.seen(run))
    theta = torch.tensor(run.start, dtype=torch.float64, requires_grad=True)
    [rule] = run.rules
    made = trainer(rule, theta)
    for step, places in enumerate(run.drawn(), 1):
        if run.schedule is not None:
            made.param_groups[0]["lr"] = rule.learning_rate / math.sqrt(step)
        chosen = torch.tensor(places[places >= 0])
        made.zero_grad()
        loss = LOSSES[run.loss_name](theta, row[chosen], wanted[chosen]).mean()
        loss = loss.sqrt() if run.loss_name == "residual_norm" else loss
        (loss + run.decay / 2 * (theta**2).sum()).backward()
        made.step()
    return theta.detach().tolist()


class Net:
    """A net, trained on all of some examples in every update, whatever is missing of itself."""

    def __init__(self, run: NetRun, theta: Any) -> None:
        self.widths = (2, *run.hidden, 1)
        self.weights = np.flatnonzero(run.network.are_weights()).tolist()
        self.h, self.rule = ACTIVATIONS[run.activation], run.rules[0]
        self.adds = [run.depth > 0 and layer > 0 for layer in range(len(run.hidden))]
        self.theta = torch.tensor(theta, dtype=torch.float64, requires_grad=True)

    def sums(self, x: Any, draw: Any = None) -> torch.Tensor:
        masked = draw is not None and draw.weights is not None
        theta = self.theta * torch.tensor(draw.weights) if masked else self.theta
        a, at = torch.as_tensor(x), 0
        for layer, (into, out) in enumerate(zip(self.widths, self.widths[1:], strict=False)):
            matrix = theta[at : at + out * (into + 1)].reshape(out, into + 1)
            at += out * (into + 1)
            z = functional.linear(a, matrix[:, :-1], matrix[:, -1])
            if layer == len(self.widths) - 2:
                return z[:, 0]
            gate = 1.0 if draw is None or draw.gates is None else float(draw.gates[layer])
            a = a + gate * self.h(z) if self.adds[layer] else self.h(z)
        raise AssertionError("a net has a last layer")

    def loss(self, x: Any, y: Any, draw: Any = None) -> torch.Tensor:
        return functional.binary_cross_entropy_with_logits(self.sums(x, draw), torch.as_tensor(y))

    def train(
        self,
        x: Any,
        y: Any,
        steps: int,
        first: int = 0,
        penalty: float = 0.0,
        others: Any = None,
        draws: Any = None,
    ) -> list[float]:
        """Losses before and after every update, of the whole net, on others if they are given.

        Parameters before ``first`` are held; ``penalty`` is that of weights, and not of biases.
        """
        made, losses = trainer(self.rule, self.theta), []
        for step in range(steps):
            made.zero_grad()
            losses.append(self.loss(*(others or (x, y))).item())
            loss = self.loss(x, y, None if draws is None else draws[step])
            (loss + penalty / 2 * (self.theta[self.weights] ** 2).sum()).backward()
            held = self.theta.detach()[:first].clone()
            self.theta.grad[:first] = 0
            made.step()
            with torch.no_grad():
                self.theta[:first] = held
        return [*losses, self.loss(*(others or (x, y))).item()]


def of_net(run: NetRun) -> list[float]:
    net = Net(run, initial(run.network, run.initializer, run.start_seed))
    x, y = run.examples.points, run.examples.targets
    losses = net.train(x, y, run.epochs, draws=run.draws)
    return [losses[at] for at in (*LOOKED_AT, run.epochs)]


def transferred(run: NetRun, degrees: float, few: int) -> list[float]:
    """Mean test losses: from scratch, fine-tuned, the first layer held, all but the last held."""
    source = data.by_name(run.source_name)
    new = source.make(few, run.noise, run.sample + turned.SECOND)
    others = source.make(turned.TESTED, run.noise, run.sample + turned.TEST)
    x, tested = (turned.turned(one.points, degrees) for one in (new, others))
    parts = run.network.parts
    ends = []
    for seed in range(turned.NETS):
        start = initial(run.network, run.initializer, seed)
        before = Net(run, start)
        before.train(run.examples.points, run.examples.targets, run.epochs)
        taught = before.theta.detach().tolist()
        mine = []
        for begin, first in (
            *((start, 0), (taught, 0)),
            *((taught, part.start) for part in (parts[1], parts[-1])),
        ):
            net = Net(run, begin)
            net.train(x, new.targets, turned.UPDATES, first)
            mine.append(net.loss(tested, others.targets).item())
        ends.append(mine)
    return np.mean(ends, axis=0).tolist()


def of_snapshots(run: NetRun) -> list[list[float]]:
    """Every net's test loss of the last snapshot, and of the mean answer of the last ones."""
    tested = data.by_name(run.source_name).make(
        snapshots.TESTED, run.noise, run.sample + snapshots.TEST
    )
    half, rate = snapshots.HALF, run.rules[0].learning_rate
    rising = [0.05 + 0.95 * (1 - abs(k % (2 * half) / half - 1)) for k in range(run.epochs)]
    found = []
    for seed in range(snapshots.NETS):
        net, kept = Net(run, initial(run.network, run.initializer, seed)), []
        made = trainer(net.rule, net.theta)
        for step, factor in enumerate(rising, 1):
            made.param_groups[0]["lr"] = rate * factor
            made.zero_grad()
            net.loss(run.examples.points, run.examples.targets).backward()
            made.step()
            if step % (2 * half) == 0:
                kept.append(torch.sigmoid(net.sums(tested.points)).detach())
        y = torch.tensor(tested.targets)
        both = kept[-1], torch.stack(kept[-snapshots.LAST :]).mean(dim=0)
        found.append([functional.binary_cross_entropy(p, y).item() for p in both])
    return found


def by_heart(run: NetRun) -> list[list[float]]:
    """Test losses before and after every update with the penalties of the lesson."""
    others = data.by_name(run.source_name).make(
        learned_by_heart.TESTED, run.noise, run.sample + learned_by_heart.TEST
    )
    mine = run.examples.points, run.examples.targets
    found = []
    for penalty in learned_by_heart.PENALTIES:
        net = Net(run, initial(run.network, run.initializer, run.start_seed))
        pair = others.points, others.targets
        found.append(net.train(*mine, run.epochs, penalty=penalty, others=pair)[::10])
    return found


def mirrored(run: NetRun) -> list[float]:
    """Mean test losses without mirror images and with them."""
    others = data.by_name(run.source_name).make(
        mirror_images.TESTED, run.noise, run.sample + mirror_images.TEST
    )
    x, y = run.examples.points, run.examples.targets
    copies = np.concatenate([x * [a, b] for a in (1, -1) for b in (1, -1)])
    found = []
    for seed in range(mirror_images.NETS):
        for inputs, targets in ((x, y), (copies, np.tile(y, 4))):
            net = Net(run, initial(run.network, run.initializer, seed))
            net.train(inputs, targets, run.epochs)
            found.append(net.loss(others.points, others.targets).item())
    return np.reshape(found, (-1, 2)).mean(axis=0).tolist()


def ends_of(run: NetRun) -> list[float]:
    found = []
    for seed in range(deeper_not_easier.NETS):
        net = Net(run, initial(run.network, run.initializer, seed))
        found.append(net.train(run.examples.points, run.examples.targets, run.epochs)[-1])
    return sorted(found)


def last_layer_slopes() -> list[list[float]]:
    """Of the first example, by the weights of both classes, before and after the walk."""
    run = by_name("last-layer-gradient").run
    x = torch.tensor(rows.seen(run)[0][0])
    found = []
    for place in (list(run.start), walked(run)):
        layer = torch.tensor([[0.0, 0.0], place], dtype=torch.float64, requires_grad=True)
        functional.cross_entropy((layer @ x)[None], torch.tensor([1])).backward()
        found.append(layer.grad[1].tolist())
    return found


def by_hand() -> list[float]:
    """The derivatives that the lesson asks for, of the first example."""
    run = by_name("backprop-by-hand").run
    w1, w2, b, v, c = (
        torch.tensor(part, requires_grad=True)
        for part in initial(run.network, run.initializer, run.start_seed)
    )
    x1, x2 = run.examples.points[0]
    z = w1 * x1 + w2 * x2 + b
    last = v * torch.tanh(z) + c
    z.retain_grad()
    last.retain_grad()
    target = torch.tensor(run.examples.targets[0])
    functional.binary_cross_entropy_with_logits(last, target).backward()
    return [last.grad.item(), v.grad.item(), z.grad.item(), w1.grad.item()]


def main() -> None:
    torch.set_num_threads(1)
    runs = {
        lesson.name: lesson.run
        for lesson in LESSONS
        if lesson.chapter in (Chapter.EXAMPLES, Chapter.NETWORKS)
    }
    near, few, many = (by_name("transfer-near").run, 20, 200)
    found = {
        "torch": torch.__version__,
        "ends": {n: walked(run) for n, run in runs.items() if isinstance(run, ExamplesRun)},
        "penalized": walked(weight_decay.PENALTY),
        "losses": {n: of_net(run) for n, run in runs.items() if isinstance(run, NetRun)},
        "transfer": {
            f"{degrees}, {count}": transferred(near, degrees, count)
            for degrees in (20, 90)
            for count in (few, many)
        },
        "snapshots": of_snapshots(by_name("snapshots").run),
        "by_heart": by_heart(learned_by_heart.RUN),
        "mirrored": [mirrored(one) for one in (mirror_images.RUN, mirror_images.DISC)],
        "deep": ends_of(deeper_not_easier.RUN),
        "wide": ends_of(deeper_not_easier.WIDE),
        "last_layer": last_layer_slopes(),
        "by_hand": by_hand(),
    }
    FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
