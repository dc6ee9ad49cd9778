"""BM25 and cosine against the textbook, computed slowly."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.indexing.postings import Postings

TEXTS = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=9), min_size=1, max_size=7)
QUERY = st.dictionaries(st.sampled_from("abcdefgxyz"), st.floats(0.125, 2, width=16), max_size=5)
K1, B = 1.2, 0.5


def idf(texts: Sequence[Sequence[str]], token: str) -> float:
    holding = sum(token in text for text in texts)
    return math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))


def slow_bm25(texts: Sequence[Sequence[str]], query: dict[str, float]) -> list[float]:
    average = sum(map(len, texts)) / len(texts) or 1.0
    scores = []
    for text in texts:
        score = 0.0
        for token, weight in query.items():
            often = text.count(token)
            norm = K1 * (1 - B + B * len(text) / average)
            score += weight * idf(texts, token) * often * (K1 + 1) / (often + norm) if often else 0.0
        scores.append(score)
    return scores


def slow_cosine(texts: Sequence[Sequence[str]], query: dict[str, float]) -> list[float]:
    asked = {token: weight * idf(texts, token) for token, weight in query.items()}
    length = math.sqrt(sum(value**2 for value in asked.values()))
    scores = []
    for text in texts:
        row = {token: idf(texts, token) for token in set(text)}
        norm = math.sqrt(sum(value**2 for value in row.values()))
        shared = sum(asked[token] * row[token] for token in asked if token in row)
        scores.append(shared / (norm * length) if norm and length else 0.0)
    return scores


@given(TEXTS, QUERY)
def test_bm25_is_the_textbook_sum(texts: list[list[str]], query: dict[str, float]) -> None:
    found = Postings.bm25(texts, K1, B).scores(query)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, slow_bm25(texts, query), rtol=1e-4, atol=1e-5)


@given(TEXTS, QUERY)
def test_cosine_is_the_textbook_quotient(texts: list[list[str]], query: dict[str, float]) -> None:
    found = Postings.cosine(texts).similarity(query)
    np.testing.assert_allclose(found, slow_cosine(texts, query), rtol=1e-4, atol=1e-5)
    assert (found <= 1.0001).all()


@given(TEXTS)
def test_a_text_is_most_like_itself(texts: list[list[str]]) -> None:
    field = Postings.cosine(texts)
    for row, text in enumerate(texts):
        if text:
            assert field.similarity(dict.fromkeys(text, 1.0))[row] == pytest.approx(1.0, abs=1e-4)


def test_a_rare_token_weighs_more_than_a_common_one() -> None:
    field = Postings.bm25([["诊", "断"], ["诊", "改"], ["诊"]])
    assert field.rarity("断") > field.rarity("诊")
    assert field.rarity("无") > field.rarity("断")


@pytest.mark.parametrize("texts", [[], [[]], [[], []]])
def test_a_field_without_tokens_finds_nothing(texts: list[list[str]]) -> None:
    for field in (Postings.bm25(texts), Postings.cosine(texts)):
        assert field.scores({"a": 1.0}).tolist() == [0.0] * len(texts)
        assert field.similarity({"a": 1.0}).tolist() == [0.0] * len(texts)


def test_an_empty_query_finds_nothing() -> None:
    field = Postings.cosine([["a"]])
    assert field.scores({}).tolist() == [0.0]
    assert field.similarity({}).tolist() == [0.0]
