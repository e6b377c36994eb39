"""What is raced. To add a case: write its file with its ``RACES``, then its line here."""

from bench.cases import (
    basin_map,
    many_rates,
    many_starts,
    million_starts,
    one_start,
    six_optimizers,
)

CASES = {
    "one": one_start.RACES,
    "six": six_optimizers.RACES,
    "many": many_starts.RACES,
    "million": million_starts.RACES,
    "sweep": many_rates.RACES,
    "map": basin_map.RACES,
}
