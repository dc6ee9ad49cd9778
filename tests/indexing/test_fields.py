"""One lexical field over several segments: rarity and scores are those of all rows at once."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.indexing.fields import Field, Terms
from app.indexing.postings import STEP, Postings
from tests.indexing.made import quickly, slow_bm25, slow_idf

Text = list[str]
PARTS = st.lists(
    st.lists(st.lists(st.sampled_from("abcdef"), max_size=6), max_size=4), min_size=1, max_size=4
)
QUERY = st.dictionaries(st.sampled_from("abcdefxyz"), st.floats(0.125, 2, width=16), max_size=5)


def whole(parts: list[list[Text]]) -> list[Text]:
    return [text for part in parts for text in part]


def field_of(parts: list[list[Text]]) -> Field:
    return Field([Postings.of(part) for part in parts])


def all_of(terms: Terms) -> NDArray[np.bool_]:
    return np.ones(len(terms.weights), dtype=bool)


def scores(field: Field, query: dict[str, float], share: float = 1.0) -> NDArray[np.float32]:
    terms = field.terms(query)
    found = np.zeros(field.count, dtype=np.float32)
    field.add(found, terms, all_of(terms), share)
    return found


@quickly
@given(PARTS, QUERY)
def test_rarity_over_segments_is_rarity_over_all_rows(
    parts: list[list[Text]], query: dict[str, float]
) -> None:
    found, at_once = field_of(parts).terms(query), field_of([whole(parts)]).terms(query)
    assert found.idf.tolist() == at_once.idf.tolist()
    assert found.weights.tolist() == at_once.weights.tolist()
    assert found.frequencies.tolist() == at_once.frequencies.tolist()
    assert found.idf.tolist() == pytest.approx([slow_idf(whole(parts), token) for token in query])


@quickly
@given(PARTS, QUERY)
def test_scores_over_segments_are_scores_over_all_rows(
    parts: list[list[Text]], query: dict[str, float]
) -> None:
    assert scores(field_of(parts), query).tolist() == scores(field_of([whole(parts)]), query).tolist()


@quickly
@given(PARTS, QUERY)
def test_bm25_is_the_textbook_sum_within_the_rounding(
    parts: list[list[Text]], query: dict[str, float]
) -> None:
    texts = whole(parts)
    rounding = sum(weight * slow_idf(texts, token) for token, weight in query.items()) * STEP / 2
    found = scores(field_of(parts), query)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, slow_bm25(texts, query), rtol=1e-5, atol=rounding + 1e-5)


@quickly
@given(PARTS, QUERY)
def test_no_row_scores_more_than_the_mass(parts: list[list[Text]], query: dict[str, float]) -> None:
    field = field_of(parts)
    assert (scores(field, query) <= field.terms(query).mass * 1.00001).all()


@quickly
@given(PARTS, QUERY, st.data())
def test_chosen_rows_score_as_they_do_among_all(
    parts: list[list[Text]], query: dict[str, float], data: st.DataObject
) -> None:
    field = field_of(parts)
    rows = np.asarray(sorted(data.draw(st.sets(st.integers(0, max(field.count - 1, 0))))), dtype=np.int64)
    rows = rows[rows < field.count]
    terms = field.terms(query)
    found = np.zeros(len(rows), dtype=np.float32)
    field.add_to(found, rows, terms, all_of(terms), 0.5)
    assert found.tolist() == scores(field, query, 0.5)[rows].tolist()


@quickly
@given(PARTS, QUERY, st.data())
def test_rows_out_of_use_do_not_make_a_token_less_rare(
    parts: list[list[Text]], query: dict[str, float], data: st.DataObject
) -> None:
    living = [np.asarray([data.draw(st.booleans()) for _ in part], dtype=bool) for part in parts]
    kept = [
        [text for text, on in zip(part, mask, strict=True) if on]
        for part, mask in zip(parts, living, strict=True)
    ]
    field, fresh = Field([Postings.of(part) for part in parts], living), field_of(kept)
    assert field.terms(query).weights.tolist() == fresh.terms(query).weights.tolist()
    in_use = np.concatenate(living)
    assert scores(field, query)[in_use].tolist() == scores(fresh, query).tolist()
    np.testing.assert_allclose(field.norms()[in_use], fresh.norms(), rtol=1e-6)


def test_only_chosen_tokens_are_added() -> None:
    field = field_of([[["甲"], ["乙"], ["甲", "乙"]]])
    terms = field.terms({"甲": 1.0, "乙": 1.0})
    found = np.zeros(3, dtype=np.float32)
    field.add(found, terms, np.asarray([False, True]))
    assert np.flatnonzero(found).tolist() == [1, 2]


def test_a_rare_token_weighs_more_than_a_common_one_and_an_unknown_one_most() -> None:
    common, rare, unknown = (
        field_of([[["诊", "断"], ["诊", "改"]], [["诊"]]]).terms(dict.fromkeys("诊断无", 1.0)).idf
    )
    assert common < rare < unknown


@quickly
@given(PARTS)
def test_the_length_of_a_row_is_that_of_its_idf(parts: list[list[Text]]) -> None:
    texts = whole(parts)
    slow = [math.sqrt(max(sum(slow_idf(texts, token) ** 2 for token in set(text)), 1e-9)) for text in texts]
    np.testing.assert_allclose(field_of(parts).norms(), slow, rtol=1e-5)


@pytest.mark.parametrize("parts", [[], [[]], [[[]], [[], []]]])
def test_a_field_without_tokens_scores_nothing(parts: list[list[Text]]) -> None:
    field = field_of(parts)
    assert scores(field, {"a": 1.0}).tolist() == [0.0] * field.count
    assert len(field.norms()) == field.count == sum(map(len, parts))


def test_an_empty_query_weighs_nothing() -> None:
    field = field_of([[["a"]]])
    assert field.terms({}).mass == 0
    assert scores(field, {}).tolist() == [0.0]
