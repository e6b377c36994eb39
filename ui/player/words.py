"""The words that the player shows, translated; its script asks for them by their English."""

from __future__ import annotations

from ui.coordinates import coordinate_words
from ui.player.live_words import live_words
from ui.player.terms import player_terms, rate_terms
from ui.words import _


def player_words(
    subject: str | None = None, besides: str = "", *, typed: bool = False
) -> dict[str, str]:
    """English → the language of this script run.

    Args:
        subject: What pictures that are taken away say they are of; the page's title unless given.
        besides: What they say of the settings besides the learning rates, in whole sentences.
        typed: Whether somebody has typed f, so that a walk may end where f has no value.
    """
    return {
        **({"subject": subject} if subject else {}),
        **({"besides": besides} if besides else {}),
        **share_words(),
        **player_terms(),
        **coordinate_words(),
        **live_words(),
        "Play": _("Play"),
        "Pause": _("Pause"),
        "Player": _("Player"),
        "Step": _("Step"),
        "step": _("step"),
        "gradient evaluations": _("gradient evaluations"),
        "evaluations of f, ∇f and ∇²f": _("evaluations of f, ∇f and ∇²f"),
        "Speed": _("Speed"),
        "Loop": _("Loop"),
        "Show only the last steps": _("Show only the last steps"),
        "Show in 3D": _("Show in 3D"),
        "Curvature": _("Curvature"),
        "Curvature under": _("Curvature under"),
        "λ = {low} and {high}": _("λ = {low} and {high}"),
        "η = {eta} is {share} % of {limit} = {value}": _(
            "η = {eta} is {share} % of {limit} = {value}"
        ),
        "2/λmax = {value} limits plain descent, not {name}": _(
            "2/λmax = {value} limits plain descent, not {name}"
        ),
        "nothing limits η where it bends down all around": _(
            "nothing limits η where it bends down all around"
        ),
        "factor per step: {predicted} predicted, {observed} observed": _(
            "factor per step: {predicted} predicted, {observed} observed"
        ),
        "Lines: along them the curvature is extreme; their lengths stand as 1/√|λ|; dashed where "
        "it bends down.": _(
            "Lines: along them the curvature is extreme; their lengths stand as 1/√|λ|; dashed "
            "where it bends down."
        ),
        "Back to the start": _("Back to the start"),
        "One step back": _("One step back"),
        "One step on": _("One step on"),
        "Zoom": _("Zoom"),
        "Zoom in": _("Zoom in"),
        "Zoom out": _("Zoom out"),
        "Whole map": _("Whole map"),
        "minimum": _("minimum"),
        "start": _("start"),
        "height": _("height"),
        "low": _("low"),
        "high": _("high"),
        "f ≈ {height}": _("f ≈ {height}"),
        "{first} {x}, {second} {y}: f ≈ {height}": _("{first} {x}, {second} {y}: f ≈ {height}"),
        "optimizer": _("optimizer"),
        "diverged": _("lost") if typed else _("diverged"),
        "at step {step}": _("at step {step}"),
        "learning rate in force": _("learning rate in force"),
        "where it is heading": _("where it is heading"),
        "at rest": _("at rest"),
        "to the right": _("to the right"),
        "up and to the right": _("up and to the right"),
        "upwards": _("upwards"),
        "up and to the left": _("up and to the left"),
        "to the left": _("to the left"),
        "down and to the left": _("down and to the left"),
        "downwards": _("downwards"),
        "down and to the right": _("down and to the right"),
        "Map": _("Map"),
        "Map in 3-D": _("Map in 3-D"),
        "Chart of {what} over {abscissa}": _("Chart of {what} over {abscissa}"),
        "Shown: {first} from {x0} to {x1}, {second} from {y0} to {y1}.": _(
            "Shown: {first} from {x0} to {x1}, {second} from {y0} to {y1}."
        ),
        "At step {step}: {places}.": _("At step {step}: {places}."),
        "{name} from {first} to {now}": _("{name} from {first} to {now}"),
        "and {count} more": _("and {count} more"),
        "It is moving; pause it to hear what it shows.": _(
            "It is moving; pause it to hear what it shows."
        ),
        "Hide {name}": _("Hide {name}"),
        "Show {name}": _("Show {name}"),
        "only": _("only"),
        "all": _("all"),
        "Show {name} alone": _("Show {name} alone"),
        "Show all": _("Show all"),
        "{name} left the map at step {step}": _("{name} left the map at step {step}"),
        "{name}: the stop rule fires at step {step}": _(
            "{name}: the stop rule fires at step {step}"
        ),
        "Step {step} of {steps}.": _("Step {step} of {steps}."),
        "Lowest: {name}, {what} = {value}, at ({x}, {y}).": _(
            "Lowest: {name}, {what} = {value}, at ({x}, {y})."
        ),
        "Step t = {t}: from θ{before} to θ{after}": _("Step t = {t}: from θ{before} to θ{after}"),
        "Numbers of this step": _("Numbers of this step"),
        "Show {name} on the map": _("Show {name} on the map"),
        "Hide {name} on the map": _("Hide {name} on the map"),
        "effective learning rate": _("effective learning rate"),
        "arrows of gradients × {scale}": _("arrows of gradients × {scale}"),
        "the step × {scale}": _("the step × {scale}"),
        "the step in true size": _("the step in true size"),
        "Look at the step": _("Look at the step"),
        "Click the path to go to that step, the ground to start there.": _(
            "Click the path to go to that step, the ground to start there."
        ),
        "solid: {first}, dashed: {second}": _("solid: {first}, dashed: {second}"),
        "curvature of the model": _("curvature of the model"),
        "to where the model is level": _("to where the model is level"),
        "ball": _("ball"),
        "looks ahead": _("looks ahead"),
        "The walk has no finite step.": _("The walk has no finite step."),
    }


