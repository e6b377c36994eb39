"""Back-propagation: one example forwards and backwards through a small net, every number of it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import streamlit as st

import data
from figures.learned import paths_figure
from figures.net_graph import net_graph
from networks import ByHand, Network, NetworkLoss, by_hand, initial, value_of
from ui.glossary import explained
from ui.network.below import graph, stages
from ui.network.below.asking import ask_name, ask_number, ask_stop
from ui.network.below.settings import MOST_SEED, NETS, TIMES, LabSettings
from ui.network.below.visit import EXAMPLES, turns
from ui.network.below.words import neuron, parameter, places
from ui.network.words import activations, starts
from ui.numbers import short
from ui.sections.section import Picture, Section, place
from ui.words import _

FADED = 0.01  # a slope under this is named
MOST_NAMED = 4


@lru_cache(maxsize=1)
def examples() -> data.Dataset:
    """What is learned from."""
    return data.by_name("moons").make(EXAMPLES)


@lru_cache(maxsize=32)
def taken(net: Network, start: str, seed: int, times: int = 1) -> tuple[NetworkLoss, np.ndarray]:
    """The loss and the place in question: a start, all of it so many times as large."""
    found = examples()
    return NetworkLoss(net, found.points, found.targets), times * initial(net, start, seed)


def controls(now: LabSettings) -> None:
    """Which net, which example, which weight, and how far."""
    net = now.chained
    nets = {name: name.replace("-", " – ") for name in NETS}
    ask_name(_("Hidden layers"), "Neurons per hidden layer", "chain_net", nets, 130)
    curves = activations()
    ask_name(_("Activation"), "Activation of the laboratory", "chain_activation", curves, 160)
    ask_name(_("Weights begin"), "Weights begin", "chain_start", starts(), 180)
    ask_number(_("Seed of the weights"), "Seed of the weights", "chain_seed", 0, MOST_SEED)
    st.segmented_control(
        _("Weights times"), TIMES, help=explained("Weights times"), **turns("chain_times")
    )
    ask_number(_("Example"), "Example", "chain_example", 1, EXAMPLES, 130)
    weights = {at: parameter(net, *place_of) for at, place_of in enumerate(places(net))}
    ask_name(_("Derivative by"), "Derivative by", "chain_weight", weights)
    ask_stop(
        _("Worked out as far as"),
        "Worked out as far as",
        "chain_stage",
        range(now.stages + 1),
        lambda stage: stages.title(net, stage),
        330,
    )


def section(now: LabSettings, mode: str) -> Section:
    """One example forwards and backwards, and the sum over all of them."""
    net = now.chained
    objective, theta = taken(net, now.chain_start, now.chain_seed, now.chain_times)
    record = by_hand(objective, theta, now.chain_example - 1)
    layer, to, source = places(net)[now.chain_weight]
    reached = stages.reached(net, now.chain_stage)
    drawn = Picture(
        "graph",
        net_graph(*graph.of_record(net, record, reached, (layer, to, source)), mode),
        _(
            "Beside a circle what it hands on, and in red ∂ℓ/∂z. On the lines the weights, in red "
            "∂ℓ/∂w once it is known; a blue line is a weight above 0, an orange one below, a thick "
            "one large. Biases are not drawn: ∂ℓ/∂b is ∂ℓ/∂z of their neuron."
        ),
    )
    if now.chain_stage:
        return Section(stages.sentences(net, record, now.chain_stage), (drawn,))
    chains = record.chains(layer, to, source)
    values = [value_of(chain) for chain in chains]
    sentences = (
        _summary(net, record, now.chain_example),
        _sum_of_chains(parameter(net, layer, to, source), values),
        *faded(net, record),
        _over_examples(objective, theta, now),
        _last_layer(net, record),
    )
    table = chain_table(net, chains, values)
    return Section(sentences, (drawn, _each(objective, theta, now, mode)), table, words=1)


def _summary(net: Network, record: ByHand, number: int) -> str:
    z = float(record.sums[-1][0])
    numbers = {
        "number": number,
        "x": place(record.inputs),
        "y": short(record.target),
        "z": short(z),
        "p": short(float(np.exp(-np.logaddexp(0.0, -z)))),
        "loss": short(record.loss),
        "slope": short(float(record.by_sum[-1][0])),
    }
    return _(
        "Example {number}, x = {x} of class y = {y}, goes forwards: z = {z}, p = σ(z) = {p}, and "
        "the cross-entropy is ℓ = {loss}. Backwards begins ∂ℓ/∂z = p − y = {slope}; each layer "
        "before it multiplies by its weights and its slopes h′."
    ).format(**numbers)


def _sum_of_chains(name: str, values: list[float]) -> str:
    total = short(sum(values))
    if len(values) == 1:
        return _(
            "The weight {name} reaches the loss in one way, whose product is the derivative: "
            "{total}."
        ).format(name=name, total=total)
    return _(
        "The weight {name} reaches the loss in {ways} ways, and the derivative is the sum of their "
        "products by the chain rule: {total}. Back-propagation does not go them one by one: it "
        "adds up at every neuron, and so needs each weight once."
    ).format(name=name, ways=len(values), total=total)


def chain_table(net: Network, chains: list, values: list[float]) -> pd.DataFrame:
    """Every way from the weight to the loss, its factors and their product."""
    heads = {"input": "∂z/∂w", "slope": "h′(z)", "weight": "w", "loss": "∂ℓ/∂z"}
    rows = []
    for chain, value in zip(chains, values, strict=True):
        way = [neuron(net, one.layer, one.to) for one in chain if one.kind in ("input", "weight")]
        row = {_("Way"): "\u00a0→\u00a0".join(way)}
        for factor in chain:
            head = heads[factor.kind]
            if factor.kind in ("slope", "weight"):
                head = f"{head} {neuron(net, factor.layer, 0).split('.')[0]}"
            row[head] = short(factor.value)
        row[_("Product")] = short(value)
        rows.append(row)
    return pd.DataFrame(rows)


def faded(net: Network, record: ByHand) -> tuple[str, ...]:
    """Which slopes let little come back, and which let nothing."""
    if net.activation == "identity":
        return (
            _(
                "Without an activation every slope is 1: nothing fades by slopes, and the net is "
                "no more than a line."
            ),
        )
    slopes = record.vanishing(FADED)
    named = [neuron(net, one.layer, one.to) for one in slopes]
    few = ", ".join(named[:MOST_NAMED])
    numbers = {"few": few, "more": len(named) - MOST_NAMED, "all": sum(net.hidden)}
    if net.activation == "relu":
        if not named:
            return (_("All neurons are active here: every slope is 1, and nothing is lost."),)
        if len(named) <= MOST_NAMED:
            return (
                _(
                    "Silent for this example: {few}. Their slope is 0, every product through them "
                    "is 0, and their weights learn nothing from it."
                ).format(**numbers),
            )
        return (
            _(
                "Silent for this example: {few} and {more} more of {all}. Their slope is 0, every "
                "product through them is 0, and their weights learn nothing from it."
            ).format(**numbers),
        )
    deepest = float(np.prod([slope.max() for slope in record.slopes[:-1]]))
    most = {"sigmoid": 0.25, "tanh": 1.0}[net.activation] ** len(net.hidden)
    numbers |= {"deepest": short(deepest), "most": short(most), "layers": len(net.hidden)}
    said = [
        _(
            "Of one layer the largest slope is {deepest}; of this activation it is {most} at most."
        ).format(**numbers)
        if len(net.hidden) == 1
        else _(
            "The largest slopes of the {layers} layers multiply to {deepest}, and to {most} at "
            "most with this activation: by as much a derivative fades on its way to the first "
            "layer, whatever the weights make of it."
        ).format(**numbers)
    ]
    if named:
        sentence = (
            _("Saturated, with a slope under 0.01: {few}; products through them vanish.")
            if len(named) <= MOST_NAMED
            else _(
                "Saturated, with a slope under 0.01: {few} and {more} more of {all}; products "
                "through them vanish."
            )
        )
        said.append(sentence.format(**numbers))
    return tuple(said)


def derivatives(objective: NetworkLoss, theta: np.ndarray, at: int) -> np.ndarray:
    """(N,); of every example's loss by one parameter."""
    count = len(objective.inputs)
    many = np.broadcast_to(theta, (count, len(theta)))
    return np.asarray(objective.gradient(many, np.arange(count)[:, None])[:, at])


