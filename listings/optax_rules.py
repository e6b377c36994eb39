"""The rules that optax has and that take the same steps, as a program calls them.

Left out are those of which optax has another form: AdaGrad (ε inside the root), AMSGrad (the
largest moment after its correction), NAdam (no warm-up of β₁), RAdam (ε in another place), Rprop (a
step back after a change of sign), L-BFGS (another line search); and AdaBelief, whose surprise is
measured from another mean in some of its releases.
"""

from __future__ import annotations

from optimizers import Optimizer

# By the rule's name: the function, and what it calls the rule's fields.
MOMENTS = {"beta1": "b1", "beta2": "b2", "epsilon": "eps"}
KNOWN: dict[str, tuple[str, dict[str, str], str]] = {
    "gradient_descent": ("sgd", {}, ""),
    "momentum": ("sgd", {"momentum": "momentum"}, ""),
    "nesterov": ("sgd", {"momentum": "momentum"}, ", nesterov=True"),
    "rmsprop": ("rmsprop", {"decay": "decay", "epsilon": "eps"}, ", eps_in_sqrt=False"),
    "adadelta": ("adadelta", {"decay": "rho", "epsilon": "eps"}, ""),
    "adam": ("adam", MOMENTS, ""),
    "adamw": ("adamw", {**MOMENTS, "weight_decay": "weight_decay"}, ""),
    "adamax": ("adamax", MOMENTS, ""),
    "lion": ("lion", {"beta1": "b1", "beta2": "b2", "weight_decay": "weight_decay"}, ""),
}
# Fields that must be 0 for the rule to be optax's own.
IDLE = {"momentum": ("dampening",), "rmsprop": ("momentum", "centered")}


def optax_call(rule: Optimizer, *, scheduled: bool) -> str | None:
    """``optax.adam(0.1, b1=0.9, …)``; None where optax has no such rule."""
    if rule.name not in KNOWN or any(getattr(rule, name) for name in IDLE.get(rule.name, ())):
        return None
    called, names, more = KNOWN[rule.name]
    rate = repr(getattr(rule, "learning_rate"))  # noqa: B009 - not every rule declares one
    if scheduled:
        rate = f"lambda count: {rate} * schedule(count + 1)"
    given = "".join(f", {theirs}={getattr(rule, ours)!r}" for ours, theirs in names.items())
    text = f"optax.{called}({rate}{given}{more})"
    decay = getattr(rule, "weight_decay", 0.0)
    if decay and "weight_decay" not in names:  # coupled: a part of the gradient
        return f"optax.chain(optax.add_decayed_weights({decay!r}), {text})"
    return text
