"""The sixteen defects of the post: what it has, what is right, what the difference changes."""

from __future__ import annotations

from collections.abc import Sequence

from published import ENDS_AFTER, START, TRUE, UPDATES, Effects, Repair, effects, four_repairs
from ui.numbers import per_cent, short
from ui.post.story import point
from ui.words import _


def table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """A table as Markdown; the columns in ``right`` are set to the right."""
    rule = ["---:" if i in right else ":---" for i in range(len(head))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, rule, *rows))


def defects_table() -> str:
    """All of them, with numbers from the engine."""
    rows = [*_gradient(effects()), *_adam(effects()), *_picture(effects()), *_text(effects())]
    numbered = [(str(number), *row) for number, row in enumerate(rows, 1)]
    return table([_("No."), _("As published"), _("Right"), _("What it changes")], numbered)


Row = tuple[str, str, str]


def _gradient(e: Effects) -> list[Row]:
    terms = (("`+ 0.6*y`", "`+ 0.6*x*y`"), ("`- 0.5*y`", "`- 0.25*y**2`"))
    names = [*((_("dx: {term}"), *pair) for pair in terms)]
    names.append((_("dy: {term}"), "`+ 0.6*x**2`", "`+ 0.3*x**2`"))
    return [
        (
            where.format(term=published),
            right,
            _("Alone, it moves the place of rest to {zero}, {away} from the minimum.").format(
                zero=point(zero, 3), away=short(away)
            ),
        )
        for (where, published, right), zero, away in zip(
            names, e.slip_zeros, e.slip_distances, strict=True
        )
    ]


def _adam(e: Effects) -> list[Row]:
    return [
        (
            _("`t = 0` inside `adam()`, so that t is 1 at every update"),
            _("t is kept from update to update"),
            _(
                "On a constant gradient a step is up to {fastest} times too long (update {at}), "
                "too short from update {slower} on, and in the end {slowest} of what it should be."
            ).format(
                fastest=short(e.fastest),
                at=e.fastest_at,
                slower=e.slower_from,
                slowest=short(e.slowest),
            ),
        ),
        (
            _("`np.sqrt(v) - 1e-8`"),
            "`+ 1e-8`",
            _(
                "No point of the {updates} updates moves by more than {shift}; but below "
                "√v̂ = 1e−8 the step turns uphill: {ascent} for a gradient of 1e−9."
            ).format(updates=UPDATES, shift=short(e.epsilon_shift), ascent=f"+{short(e.ascent)}"),
        ),
    ]


def _picture(e: Effects) -> list[Row]:
    return [
        (
            _("`meshgrid(x, f(x, y))`, `Z = sqrt(X**2 + Y**2)`"),
            _("`X, Y = meshgrid(x, y)`, `Z = f(X, Y)`"),
            _(
                "Under the start the picture has {drawn}, f is {height}; "
                "at the minimum of f it has {low}, f is {minimum}."
            ).format(
                drawn=short(e.start_drawn),
                height=short(e.start_height),
                low=short(e.minimum_drawn),
                minimum=short(TRUE.minimum or 0.0),
            ),
        ),
        (
            _("`y = np.arange(-2, 1, 0.01)` for a start at y = 5.8"),
            _("a window with start and minimum, such as y from −6.5 to 6.5"),
            _("The minimum lies {below} below the lower edge.").format(below=short(e.below_window)),
        ),
        (
            _("the smallest circle is the minimum"),
            point(TRUE.minima[0]),
            _(
                "In the middle of the circles f is {height}, not {minimum}, "
                "and its gradient is {gradient}."
            ).format(
                height=short(e.origin_height),
                minimum=short(TRUE.minimum or 0.0),
                gradient=point(e.origin_gradient, 1),
            ),
        ),
        (
            _("a convex terrain"),
            _("not convex, but with a single stationary point"),
            _(
                "On {share} of the plotted window f is not convex; at (1.5, 0.5) the "
                "determinant of its Hessian is {determinant}."
            ).format(
                share=per_cent(e.concave_share),
                determinant=f"{e.determinant:.4f}".replace("-", "−"),
            ),
        ),
    ]


def _text(e: Effects) -> list[Row]:
    one, two = e.late_steps
    return [
        (
            _("formula: θ − α v̂ / √m̂"),
            "θ − α m̂ / (√v̂ + ε)",
            _(
                "Taken at its word it has no number at update {update}: a mean gradient is "
                "negative. The code has it right."
            ).format(update=e.literal_fails_at),
        ),
        (
            _("formula: 1 − βⁿ⁺¹ with m₁ = v₁ = 0"),
            _("the exponent is the number of gradients seen"),
            _(
                "A first step of {one} or {two}, as one reads it, for {right}; the walk is off "
                "by up to {shift_one} or {shift_two}. The code has another defect (4)."
            ).format(
                one=short(one),
                two=short(two),
                right=short(round(e.first_step, 6)),
                shift_one=short(e.late_shifts[0]),
                shift_two=short(e.late_shifts[1]),
            ),
        ),
        (
            _("text: the corrected means are called v and h, their limits m and n"),
            _("m and v throughout"),
            _("Names only."),
        ),
        (
            _("text: with time, Adam comes to look like SGD"),
            _("it tends to momentum divided by √v, without correction"),
            _(
                "On constant gradients of {a} and {b} gradient descent's steps are {da} and {db}; "
                "Adam's are {aa} and {ab}, even after 20,000 updates."
            ).format(
                a=short(e.gradients[0]),
                b=short(e.gradients[1]),
                da=short(e.descent_steps[0]),
                db=short(e.descent_steps[1]),
                aa=short(e.adam_steps[0]),
                ab=short(e.adam_steps[1]),
            ),
        ),
        (
            _("text: α = 10⁻³; code: lr = 5e-2; label: epochs=92; no ε in the formula"),
            _("lr = 5e-2, {updates} updates, ε = 10⁻⁸").format(updates=UPDATES),
            _(
                "With 10⁻³ even correct Adam on the true gradient would stand at {end} after "
                "{updates} updates: hardly away from the start {start}."
            ).format(end=point(e.default_end, 3), updates=UPDATES, start=point(START, 1)),
        ),
        (
            _("prologue: the other family shrinks the learning rate at a fixed ratio"),
            _("AdaGrad and RMSProp scale each coordinate by its own past gradients"),
            _(
                "On this walk RMSProp's rate along x rises in {rises} of {changes} updates, "
                "from {low} to {high}."
            ).format(
                rises=e.rises,
                changes=UPDATES - 1,
                low=short(e.rates[0]),
                high=short(e.rates[1]),
            ),
        ),
        (
            _("a branch for the first update; x and y name the grid and the walk"),
            _("moments that start at zero; a name for each"),
            _("Nothing: the first moments are the same."),
        ),
    ]


def four_walks_table() -> str:
    """Where gradient × Adam, as published and correct, lead."""
    rows = []
    for repair, walk in four_repairs():
        ends = [point(walk.points[n], 7 if n <= 1000 else 3) for n in ENDS_AFTER]
        away = float(TRUE.distance_to_minimum(*walk.points[ENDS_AFTER[2]]))
        rows.append([*_names(repair), *ends, short(away)])
    head = [
        _("Gradient"),
        "Adam",
        *(_("after {number}").format(number=f"{n:,}") for n in ENDS_AFTER),
        _("Away from the minimum (after 1,000)"),
    ]
    return table(head, rows, right=range(2, len(head)))


def _names(repair: Repair) -> tuple[str, str]:
    published = _("as published")
    return (_("true") if repair.gradient else published, _("correct") if repair.bias else published)
