"""What a program consists of besides ground and rules: imports, gradient, the loop of a library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from listings.library import Library
from listings.optax_rules import optax_call
from listings.torch_rules import torch_call
from optimizers import Optimizer


@dataclass(frozen=True)
class Frame:
    """The parts of a library.

    Attributes:
        imports: Lines, each left out where what it brings is not spoken of.
        setting: Lines after them.
        gradient: The function ``gradient(theta)``.
        descend: The loop in which the library's own rules walk.
        call: A rule → the call of ``descend`` with ``{steps}`` in it; None where the library has no
            such rule.
        ending: What is printed.
    """

    imports: tuple[str, ...]
    setting: tuple[str, ...]
    gradient: str
    descend: str
    call: Callable[[Optimizer], str | None]
    ending: str


ENDING = """
for name, walk in WALKS.items():
    x, y = walk[-1]
    print(f"{name}: ends at x = {x:.6g}, y = {y:.6g}, where f = {f(x, y):.6g}")
"""

WRITTEN = '''
def gradient(theta{batch}):
    """The gradient of f at theta = (x, y){seen}."""
    return {array}(df(*theta{rows}))
'''
SEEN = '''
def seen(batch):
    """The rows of a batch."""
    return Row(*(column[batch] for column in ROWS))


'''
AUTOGRAD = '''
def gradient(theta{batch}):
    """The gradient of f at theta = (x, y){seen}, by automatic differentiation."""
    theta = theta.clone().requires_grad_()
    f(*theta{rows}).backward()
    return theta.grad
'''
GRAD = '''
def gradient(theta{batch}):
    """The gradient of f at theta = (x, y){seen}, by automatic differentiation."""
    return jax.grad(lambda theta: f(*theta{rows}))(theta)
'''

TORCH_LOOP = '''
def descend(start, steps, make{rate}):
    """A rule of torch.optim, step by step."""
    theta = torch.tensor(start, requires_grad=True)
    optimizer = make([theta])
    path = [theta.detach().clone()]
    for {k} in range({range}):
{paced}        theta.grad = gradient(theta.detach(){batch})
        optimizer.step()
        path.append(theta.detach().clone())
    return torch.stack(path)
'''
TORCH_PACED = """        for group in optimizer.param_groups:
            group["lr"] = learning_rate * schedule(k)
"""
JAX_LOOP = '''
def descend(start, steps, optimizer):
    """A rule of optax, step by step."""

    @jax.jit
    def step(theta, state{batch}):
        updates, state = optimizer.update(gradient(theta{batch}), state, theta)
        return optax.apply_updates(theta, updates), state

    theta = jnp.array(start)
    state = optimizer.init(theta)
    path = [theta]
    for {k} in range({range}):
        theta, state = step(theta, state{drawn})
        path.append(theta)
    return jnp.stack(path)
'''


def frame_of(library: Library, analytic: bool, batched: bool, scheduled: bool) -> Frame:
    """The parts of a program in a library.

    Args:
        library: Which.
        analytic: Whether the gradient is left to the library.
        batched: Whether steps see batches.
        scheduled: Whether learning rates change.
    """
    drawn = ", BATCHES[k - 1]" if batched else ""
    words = {
        "batch": ", batch" if batched else "",
        "seen": ", of a batch" if batched else "",
        "rows": ", seen(batch)" if batched else "",
    }
    before = SEEN if batched else ""
    counted = {"k": "k", "range": "1, steps + 1"}
    plain = {"k": "_", "range": "steps"}
    if library is Library.NUMPY:
        written = WRITTEN.format(array="np.array", **words)
        return Frame(
            ("import numpy as np",),
            ("", 'np.seterr(all="ignore")  # a walk that flies off ends in inf, without a word'),
            (before + written.strip("\n")),
            "",
            lambda rule: None,
            ENDING,
        )
    if library is Library.TORCH:
        gradient = AUTOGRAD if analytic else WRITTEN.replace("(df(", "([*df(").replace("))", ")])")
        loop = TORCH_LOOP.format(
            rate=", learning_rate" if scheduled else "",
            paced=TORCH_PACED if scheduled else "",
            batch=drawn,
            **(counted if batched or scheduled else plain),
        )
        return Frame(
            ("import numpy as np", "import torch"),
            ("", "torch.set_default_dtype(torch.float64)"),
            before + gradient.format(array="torch.tensor", **words).strip("\n"),
            loop,
            lambda rule: _torch(rule, scheduled),
            ENDING,
        )
    gradient = GRAD if analytic else WRITTEN
    return Frame(
        ("import jax", "import jax.numpy as jnp", "import numpy as np", "import optax"),
        ("", 'jax.config.update("jax_enable_x64", True)'),
        before + gradient.format(array="jnp.array", **words).strip("\n"),
        JAX_LOOP.format(batch=words["batch"], drawn=drawn, **(counted if batched else plain)),
        lambda rule: _optax(rule, scheduled),
        ENDING,
    )


def _torch(rule: Optimizer, scheduled: bool) -> str | None:
    call = torch_call(rule)
    if call is None:
        return None
    rate = f", learning_rate={getattr(rule, 'learning_rate')!r}" if scheduled else ""  # noqa: B009
    return f"descend(START, {{steps}}, lambda theta: {call}{rate})"


def _optax(rule: Optimizer, scheduled: bool) -> str | None:
    call = optax_call(rule, scheduled=scheduled)
    return None if call is None else f"descend(START, {{steps}}, {call})"
