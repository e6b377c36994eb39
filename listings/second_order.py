"""Programs of the rules that need more than a gradient, for one walk of two coordinates.

The rules themselves move many walkers at once, whose directions and line searches are arrays; the
lines below say the same of one. Sources: `optimizers.newton`, `optimizers.bfgs`,
`optimizers.lbfgs`, `optimizers.line_search`; tests hold them to the engine's walks.
"""

from __future__ import annotations

STILL = '''
EPS = np.finfo(float).eps


def is_felt(step, theta):
    """Whether a step is more than the rounding of theta; else the walk has come to rest."""
    return not np.abs(step).max() <= 4 * EPS * np.abs(theta).max()
'''

NEWTON = '''
def newton(start, steps, learning_rate, damping):
    """Newton's method: jump to where a parabola with the ground's slope and curvature is level."""
    theta = np.array(start, dtype=float)
    path = [theta]
    for _ in range(steps):
        g = gradient(theta)
        xx, xy, yy = d2f(*theta)
        hessian = np.array([[xx, xy], [xy, yy]])
        if not np.isfinite(hessian).all():
            theta = np.full(2, np.nan)
            path.append(theta)
            continue
        curvatures, axes = np.linalg.eigh(hessian)
        if damping > 0:
            curvatures = np.maximum(np.abs(curvatures), damping)
        along = g @ axes
        jump = axes @ np.where(along == 0, 0.0, -along / curvatures)
        if is_felt(jump, theta):
            theta = theta + learning_rate * jump
        path.append(theta)
    return np.array(path)
'''

SEARCH = '''
End = namedtuple("End", "length value slope")  # of a bracket


def line_search(theta, g, direction, first):
    """The step along a direction that meets the strong Wolfe conditions, 0 if there is none.

    Nocedal, Wright, Numerical optimization, 2nd edition, 2006, algorithms 3.5 and 3.6.
    """
    value, slope = f(*theta), g @ direction
    if not (is_felt(first * direction, theta) and -np.inf < slope < 0 and first > 0):
        return np.zeros(2)
    slack = 64 * EPS * max(abs(value), 1.0)  # a rise that small is rounding
    low, high = End(0.0, value, slope), End(np.inf, value, slope)
    trial, found = first, 0.0
    for _ in range(30):
        place = theta + trial * direction
        here = End(trial, f(*place), gradient(place) @ direction)
        enough = here.value <= min(value + 1e-4 * trial * slope, low.value) + slack  # Armijo
        if enough and np.isfinite(here.slope):
            found = trial
            if abs(here.slope) <= -0.9 * slope:  # the slope has levelled off
                break
            if here.slope * (high.length - low.length) >= 0:
                high = low
            low = here
        else:
            high = here
        trial = next_length(low, high)
    return found * direction


def next_length(low, high):
    """Twice as far without a bracket, else the minimum of the cubic through its ends."""
    width = high.length - low.length
    if np.isinf(width):
        return 2.0 * low.length
    a = low.slope + high.slope - 3 * (high.value - low.value) / width
    b = np.sign(width) * np.sqrt(a * a - low.slope * high.slope)
    part = 1 - (high.slope + b - a) / (high.slope - low.slope + 2 * b)  # 0 at low, 1 at high
    part = np.clip(part, 0.1, 0.9) if np.isfinite(part) else 0.5
    return low.length + part * width


def bends_up(s, y):
    """Whether the slope has grown along a step, by more than rounding."""
    ys, smallest = y @ s, np.finfo(float).tiny
    felt = ys > EPS * np.sqrt(s @ s) * np.sqrt(y @ y)
    return felt and smallest <= ys < np.inf and y @ y >= smallest
'''

BFGS = '''
def bfgs(start, steps, learning_rate):
    """BFGS: learn the inverse of the Hessian, H, from how the gradient changes along the way."""
    theta = np.array(start, dtype=float)
    g = gradient(theta)
    h, blank = np.eye(2), True
    path = [theta]
    for _ in range(steps):
        direction = -h @ g
        first = learning_rate / np.sqrt(direction @ direction) if blank else 1.0
        s = line_search(theta, g, direction, first)
        theta = theta + s
        path.append(theta)
        before, g = g, gradient(theta)
        s, y = theta - path[-2], g - before
        if bends_up(s, y):
            if blank:
                h, blank = (y @ s) / (y @ y) * h, False
            rho = 1 / (y @ s)
            turn = np.eye(2) - rho * np.outer(s, y)
            h = turn @ h @ turn.T + rho * np.outer(s, s)
    return np.array(path)
'''

LBFGS = '''
def lbfgs(start, steps, learning_rate, memory):
    """L-BFGS: BFGS that keeps the last changes of the gradient instead of a matrix."""
    theta = np.array(start, dtype=float)
    g = gradient(theta)
    pairs = []  # (s, y), the newest last
    path = [theta]
    for _ in range(steps):
        direction = -implied(pairs, g)
        first = 1.0 if pairs else learning_rate / np.sqrt(direction @ direction)
        s = line_search(theta, g, direction, first)
        theta = theta + s
        path.append(theta)
        before, g = g, gradient(theta)
        s, y = theta - path[-2], g - before
        if bends_up(s, y):
            pairs = [*pairs, (s, y)][-memory:]
    return np.array(path)


def implied(pairs, q):
    """H q for the H that the pairs stand for: algorithm 7.4."""
    taken = []
    for s, y in reversed(pairs):
        a = (s @ q) / (y @ s)
        q = q - a * y
        taken.append(a)
    if pairs:
        s, y = pairs[-1]
        q = (y @ s) / (y @ y) * q
    for (s, y), a in zip(pairs, reversed(taken)):
        q = q + s * (a - (y @ q) / (y @ s))
    return q
'''

# By the rule's name: the pieces that its program needs, its own function last.
PROGRAMS = {
    "newton": (STILL, NEWTON),
    "bfgs": (STILL, SEARCH, BFGS),
    "lbfgs": (STILL, SEARCH, LBFGS),
}
