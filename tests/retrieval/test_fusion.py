"""Scores of several fields → one score."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.retrieval import fusion

Scores = NDArray[np.float32]
VALUES = st.lists(st.floats(0, 50, width=16), min_size=1, max_size=8)


def row(values: list[float]) -> Scores:
    return np.asarray(values, dtype=np.float32)


@given(VALUES)
def test_scaled_scores_lie_between_nothing_and_one(values: list[float]) -> None:
    found = fusion.scaled(row(values))
    assert found.min() >= 0
    assert found.max() == (1 if max(values) > 0 else 0)
    assert np.argsort(found, kind="stable").tolist() == np.argsort(row(values), kind="stable").tolist()


def test_the_fields_are_mixed_by_weight() -> None:
    fields = {"characters": row([2, 0]), "pairs": row([0, 4]), "words": row([1, 1])}
    assert fusion.lexical(fields).tolist() == pytest.approx([0.5, 0.7])
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
    assert found.tolist() == pytest.approx([1.0, sum(fusion.UNASKED)])
    blind = fusion.fuse(row([0, 0]), one, row([0, 0]), one, np.asarray([True, False]))
    assert blind[1] == 0
