"""Back-propagation through one hidden neuron, every number of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lessons.lesson import Chapter, Claim, FillIn, Finding, Lesson, Next, Ruling, Saw, Sentence
from lessons.runs import NetRun
from networks import by_hand, initial
from optimizers import GradientDescent

RATE, CHANGE = 0.5, 1e-5
RUN = NetRun(
    "clouds",
    (GradientDescent(learning_rate=RATE),),
    epochs=100,
    hidden=(1,),
    n=40,
    noise=0.5,
    below="backprop",
)
BEGIN = initial(RUN.network, RUN.initializer, RUN.start_seed)
HAND = by_hand(RUN.loss, BEGIN, 0)
P = float(1 / (1 + np.exp(-HAND.sums[1][0])))


def find(run: NetRun) -> Finding:
    """One example forwards and backwards, and the slope as the loss itself shows it."""
    theta = initial(run.network, run.initializer, run.start_seed)
    hand = by_hand(run.loss, theta, 0)
    (x1, x2), y = hand.inputs, hand.target
    a, v = hand.answers[0][0], hand.weights[1][0, 0]
    delta, by_v = hand.by_sum[1][0], hand.by_weight[1][0, 0]
    by_sum, by_w = hand.by_sum[0][0], hand.by_weight[0][0, 0]
    change = np.eye(len(theta))[0] * CHANGE
    some = np.array([[0]])
    up, down = (run.loss.value((theta + way * change)[None], some)[0] for way in (1, -1))
    measured = (up - down) / (2 * CHANGE)
    losses = run.training.losses[:, 0]
    return Finding(
        right=tuple(float(number) for number in (delta, by_v, by_sum, by_w)),
        worked=(
            Sentence(
                "Forwards: z = w₁x₁ + w₂x₂ = {z} with x = ({x1}, {x2}), and a = tanh z = {a}. The "
                "answer is p = 1/(1 + e^(−v·a)) = {p}.",
                z=hand.sums[0][0],
                x1=x1,
                x2=x2,
                a=a,
                p=1 / (1 + np.exp(-hand.sums[1][0])),
            ),
            Sentence(
                "Backwards begins the derivative of the loss by the last sum: p − y = {delta}, for "
                "the class is y = {y}.",
                delta=delta,
                y=y,
            ),
            Sentence(
                "The weight v was multiplied with a, so its derivative is (p − y)·a = {by_v}.",
                by_v=by_v,
            ),
            Sentence(
                "The sum z reached the answer through v and through tanh, whose slope is 1 − a² = "
                "{slope}: its derivative is (p − y)·v·(1 − a²) = {by_sum}, with v = {v}.",
                slope=hand.slopes[0][0],
                by_sum=by_sum,
                v=v,
            ),
            Sentence(
                "The weight w₁ was multiplied with x₁, so its derivative is that times x₁: {by_w}.",
                by_w=by_w,
            ),
        ),
        because=(
            Sentence(
                "Each derivative is the one behind it times what lies between. Nothing is "
                "calculated twice, and nobody had to say what the hidden neuron should answer."
            ),
            Sentence(
                "If w₁ is moved a little up and down, the loss of this example changes by "
                "{measured} times that: the same number, {by_w}, without the chain rule.",
                measured=measured,
                by_w=by_w,
            ),
            Sentence(
                "The way back needs a and z of every neuron, so they are kept on the way forwards. "
                "That is why training takes more memory than answering."
            ),
        ),
        ruling=Ruling.HOLDS if abs(measured - by_w) < 1e-6 * abs(by_w) else Ruling.FAILS,
        judged=Sentence(
            "By the chain rule the derivative by w₁ is {by_w}; measured on the loss it is "
            "{measured}. The hidden neuron has no target of its own.",
            by_w=by_w,
            measured=measured,
        ),
        seen_right=0 if losses[10] < losses[0] / 2 else 1,
    )


LESSON = Lesson(
    name="backprop-by-hand",
    chapter=Chapter.NETWORKS,
    title=Sentence("Back-propagation by hand"),
    question=Sentence(
        "A net has one hidden neuron, a = tanh(w₁x₁ + w₂x₂), and answers p = 1/(1 + e^(−v·a)). The "
        "weights are w₁ = {w1}, w₂ = {w2} and v = {v}. An example x = ({x1}, {x2}) has the class "
        "y = {y}; forwards it makes a = {a} and p = {p}. Go backwards: what are the derivatives of "
        "the cross-entropy?",
        w1=HAND.weights[0][0, 0],
        w2=HAND.weights[0][0, 1],
        v=HAND.weights[1][0, 0],
        x1=HAND.inputs[0],
        x2=HAND.inputs[1],
        y=HAND.target,
        a=HAND.answers[0][0],
        p=P,
    ),
    run=RUN,
    predicts=FillIn(
        (
            Sentence("By the last sum v·a: p − y"),
            Sentence("By the weight v"),
            Sentence("By the sum z = w₁x₁ + w₂x₂"),
            Sentence("By the weight w₁"),
        )
    ),
    find=find,
    saw=Saw(
        Sentence("What did the loss do in the first ten updates?"),
        (Sentence("It fell by more than half"), Sentence("It fell by less than half")),
    ),
    tries=(
        Next(Sentence("Two hidden layers of two neurons"), replace(RUN, hidden=(2, 2))),
        Next(Sentence("The same with sigmoid neurons"), replace(RUN, activation="sigmoid")),
    ),
    claim=Claim(
        1,
        Sentence(
            "Hidden layers have no known targets; the chain rule gives their gradients "
            "nevertheless."
        ),
    ),
)