def _over_examples(objective: NetworkLoss, theta: np.ndarray, now: LabSettings) -> str:
    each = derivatives(objective, theta, now.chain_weight)
    mean = float(objective.gradient(theta)[now.chain_weight])
    signs = int(min((each > 0).sum(), (each < 0).sum()))
    return _(
        "That is one example. Over all {count} the derivatives by this weight lie between {low} "
        "and {high}, of which {against} have the other sign than most. Their sum divided by "
        "{count} is {mean}: a step of full-batch descent moves this weight by −η times that."
    ).format(
        count=len(each),
        low=short(float(each.min())),
        high=short(float(each.max())),
        mean=short(mean),
        against=signs,
    )


def _last_layer(net: Network, record: ByHand) -> str:
    slope = float(record.by_sum[-1][0])
    handed = record.answers[-2]
    return _(
        "A study note behind this app writes the last layer's gradient as −a, what it is handed "
        "with a minus: here {written}. It is (p − y) a = {true}, which fades as p comes to y."
    ).format(written=place(-handed + 0.0), true=place(slope * handed + 0.0))


def _each(objective: NetworkLoss, theta: np.ndarray, now: LabSettings, mode: str) -> Picture:
    each = derivatives(objective, theta, now.chain_weight)
    numbers = np.arange(1, len(each) + 1)
    words = {"x": _("example"), "y": _("∂ℓ/∂w of each")}
    mean = np.full(len(each), each.mean())
    figure = paths_figure({_("mean of all"): (numbers, mean, "blue", "solid")}, mode, words, False)
    graph.add_bars(figure, numbers, each, now.chain_example - 1, _("this example"), mode)
    name = parameter(objective.network, *places(objective.network)[now.chain_weight])
    figure.update_xaxes(range=[0, len(each) + 1])
    caption = _("What every example makes of the derivative by {name}; the line is their mean.")
    return Picture("examples", figure, caption.format(name=name))
