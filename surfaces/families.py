"""Kinds of grounds, by what a walk meets on them: the parts of the menu, in its order."""

from enum import StrEnum


class Family(StrEnum):
    """What a surface is picked for; its value is the part's heading."""

    POSTS = "From the study posts"
    BOWLS = "Bowls"
    VALLEYS = "Valleys"
    MINIMA = "Many minima"
    FLAT = "Saddles and plateaus"
    DATA = "Losses of data"
    OWN = "Your own"
