"""Random numbers that are the same on every machine and in every release of NumPy.

NumPy promises the raw words of its bit generators, not what the methods of `Generator` make of
them, so all that is random here is made of raw words (NumPy Enhancement Proposal 19, R. Kern, 2018,
https://numpy.org/neps/nep-0019-rng-policy.html). The generator is Philox (J. K. Salmon et al.,
Parallel random numbers: as easy as 1, 2, 3, 2011, https://doi.org/10.1145/2063384.2063405): streams
with different keys have nothing to do with each other.
"""

from __future__ import annotations

import numpy as np

MOST_SEED = 2**32 - 1
DECIMALS = 4  # of what is made of logarithms and sines, whose last digits differ between machines


def words(seed: int, stream: int, count: int) -> np.ndarray:
    """The first ``count`` words of a stream, (count,) uint64; a longer call begins with them."""
    if isinstance(seed, bool) or int(seed) != seed or not 0 <= seed <= MOST_SEED:
        raise ValueError(f"seed must be a whole number from 0 to {MOST_SEED}, got {seed!r}")
    return np.random.Philox(key=np.array([seed, stream], dtype=np.uint64)).random_raw(count)


def uniform(seed: int, stream: int, count: int) -> np.ndarray:
    """Numbers in [0, 1), (count,): exact, of the upper 53 bits."""
    return (words(seed, stream, count) >> np.uint64(11)) * 2.0**-53


def normal(seed: int, stream: int, count: int) -> np.ndarray:
    """Normal numbers of mean 0 and variance 1, (count,), to be rounded by whoever uses them.

    G. E. P. Box, M. E. Muller, A note on the generation of random normal deviates, 1958,
    https://doi.org/10.1214/aoms/1177706645
    """
    turns = uniform(seed, stream, 2 * count).reshape(count, 2)
    return np.sqrt(-2 * np.log1p(-turns[:, 0])) * np.cos(2 * np.pi * turns[:, 1])


def below(limit: int, given: np.ndarray) -> np.ndarray:
    """Whole numbers under a limit of at most 2³², one per word; none is likelier by over n/2³²."""
    return ((given >> np.uint64(32)) * np.uint64(limit) >> np.uint64(32)).astype(np.int64)
