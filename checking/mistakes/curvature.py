"""Second derivatives, or what is learned in their place."""

from checking.mistakes.mistake import Mistake

EIGEN = "np.linalg.eigh(np.where(known, hessian, 0.0))"
LEARNED = "self._learn(state, theta - state.theta, grad - state.grad)"
REMEMBERED = "self._remember(state, theta - state.theta, grad - state.grad)"
SEARCHED = "search(probe, theta, grad, jump, first)"
SQUARED = "(1 + (y[..., None, :] @ hy) / ys) * (column @ row)"


def _of(xx: float, xy: float, yy: float) -> tuple[tuple[str, str], ...]:
    """The Hessian with each of its parts times a number."""
    times = f"np.array((({xx}, {xy}), ({xy}, {yy})))"
    return (
        (EIGEN, f"np.linalg.eigh(np.where(known, hessian * {times}, 0.0))"),
        ("Parabola(hessian, A)", f"Parabola(hessian * {times}, A)"),
    )


NEWTON = (
    Mistake(
        "mixed_left_out", "The mixed second derivative, ∂²f/∂x∂y, is left out.", _of(1.0, 0.0, 1.0)
    ),
    Mistake("mixed_sign", "∂²f/∂x∂y has the wrong sign.", _of(1.0, -1.0, 1.0)),
    Mistake("mixed_twice", "∂²f/∂x∂y is twice what it should be.", _of(1.0, 2.0, 1.0)),
    Mistake("mixed_half", "∂²f/∂x∂y is half of what it should be.", _of(1.0, 0.5, 1.0)),
    Mistake("bend_x_sign", "∂²f/∂x² has the wrong sign.", _of(-1.0, 1.0, 1.0)),
    Mistake("bend_x_twice", "∂²f/∂x² is twice what it should be.", _of(2.0, 1.0, 1.0)),
    Mistake("bend_x_half", "∂²f/∂x² is half of what it should be.", _of(0.5, 1.0, 1.0)),
    Mistake("bend_y_sign", "∂²f/∂y² has the wrong sign.", _of(1.0, 1.0, -1.0)),
    Mistake("bend_y_twice", "∂²f/∂y² is twice what it should be.", _of(1.0, 1.0, 2.0)),
    Mistake("bend_y_half", "∂²f/∂y² is half of what it should be.", _of(1.0, 1.0, 0.5)),
    Mistake(
        "hessian_multiplied",
        "The gradient is multiplied by the Hessian instead of by its inverse.",
        (("-along / curvatures", "-along * curvatures"),),
    ),
    Mistake(
        "newton_ascent",
        "The step goes up: its sign is wrong.",
        (("-along / curvatures", "along / curvatures"),),
    ),
    Mistake(
        "curvature_sizes",
        "Curvatures count by their size, negative ones as well.",
        (("-along / curvatures", "-along / np.abs(curvatures)"),),
    ),
    Mistake(
        "damping_added",
        "The damping is added to every curvature (Levenberg) instead of being the least of them.",
        (("np.maximum(np.abs(A), self.damping)", "A + self.damping"),),
    ),
    Mistake(
        "hessian_kept",
        "The Hessian is that of the start in every step.",
        (
            (
                EIGEN,
                "np.linalg.eigh(np.where(known, np.where(np.any(state.hessian, axis=(-2, -1), "
                "keepdims=True), state.hessian, hessian), 0.0))",
            ),
            (
                "Parabola(hessian, A)",
                "Parabola(np.where(np.any(state.hessian, axis=(-2, -1), keepdims=True), "
                "state.hessian, hessian), A)",
            ),
        ),
    ),
)
QUASI = (
    Mistake(
        "search_left_out",
        "There is no line search: every step is η times the way to the model’s centre.",
        ((SEARCHED, "self.learning_rate * jump"),),
    ),
    Mistake(
        "whole_way",
        "There is no line search: every step goes the whole way to the model’s centre.",
        ((SEARCHED, "jump"),),
    ),
    Mistake(
        "changes_exchanged",
        "The step s and the change of the gradient y have changed places: what is learned is the "
        "Hessian, not its inverse.",
        ((LEARNED, "self._learn(state, grad - state.grad, theta - state.theta)"),),
    ),
    Mistake(
        "never_learned",
        "H is never changed: every step goes down the steepest way.",
        ((LEARNED, "(state.inverse, state.blank)"),),
    ),
    Mistake(
        "unscaled",
        "H begins as the unit matrix and is not scaled to the first change of the gradient. "
        "SciPy does it this way, too.",
        (("np.where(state.blank & usable, curved / dot(y, y), 1.0)", "np.ones_like(curved)"),),
    ),
    Mistake(
        "last_term_missing",
        "In the formula for H the last term, s sᵀ/yᵀs, is missing.",
        ((SQUARED, "((y[..., None, :] @ hy) / ys) * (column @ row)"),),
    ),
    Mistake(
        "davidon",
        "H is changed by the formula of Davidon, Fletcher and Powell instead of that of BFGS.",
        (
            (
                "inverse - cross - np.swapaxes(cross, -1, -2)",
                "inverse - hy @ np.swapaxes(hy, -1, -2) / (y[..., None, :] @ hy)",
            ),
            (SQUARED, "column @ row"),
        ),
    ),
    Mistake(
        "pairs_exchanged",
        "The step s and the change of the gradient y have changed places in what is remembered.",
        ((REMEMBERED, "self._remember(state, grad - state.grad, theta - state.theta)"),),
    ),
)
CURVATURE = (*NEWTON, *QUASI)
