"""Which examples are learned from, and in which order they are drawn.

>>> import data
>>> moons = data.by_name("moons").make(n=40, noise=0.2, seed=0)
>>> moons.points.shape, moons.targets.shape
((40, 2), (40,))
>>> data.Batches(size=20, seed=0).indices(n=100, steps=5).shape
(5, 20)
"""

from data.batches import Batches, Order
from data.dataset import Dataset, Task
from data.generators import SOURCES, Source, by_name
from data.pasted import UnreadableError, pasted

__all__ = [
    "SOURCES",
    "Batches",
    "Dataset",
    "Order",
    "Source",
    "Task",
    "UnreadableError",
    "by_name",
    "pasted",
]