def share_words() -> dict[str, str]:
    """What is said where the picture is taken elsewhere."""
    return {
        "Share": _("Share"),
        "The link, pictures, a film": _("The link, pictures, a film"),
        "Present": _("Present"),
        "Large, and alone on the screen (P)": _("Large, and alone on the screen (P)"),
        "Open the whole page": _("Open the whole page"),
        "Copy link": _("Copy link"),
        "Map and chart": _("Map and chart"),
        "Map alone": _("Map alone"),
        "Chart alone": _("Chart alone"),
        "Picture of {what} as {form}": _("Picture of {what} as {form}"),
        "Large type in the picture": _("Large type in the picture"),
        "Film (WebM)": _("Film (WebM)"),
        "Stop and save the film": _("Stop and save the film"),
        "Filming: the walks are played once, from their start.": _(
            "Filming: the walks are played once, from their start."
        ),
        "The film is saved.": _("The film is saved."),
        "The film could not be made.": _("The film could not be made."),
        "The picture is saved.": _("The picture is saved."),
        "The picture could not be made.": _("The picture could not be made."),
        "Copy the code that embeds it": _("Copy the code that embeds it"),
        "Code that embeds it": _("Code that embeds it"),
        "The code is copied: it shows the player alone in another page.": _(
            "The code is copied: it shows the player alone in another page."
        ),
        "The link is copied: it opens exactly this view.": _(
            "The link is copied: it opens exactly this view."
        ),
        "The browser does not let it be copied; here it is.": _(
            "The browser does not let it be copied; here it is."
        ),
        "Start ({x}, {y}).": _("Start ({x}, {y})."),
    }


def rate_words() -> dict[str, str]:
    """What the player of the learning-rate page says besides."""
    return {
        **rate_terms(),
        "Learning rate η": _("Learning rate η"),
        "learning rate η": _("learning rate η"),
        **_rate_fates(),
        "with this rate": _("with this rate"),
        "best rate": _("best rate"),
        "converges up to": _("converges up to"),
        "no sharp limit": _("no sharp limit"),
        "Go to this rate": _("Go to this rate"),
        "Explore with this rate": _("Explore with this rate"),
        "Explore, each at its best": _("Explore, each at its best"),
        "limit of {name}": _("limit of {name}"),
        "{name} {regime}: η from {low} to {high}": _("{name} {regime}: η from {low} to {high}"),
        "too small": _("too small"),
        "converges": _("converges"),
        "stops": _("stops"),
        "oscillates": _("oscillates"),
        "too large": _("too large"),
        "diverges": _("diverges"),
        "the flat direction": _("the flat direction"),
        "the steep direction": _("the steep direction"),
        "{factor} along {name} ({what})": _("{factor} along {name} ({what})"),
        "Near the minimum, a step of gradient descent multiplies the error by {first} and by "
        "{second}.": _(
            "Near the minimum, a step of gradient descent multiplies the error by {first} and by "
            "{second}."
        ),
        "Near the minimum, a step of gradient descent at the full rate multiplies the error by "
        "{first} and by {second}.": _(
            "Near the minimum, a step of gradient descent at the full rate multiplies the error by "
            "{first} and by {second}."
        ),
        "solved in one step": _("solved in one step"),
        "no step at all": _("no step at all"),
        "flips for ever": _("flips for ever"),
        "flips and leaves": _("flips and leaves"),
        "leaves": _("leaves"),
        "flips, and comes closer": _("flips, and comes closer"),
        "comes closer": _("comes closer"),
    }


def _rate_fates() -> dict[str, str]:
    """What has become of walks that left the map, for any rate."""
    return {
        "{name} left the map at step {step}: its steps are too long. Try a learning rate below "
        "{most}.": _(
            "{name} left the map at step {step}: its steps are too long. Try a learning rate below "
            "{most}."
        ),
        "{name} left the map after step {step}: its steps are too long. Try a learning rate below "
        "{most}.": _(
            "{name} left the map after step {step}: its steps are too long. Try a learning rate "
            "below {most}."
        ),
        "{name} left the map at step {step}, downhill: there is no floor.": _(
            "{name} left the map at step {step}, downhill: there is no floor."
        ),
        "{name} left the map after step {step}, downhill: there is no floor.": _(
            "{name} left the map after step {step}, downhill: there is no floor."
        ),
        "{name} left the map at step {step}.": _("{name} left the map at step {step}."),
        "{name} left the map after step {step}.": _("{name} left the map after step {step}."),
    }
