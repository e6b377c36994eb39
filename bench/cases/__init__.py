"""What is raced. To add a case: write its file with its ``RACES``, then its line here."""

from bench.cases import many_starts, million_starts, one_start, six_optimizers

CASES = {
    "one": one_start.RACES,
    "six": six_optimizers.RACES,
    "many": many_starts.RACES,
    "million": million_starts.RACES,
}
