"""Examples and draws: counted independently, and the same on every machine."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

import data
from data import Batches, Dataset, Order, Task, UnreadableError, pasted
from data.batches import in_order
from data.raw import below, normal, uniform, words

MADE = [source for source in data.SOURCES if source.noise is not None]
READ = [source for source in data.SOURCES if source.noise is None]
ids = [source.name for source in data.SOURCES]


# -- what is random ------------------------------------------------------------------------------


def test_the_words_are_those_of_philox() -> None:
    """Pinned, so that another release of NumPy or another processor is found out."""
    assert [hex(word) for word in words(0, 1, 3)] == [
        *("0xd037f8c3f9a1d176", "0xc057419b4c210765", "0xabf13115117b0065"),
    ]
    assert [hex(word) for word in words(7, 2, 2)] == ["0x5dd61f0800defd6d", "0x665f51f0eb1e251a"]
    assert (words(3, 1, 9)[:4] == words(3, 1, 4)).all()


def test_numbers_are_made_of_words_exactly() -> None:
    given = [int(word) for word in words(5, 0, 200)]
    assert uniform(5, 0, 200).tolist() == [(word >> 11) / 2**53 for word in given]
    for limit in (1, 7, 500):
        found = below(limit, np.array(given, dtype=np.uint64))
        assert found.tolist() == [(word >> 32) * limit >> 32 for word in given]


def test_normal_numbers_have_the_moments_of_normal_numbers() -> None:
    found = normal(1, 0, 40_000)
    for power, moment, spread in ((1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)):
        assert abs(np.mean(found**power) - moment) < 5 * math.sqrt(spread / len(found))
    assert abs(np.mean(found[:-1] * found[1:])) < 5 / math.sqrt(len(found))


@pytest.mark.parametrize("seed", [-1, 2**32, 0.5, True])
def test_a_seed_that_is_none_is_refused(seed: float) -> None:
    with pytest.raises(ValueError, match=r"seed must be a whole number from 0 to 4294967295"):
        words(seed, 0, 1)  # type: ignore[arg-type]


# -- draws -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize(("n", "size"), [(100, 20), (8, 3), (5, 5), (7, 1)])
def test_an_epoch_is_as_many_draws_as_there_are_examples(n: int, size: int, order: Order) -> None:
    batches = Batches(size, order, seed=4)
    per_epoch = math.ceil(n / size)
    assert batches.updates_per_epoch(n) == per_epoch
    drawn = batches.indices(n, 3 * per_epoch)
    assert drawn.shape == (3 * per_epoch, size) and drawn.dtype == np.int64
    for epoch in range(3):
        mine = drawn[epoch * per_epoch : (epoch + 1) * per_epoch]
        seen = [int(i) for row in mine for i in row if i >= 0]
        assert len(seen) == n and set(seen) <= set(range(n))
        assert [int((row >= 0).sum()) for row in mine[:-1]] == [size] * (per_epoch - 1)
        if order is not Order.REPLACED:
            assert Counter(seen) == Counter(range(n))
        if order is Order.FIXED:
            assert seen == list(range(n))


def test_as_the_posts_count() -> None:
    assert Batches(20).updates_per_epoch(100) == 5


@pytest.mark.parametrize("n", [1, 2, 5, 64, 65])
@pytest.mark.parametrize("kept", [64, 10, 3])
def test_an_epoch_is_in_the_order_of_its_words(n: int, kept: int) -> None:
    """Also where words differ in their lowest bits alone, or not at all."""
    given = np.random.default_rng(n).integers(2**64, size=(50, n), dtype=np.uint64)
    given >>= np.uint64(64 - kept)
    assert in_order(given).tolist() == [
        sorted(range(n), key=row.__getitem__) for row in given.tolist()
    ]


def test_orders_differ_from_epoch_to_epoch_and_from_seed_to_seed() -> None:
    first, second = Batches(10, seed=0).indices(10, 2)
    assert first.tolist() != second.tolist()
    assert Batches(10, seed=1).indices(10, 1)[0].tolist() != first.tolist()


@pytest.mark.parametrize("order", Order)
def test_more_updates_and_more_seeds_change_no_draw(order: Order) -> None:
    long, short = (Batches(3, order, 9).indices(8, steps) for steps in (50, 11))
    assert (long[:11] == short).all()
    several = Batches(3, order).indices(8, 50, seeds=[2, 9, 40])
    assert several.shape == (50, 3, 3) and (several[:, 1] == long).all()


def test_every_order_of_three_is_as_likely() -> None:
    drawn = Batches(3).indices(3, 1, seeds=range(6000))[0]
    counts = Counter(map(tuple, drawn.tolist()))
    assert len(counts) == 6
    squares = sum((count - 1000) ** 2 / 1000 for count in counts.values())
    assert squares < 20.5  # the chi-square of five degrees at 0.999


@pytest.mark.parametrize("n", [8, 40, 200])
def test_the_share_that_is_never_drawn_is_what_is_foretold(n: int) -> None:
    drawn = Batches(n, Order.REPLACED).indices(n, 1, seeds=range(500))[0]
    never = np.mean([n - len(set(row)) for row in drawn.tolist()]) / n
    expected = (1 - 1 / n) ** n
    variance = expected * (1 - expected) / n + (1 - 1 / n) * ((1 - 2 / n) ** n - expected**2)
    assert abs(never - expected) < 5 * math.sqrt(variance / 500)


@pytest.mark.parametrize("size", [0, -3, 1.5, True])
def test_a_batch_that_is_none_is_refused(size: float) -> None:
    with pytest.raises(ValueError, match="a whole number of at least 1 example, got"):
        Batches(size)  # type: ignore[arg-type]


def test_a_batch_larger_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="at most all 5 examples, got 6"):
        Batches(6).indices(5, 1)


# -- examples --------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", MADE, ids=lambda source: source.name)
def test_what_is_made_follows_from_the_arguments(source: data.Source) -> None:
    one, same = source.make(30, seed=3), source.make(30, seed=3)
    assert len(one) == 30 and one.key == same.key
    assert one.key != source.make(30, seed=4).key
    clean = source.make(30, noise=0.0, seed=3)
    far = np.abs(clean.points - one.points).max() + np.abs(clean.targets - one.targets).max()
    assert 0 < far < 6 * source.noise  # type: ignore[operator]
    assert (np.round(one.points, 4) == one.points).all()
    if source.task is Task.CLASS:
        assert Counter(one.targets.tolist()) == {0.0: 15, 1.0: 15}


@pytest.mark.parametrize("source", MADE, ids=lambda source: source.name)
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"n": 1}, "n must be a whole number from 2 to 500, got 1"),
        ({"n": 501}, "from 2 to 500, got 501"),
        ({"noise": -0.1}, r"noise must lie in \[0, 10\], got -0.1"),
        ({"noise": math.nan}, "noise must lie in"),
        ({"seed": -1}, "seed must be"),
    ],
)
def test_arguments_that_do_not_fit_are_refused(
    source: data.Source, arguments: dict[str, float], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        source.make(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("source", READ, ids=lambda source: source.name)
def test_a_table_says_where_it_is_from(source: data.Source) -> None:
    table = source.make()
    assert table.source and table.licence and len(table) >= 11
    assert table.axes == source.axes and table.task is source.task and table.name == source.name


def test_names_are_unique_and_found() -> None:
    assert len(set(ids)) == len(ids)
    assert all(data.by_name(name).name == name for name in ids)
    with pytest.raises(KeyError, match="no data called 'sun'; there are line, outlier"):
        data.by_name("sun")


def test_anscombe_has_four_times_one_line() -> None:
    """The figures that his paper prints for all four."""
    for i in range(1, 5):
        table = data.by_name(f"anscombe{i}").make()
        x, y = table.points[:, 0], table.targets
        slope, intercept = np.polyfit(x, y, 1)
        assert (len(x), x.mean()) == (11, 9.0)
        assert ((x - 9) ** 2).sum() == 110
        assert y.mean() == pytest.approx(7.5, abs=0.001)
        assert (slope, intercept) == (pytest.approx(0.5, abs=1e-3), pytest.approx(3, abs=3e-3))
        assert np.corrcoef(x, y)[0, 1] ** 2 == pytest.approx(0.667, abs=1e-3)


def test_clouds_apart_can_be_parted_and_the_others_cannot() -> None:
    def parted(name: str) -> bool:
        made = data.by_name(name).make(40, seed=0)
        side = made.points @ np.array([0.8, 0.6])
        return side[made.targets == 0].max() < side[made.targets == 1].min()

    assert parted("clouds") and not parted("overlapping")


def test_the_outlier_turns_the_line() -> None:
    slopes = [
        np.polyfit(made.points[:, 0], made.targets, 1)[0]
        for made in (data.by_name(name).make(40, seed=0) for name in ("line", "outlier"))
    ]
    assert slopes[0] - slopes[1] > 0.15


def test_the_key_is_of_the_content() -> None:
    def of(*rows: float, name: str = "a", task: Task = Task.NUMBER) -> str:
        return Dataset(name, task, np.zeros((len(rows), 1)), np.array(rows), ("x", "y")).key

    assert of(0, 1) == of(0, 1, name="b") == of(-0.0, 1)
    assert len({of(0, 1), of(1, 0), of(0, 1, 1), of(0, 1, task=Task.CLASS)}) == 4


def test_examples_cannot_be_written_to() -> None:
    made = data.by_name("moons").make()
    with pytest.raises(ValueError, match="read-only"):
        made.points[0, 0] = 1.0


@pytest.mark.parametrize(
    ("points", "targets", "said"),
    [
        ([[1.0]], [1.0, 2.0], r"points must be \(N, d\) and targets \(N,\)"),
        ([[math.nan]], [1.0], "must be finite"),
        ([[1.0]], [2.0], "labels must be 0 or 1"),
    ],
)
def test_what_is_no_data_is_refused(
    points: list[list[float]], targets: list[float], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        Dataset("a", Task.CLASS, np.array(points), np.array(targets), ("x", "class"))


# -- what is pasted --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("x,y\n1,2\n3,4.5", "1 2\n3 4.5", "1;2\n\n3;4.5\n", "(1, 2)\n[3, 4.5]"),
        "+1e0\t2\r\n3\t45e-1",
        '\ufeff\r\n\r\n"x";"y (cm)"\r\n1;2\r\n   \r\n3;4.5',  # a table's file from Windows
        "1,2\r3,4.5\r",
    ],
)
def test_points_are_read_as_people_write_them(text: str) -> None:
    read = pasted(text, Task.NUMBER)
    assert read.points.tolist() == [[1.0], [3.0]] and read.targets.tolist() == [2.0, 4.5]


def test_what_this_app_writes_it_reads() -> None:
    assert pasted("−1.5, 2", Task.NUMBER).points.tolist() == [[-1.5]]


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("", "There is no line of numbers", ""),
        (" \n\r\n", "There is no line of numbers", ""),
        ("hello", "There is no line of numbers", ""),
        ("1,2\n3", "Line 2 must hold 2 numbers; values found: 1.", "3"),
        ("1,2\n\n\n3", "Line 4 must hold 2 numbers; values found: 1.", "3"),
        ("1,2\r\n\r\n3 4 5\r\n", "Line 3 must hold 2 numbers; values found: 3.", "3 4 5"),
        (
            "x\u2028y\n1,2,3",
            "Line 2 must hold 2 numbers; values found: 3.",
            "1,2,3",
        ),  # lines as an editor counts them
        ("1,2\nx,y", "In line 2, value 1 is not a number.", "x,y"),  # a second head
        ("1,2\nnan,3", "In line 2, value 1 is not a number.", "nan,3"),
        ("nan,nan\n1,2", "In line 1, value 1 is not a number.", "nan,nan"),  # not a head
        ("Inf;inf\n1,2", "In line 1, value 1 is not a number.", "Inf;inf"),
        ("x,y\n3,-inf", "In line 2, value 2 is not a number.", "3,-inf"),
        ("1,2\n0x10,3", "In line 2, value 1 is not a number.", "0x10,3"),
        ("1,2\n1_000,3", "In line 2, value 1 is not a number.", "1_000,3"),
        ("=cmd(),=cmd()", "In line 1, value 1 is not a number.", "=cmd(),=cmd()"),
        ("1,=cmd()", "In line 1, value 2 is not a number.", "1,=cmd()"),
        ("1,2\n__import__('os'),3", "In line 2, value 1", "__import__('os'),3"),
        ("1,2\n1e9,3", "In line 2, value 1 is too large: numbers go from −1,000,000 to", "1e9,3"),
        ("1,2\n3,1e400", "In line 2, value 2 is too large", "3,1e400"),
        ("1,2\n" + "9" * 400 + ",3", "In line 2, value 1 is too large", "9" * 48 + "…"),
        ("1,2\n1e9999,3", "In line 2, value 1 is not a number.", "1e9999,3"),
        ("1,2\n" * 501, "Line 501 is one too many: at most 500 rows are read.", "1,2"),
        ("9" * 100_000, "At most 20,000 characters are read, and there are 100,000.", ""),
        ("１,2\n3,4", "In line 1, value 1 is not a number.", "１,2"),
        ("1,2\n<b>" + "x" * 90 + "</b>,3", "In line 2, value 1", "<b>" + "x" * 45 + "…"),
        ("1,2\n\u202e3\x00,4", "In line 2, value 1", "�3�,4"),
        ("0,5;1,2", "Line 1 must hold 2 numbers; values found: 4. A comma stands", "0,5;1,2"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_and_its_line(text: str, said: str, line: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        pasted(text, Task.NUMBER)
    error = refused.value
    assert error.message.format(**error.places).startswith(said) and error.line == line
    # Nothing of the text stands in the sentence, where it might be taken for markup.
    assert all(isinstance(place, int | float) for place in error.places.values())


def test_a_label_is_nought_or_one() -> None:
    assert pasted("1,2,0\n3,4,1", Task.CLASS).targets.tolist() == [0.0, 1.0]
    for label in ("2", "0.5", "-1"):
        with pytest.raises(UnreadableError, match="In line 2, the class must be 0 or 1") as error:
            pasted(f"1,2,0\n3,4,{label}", Task.CLASS)
        assert error.value.line == f"3,4,{label}"


def test_a_long_number_that_is_none_is_refused_without_trying_every_way_to_part_it() -> None:
    """Trying every way would take half a minute, in which nobody else is served."""
    with pytest.raises(UnreadableError, match="In line 1, value 1 is not a number"):
        pasted("9" * 19_990 + "x,1", Task.NUMBER)
