"""Scores of several fields → one score."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.retrieval import fusion
from tests.indexing.made import quickly

Scores = NDArray[np.float32]
VALUES = st.lists(st.floats(0, 50, width=16), min_size=1, max_size=8)


def row(values: list[float]) -> Scores:
    return np.asarray(values, dtype=np.float32)


@quickly
@given(VALUES)
def test_scaled_scores_lie_between_nothing_and_one(values: list[float]) -> None:
    found = fusion.scaled(row(values))
    assert found.min() >= 0
    assert found.max() == (1 if max(values) > 0 else 0)
    assert np.argsort(found, kind="stable").tolist() == np.argsort(row(values), kind="stable").tolist()


def test_the_weights_of_the_fields_are_shares() -> None:
    assert sum(fusion.FIELD_WEIGHTS.values()) == pytest.approx(1)


def test_the_weights_of_the_arms_are_shares() -> None:
    assert pytest.approx(1) == fusion.LEXICAL + fusion.ASKED + fusion.DENSE + fusion.EXPECTED


def test_the_best_row_of_an_owner_counts_and_nobodys_rows_do_not() -> None:
    owners = np.asarray([0, 0, 2, -1], dtype=np.int32)
    assert fusion.best_by_owner(row([0.25, 0.5, 0.75, 1.0]), owners, 4).tolist() == [0.5, 0, 0.75, 0]
    nobody = np.zeros(0, dtype=np.int32)
    assert fusion.best_by_owner(row([]), nobody, 2).tolist() == [0, 0]


def test_likeness_is_shared_between_words_and_vectors() -> None:
    assert fusion.alike(row([1, 0]), row([1, 1])).tolist() == pytest.approx([1, fusion.ASKED_DENSE])


@quickly
@given(st.lists(st.tuples(*[st.floats(0, 1, width=16)] * 4, st.booleans()), min_size=1, max_size=6))
def test_a_fused_score_lies_between_nothing_and_one(
    rows: list[tuple[float, float, float, float, bool]],
) -> None:
    lexical, asked, dense, expected = (row([r[i] for r in rows]) for i in range(4))
    has = np.asarray([r[4] for r in rows])
    found = fusion.fuse(lexical, asked, dense, expected, has)
    assert found.dtype == np.float32
    assert ((found >= 0) & (found <= 1.0001)).all()


def test_a_passage_nobody_asked_about_is_scored_by_words_and_vectors_alone() -> None:
    one = row([1, 1])
    found = fusion.fuse(one, one, one, one, np.asarray([True, False]))
    alone = float(fusion.evidence(row([1]), row([1]))[0])
    assert found.tolist() == pytest.approx([1.0, alone / (alone + fusion.HALF)])
    blind = fusion.fuse(row([0, 0]), one, row([0, 0]), one, np.asarray([True, False]))
    assert blind[1] == 0


# --- words against vectors ---

SHARES = st.floats(0, 1, width=16)
ROWS = st.lists(st.tuples(SHARES, st.floats(-1, 1, width=16)), min_size=1, max_size=40)


def columns(rows: list[tuple[float, float]]) -> tuple[Scores, Scores]:
    return row([coverage for coverage, _ in rows]), row([cosine for _, cosine in rows])


@pytest.mark.parametrize(
    ("coverage", "evenness"),
    [
        ([], 1.0),
        ([0.0], 1.0),
        ([0.0] * 30, 1.0),
        ([0.7], 1.0),
        ([0.8, 0.4], 1.0),  # of two the first is the middle one
        ([0.8, 0.4, 0.1], 0.5),
        ([0.8, 0.4, 0.2, 0.0], 0.5),
        ([0.8] + [0.0] * 30, 0.0),
        ([0.8] * 9 + [0.0] * 30, 0.0),
        ([0.8] * 10 + [0.0] * 30, 1.0),
        ([0.8] + [0.2] * 18, 0.25),
        ([0.8, *([0.6] * 8), 0.4, *([0.1] * 990)], 0.5),
    ],
)
def test_words_leave_it_as_even_as_the_tenth_best_comes_near_the_best(
    coverage: list[float], evenness: float
) -> None:
    assert fusion.evenness(row(coverage)) == pytest.approx(evenness)
    assert fusion.evenness(row(coverage[::-1])) == pytest.approx(evenness)


@quickly
@given(st.lists(SHARES, max_size=40))
def test_evenness_is_a_share(coverage: list[float]) -> None:
    assert 0 <= fusion.evenness(row(coverage)) <= 1


def test_where_words_single_one_clause_out_vectors_count_for_nothing() -> None:
    coverage = row([0.9, *([0.0] * 30)])
    cosines = row([0.1, *([0.9] * 30)])
    assert fusion.evidence(coverage, cosines).tolist() == coverage.tolist()


def test_where_words_nearly_single_one_clause_out_it_stays_first() -> None:
    coverage = row([0.9, *([0.1] * 30)])
    cosines = row([0.3, *([0.8] * 30)])
    found = fusion.evidence(coverage, cosines)
    assert int(np.argmax(found)) == 0
    assert (found >= coverage).all()


def test_where_no_word_is_covered_vectors_decide() -> None:
    cosines = row([0.2, 0.9, -0.5, 0.4])
    found = fusion.evidence(row([0] * 4), cosines)
    assert np.argsort(-found, kind="stable").tolist()[:2] == [1, 3]
    assert found[2] == 0


def test_where_words_leave_it_even_vectors_decide() -> None:
    found = fusion.evidence(row([0.5] * 20), row([0.3] * 19 + [0.8]))
    assert int(np.argmax(found)) == 19


def test_an_encoder_that_has_nothing_alike_to_offer_is_not_believed() -> None:
    coverage = row([0.5, 0.45, *([0.4] * 18)])
    far, near = row([0.0, 0.15, *([0.0] * 18)]), row([0.0, 0.9, *([0.0] * 18)])
    assert int(np.argmax(fusion.evidence(coverage, far))) == 0
    assert int(np.argmax(fusion.evidence(coverage, near))) == 1


@quickly
@given(ROWS)
def test_more_words_and_a_nearer_vector_never_count_less(rows: list[tuple[float, float]]) -> None:
    coverage, cosines = columns(rows)
    found = fusion.evidence(coverage, cosines)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    assert (found >= coverage).all()
    for one in range(len(rows)):
        no_better = (coverage <= coverage[one]) & (cosines <= cosines[one])
        assert (found[no_better] <= found[one]).all()


@quickly
@given(ROWS, st.integers(0, 39), SHARES)
def test_a_nearer_vector_raises_its_row_and_lowers_none(
    rows: list[tuple[float, float]], place: int, cosine: float
) -> None:
    coverage, cosines = columns(rows)
    raised = cosines.copy()
    raised[place % len(rows)] = max(cosine, raised[place % len(rows)])
    before, after = fusion.evidence(coverage, cosines), fusion.evidence(coverage, raised)
    assert (after >= before - 1e-6).all()


@quickly
@given(ROWS, st.integers(0, 45))
def test_the_order_names_each_row_once_as_many_as_asked_for(
    rows: list[tuple[float, float]], limit: int
) -> None:
    found = fusion.order(*columns(rows), limit).tolist()
    assert len(found) == len(set(found)) == min(limit, len(rows))
    assert set(found) <= set(range(len(rows)))


@quickly
@given(ROWS)
def test_the_first_page_goes_by_evidence_and_what_follows_by_both_plainly(
    rows: list[tuple[float, float]],
) -> None:
    coverage, cosines = columns(rows)
    found = fusion.order(coverage, cosines, len(rows))
    first, rest = np.split(found, [fusion.PAGE])
    by_evidence = fusion.evidence(coverage, cosines)
    assert first.tolist() == np.argsort(-by_evidence, kind="stable")[: fusion.PAGE].tolist()
    plain = (coverage + fusion.PLAIN * cosines)[rest]
    assert plain.tolist() == sorted(plain.tolist(), reverse=True)


def test_the_first_page_is_the_same_however_far_one_reads() -> None:
    random = np.random.default_rng(0)
    coverage, cosines = (random.random(200).astype(np.float32) for _ in range(2))
    far = fusion.order(coverage, cosines, 200).tolist()
    for limit in (1, 10, fusion.PAGE, 50, 500):
        assert fusion.order(coverage, cosines, limit).tolist() == far[:limit]


@quickly
@given(ROWS)
def test_what_lies_on_the_other_side_counts_as_far(rows: list[tuple[float, float]]) -> None:
    coverage, cosines = columns(rows)
    assert np.array_equal(
        fusion.evidence(coverage, cosines), fusion.evidence(coverage, np.maximum(cosines, 0))
    )


def test_of_no_rows_there_is_no_evidence() -> None:
    assert fusion.evidence(row([]), row([])).tolist() == []
