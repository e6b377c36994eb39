"""What the player's own words and signs mean, for its script; each under a "?" before its name."""

from __future__ import annotations

from engine.analysis.homogeneity import Role
from ui.glossary import explained
from ui.words import _


def player_terms() -> dict[str, str]:
    """The sentences on heads, signs and buttons that every player may show."""
    return {
        "?optimizer": explained("Optimizer"),
        "?f − f*": explained("f − f*"),
        "?f": explained("f"),
        "?|∇f|": explained("|∇f|"),
        "?η": explained("η"),
        "?where it is heading": _(
            "The way of the step that is taken from here; at the end, of the last one."
        ),
        "?λ": _(
            "The curvature where the walk stands: the least and the greatest eigenvalue of the "
            "second derivatives."
        ),
        "?κ": _(
            "The condition number here: the greatest curvature divided by the least; a round bowl "
            "has 1."
        ),
        "?minimum": _("A place than which no other near it is lower."),
        "?start": _("Where a walk begins."),
        "?now": _(
            "Where a walk stands at the step that is shown; those that stand together are rings."
        ),
        "?stop rule": _("Where a loop with the chosen stop rule would have ended the walk."),
        "?left": _("Where a walk left the picture."),
        "now": _("now"),
        "stop rule": _("stop rule"),
        "left": _("left"),
        "Signs": _("Signs"),
    }


def rate_terms() -> dict[str, str]:
    """The same of the learning-rate page."""
    return {
        "?Learning rate η": explained("Learning rate η"),
        "?with this rate": _("What becomes of the walk with the rate that the slider shows."),
        "?best rate": _("Of the rates on the axis, the one that ends lowest at the step shown."),
        "?converges up to": _(
            "The largest learning rate with which the walk still comes closer to a minimum, "
            "however slowly; found by bisection."
        ),
    }


def anatomy_terms() -> dict[str, str]:
    """The same of Anatomy."""
    return {
        "?−∇f": _("The gradient turned round: the steepest way down from where the walk stands."),
        "?Δθ": _("The step itself: from where the walk stands to where it goes next."),
        **{f"?role {role}": _role(role) for role in Role},
        "?role model": _(
            "It is of the quadratic model that the rule steps in: its curvature, or the way to "
            "where it is level."
        ),
    }


def _role(role: Role) -> str:
    """What a line of a rule is for, by what it does in the step."""
    return {
        Role.GRADIENT: _("It points: the gradient of this step makes it, no earlier one."),
        Role.VELOCITY: _("It points, and it remembers: earlier gradients have their part in it."),
        Role.DIRECTION: _(
            "It points, but no further where it is steeper: the size of the gradients is divided "
            "out, or only their sign is taken."
        ),
        Role.SCALE: _("It has no direction: for each coordinate it is a size of its own."),
        Role.NUMBER: _("It is one number for both coordinates."),
        Role.STEP: _("It is the step itself: from where the walk stands to where it goes next."),
    }[role]


def data_terms() -> dict[str, str]:
    """The same of Data."""
    return {
        "?contours of the batch": _(
            "Where the loss of the examples in this step's batch is equally high, at heights of "
            "the map's own contours or, beyond them, of the same scale. Where all would be too "
            "many to be told apart, it is every second, fourth or eighth height, and so on."
        ),
        "contours of the batch": _("contours of the batch"),
    }


def line_terms() -> dict[str, str]:
    """The same of One dimension."""
    return {
        "?f′": explained("f′"),
        "?maximum": _("A place than which no other near it is higher."),
        "?inflection": _("A level place with higher ground on one side and lower on the other."),
        "?band": _("Where the slope is smaller than the tolerance of the stop rule."),
        "?tangent": _(
            "The grey line touches the curve where the ball stands; the sign on the ball is that "
            "of the slope."
        ),
        "?arrow": _("The next step, from where the ball stands to where it goes."),
        "?cobweb": _(
            "Each place against the next one; on the dotted diagonal both are the same, and the "
            "ball stays."
        ),
        "band": _("|f′| < tol"),
        "tangent": _("tangent"),
        "arrow": _("next step"),
        "cobweb": _("cobweb"),
    }
