"""The measures of a ranking, against values worked out by hand and what must always hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.measuring.ranking import bootstrap, figure, ndcg, recall, reciprocal_rank

ROWS = st.lists(st.integers(0, 30), unique=True, max_size=20)
RELEVANCE = st.dictionaries(st.integers(0, 30), st.sampled_from((1.0, 2.0, 3.0)), min_size=1, max_size=8)
CUT = st.integers(1, 12)
VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("ranked", "relevance", "k", "value"),
    [
        ([7, 1, 2], {7: 1.0}, 10, 1.0),
        ([1, 7, 2], {7: 1.0}, 10, 1 / math.log2(3)),
        ([1, 2, 7], {7: 1.0}, 2, 0.0),
        ([7, 1, 8], {7: 1.0, 8: 1.0}, 10, (1 + 1 / 2) / (1 + 1 / math.log2(3))),
        ([7, 8], {7: 1.0, 8: 1.0, 9: 1.0}, 2, 1.0),
        ([8, 7], {7: 3.0, 8: 1.0}, 10, (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))),
        ([], {7: 1.0}, 10, 0.0),
        ([7], {}, 10, 0.0),
    ],
)
def test_ndcg_discounts_the_gain_by_place(
    ranked: list[int], relevance: dict[int, float], k: int, value: float
) -> None:
    assert ndcg(ranked, relevance, k) == pytest.approx(value)


@pytest.mark.parametrize(
    ("ranked", "k", "value"),
    [([7, 8], 10, 1.0), ([1, 8, 7], 10, 0.5), ([1, 2, 7], 2, 0.0), ([1, 2, 7], 3, 1 / 3), ([], 10, 0.0)],
)
def test_the_reciprocal_rank_is_that_of_the_first_relevant_row(
    ranked: list[int], k: int, value: float
) -> None:
    assert reciprocal_rank(ranked, {7: 1.0, 8: 1.0}, k) == pytest.approx(value)


@pytest.mark.parametrize(
    ("ranked", "k", "value"), [([7, 1, 8], 1, 0.25), ([7, 1, 8], 3, 0.5), ([1, 2], 2, 0.0), ([], 5, 0.0)]
)
def test_recall_is_the_share_of_the_relevant_rows(ranked: list[int], k: int, value: float) -> None:
    assert recall(ranked, {7: 1.0, 8: 2.0, 9: 1.0, 10: 1.0}, k) == value


@given(ROWS, RELEVANCE, CUT)
def test_every_measure_lies_between_nought_and_one(
    ranked: list[int], relevance: dict[int, float], k: int
) -> None:
    for measure in (ndcg, reciprocal_rank, recall):
        assert 0 <= measure(ranked, relevance, k) <= 1 + 1e-12


@given(RELEVANCE, CUT)
def test_the_best_order_there_is_scores_one(relevance: dict[int, float], k: int) -> None:
    best = sorted(relevance, key=lambda row: -relevance[row])
    assert ndcg(best, relevance, k) == pytest.approx(1)
    assert reciprocal_rank(best, relevance, k) == 1


@given(ROWS, RELEVANCE, CUT, st.data())
def test_moving_a_relevant_row_up_never_harms(
    ranked: list[int], relevance: dict[int, float], k: int, data: st.DataObject
) -> None:
    places = [place for place, row in enumerate(ranked) if place and row in relevance]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    if relevance.get(ranked[place - 1], 0) > relevance[ranked[place]]:
        return
    moved = [*ranked[: place - 1], ranked[place], ranked[place - 1], *ranked[place + 1 :]]
    for measure in (ndcg, reciprocal_rank, recall):
        assert measure(moved, relevance, k) >= measure(ranked, relevance, k) - 1e-12


@given(ROWS, RELEVANCE)
def test_looking_further_never_finds_less(ranked: list[int], relevance: dict[int, float]) -> None:
    for measure in (recall, reciprocal_rank):
        found = [measure(ranked, relevance, k) for k in (1, 3, 5, 10, 100)]
        assert found == sorted(found)


@given(ROWS, st.sets(st.integers(0, 30), min_size=1), CUT)
def test_with_grades_of_one_the_gain_is_the_same_linear_or_exponential(
    ranked: list[int], right: set[int], k: int
) -> None:
    linear = dict.fromkeys(right, 1.0)
    exponential = {row: 2.0**grade - 1 for row, grade in linear.items()}
    assert ndcg(ranked, linear, k) == ndcg(ranked, exponential, k)


@given(VALUES)
def test_an_interval_lies_within_the_values_and_is_the_same_each_time(values: list[float]) -> None:
    low, high = bootstrap(values, rounds=50)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
    assert bootstrap(values, rounds=50) == (low, high)


def test_an_interval_is_as_wide_as_theory_says() -> None:
    values = np.array([0.0, 1.0] * 200)
    low, high = bootstrap(values, rounds=4000, seed=1)
    half = 1.96 * 0.5 / math.sqrt(len(values))
    assert (low, high) == pytest.approx((0.5 - half, 0.5 + half), abs=0.006)


def test_many_values_are_drawn_in_blocks_and_none_have_no_interval() -> None:
    low, high = bootstrap(np.linspace(0, 1, 150_000), rounds=100)
    assert 0.497 < low < 0.5 < high < 0.503
    assert bootstrap([0.25], rounds=7) == (0.25, 0.25)
    assert all(math.isnan(value) for value in bootstrap([]))


def test_a_figure_is_a_mean_with_its_interval() -> None:
    found = figure([True, False, True, True])
    assert found.mean == 0.75
    assert 0 <= found.low < found.mean < found.high <= 1
    assert math.isnan(figure([]).mean)
