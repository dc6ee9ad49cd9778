"""One lexical field of one segment: which rows hold a token, and how much of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.indexing.postings import MOST, STEP, USUAL_LENGTH, Postings, keys_of
from tests.indexing.made import quickly, slow_part

TEXTS = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=9), min_size=1, max_size=7)


def weights(field: Postings, token: str) -> dict[int, float]:
    """Row → weight of a token."""
    place = int(field.places(keys_of([token]))[0])
    rows, steps = field.entries(place) if place >= 0 else ((), ())
    return {int(row): int(step) * STEP for row, step in zip(rows, steps, strict=True)}


def same(one: Postings, other: Postings) -> bool:
    pairs = zip(one.arrays().items(), other.arrays().items(), strict=True)
    return one.count == other.count and all(
        a == b and x.dtype == y.dtype and np.array_equal(x, y) for (a, x), (b, y) in pairs
    )


@pytest.mark.parametrize(("often", "weight"), [(1, 1.0), (2, 4 / 3), (3, 1.5), (9, 1.8)])
def test_in_a_text_of_the_usual_length_a_token_weighs_what_the_textbook_says(
    often: int, weight: float
) -> None:
    text = ["诊"] * often + ["改"] * (int(USUAL_LENGTH) - often)
    assert weights(Postings.of([text]), "诊") == {0: pytest.approx(weight, abs=STEP / 2)}


def test_the_same_token_weighs_less_in_a_longer_text() -> None:
    found = weights(Postings.of([["诊"] + ["改"] * n for n in (0, 200, 2000)]), "诊")
    assert found[0] > found[1] > found[2] > 0


def test_a_token_weighs_something_however_long_the_text() -> None:
    assert weights(Postings.of([["诊"] + ["改"] * 1_000_000]), "诊") == {0: STEP}


def test_no_token_weighs_more_than_the_most() -> None:
    assert weights(Postings.of([["诊"] * 100_000]), "诊") == {0: pytest.approx(MOST)}


@quickly
@given(TEXTS)
def test_a_weight_is_the_textbooks_within_the_rounding(texts: list[list[str]]) -> None:
    field = Postings.of(texts)
    for token in "abcdefgx":
        slow = {row: slow_part(text, token) for row, text in enumerate(texts) if token in text}
        assert weights(field, token) == pytest.approx(slow, abs=STEP / 2 + 1e-6)


@quickly
@given(TEXTS)
def test_unsaturated_a_token_weighs_the_same_in_every_row(texts: list[list[str]]) -> None:
    field = Postings.of(texts, saturated=False)
    assert set(field.weights.tolist()) <= {255}
    assert weights(field, "a") == {row: pytest.approx(MOST) for row, text in enumerate(texts) if "a" in text}


@quickly
@given(TEXTS)
def test_rows_ascend_and_are_counted_once(texts: list[list[str]]) -> None:
    field = Postings.of(texts)
    assert np.all(np.diff(field.keys.astype(object)) > 0)
    for place in range(len(field.keys)):
        rows, _ = field.entries(place)
        assert rows.tolist() == sorted(set(rows.tolist()))
    places = field.places(keys_of("abcdefgx"))
    assert field.frequencies(places).tolist() == [sum(t in text for text in texts) for t in "abcdefgx"]


@quickly
@given(TEXTS, st.data())
def test_only_living_rows_make_a_token_frequent(texts: list[list[str]], data: st.DataObject) -> None:
    living = np.asarray(data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts))))
    field = Postings.of(texts)
    found = field.frequencies(field.places(keys_of("abcx")), living)
    assert found.tolist() == [
        sum(t in text for text, on in zip(texts, living, strict=True) if on) for t in "abcx"
    ]


@quickly
@given(
    st.lists(
        st.lists(st.tuples(st.lists(st.sampled_from("abcde"), max_size=5), st.booleans()), max_size=4),
        min_size=1,
        max_size=4,
    )
)
def test_joined_fields_are_what_the_kept_rows_make_at_once(
    parts: list[list[tuple[list[str], bool]]],
) -> None:
    kept = [text for part in parts for text, keep in part if keep]
    pieces = [
        (Postings.of([text for text, _ in part]), np.asarray([keep for _, keep in part], dtype=bool))
        for part in parts
    ]
    assert same(Postings.joined(pieces), Postings.of(kept))


@quickly
@given(TEXTS)
def test_a_field_made_again_of_its_arrays_is_the_same(texts: list[list[str]]) -> None:
    field = Postings.of(texts)
    assert same(Postings.from_arrays(field.arrays(), field.count), field)


@pytest.mark.parametrize("texts", [[], [[]], [[], []]])
def test_a_field_without_tokens_holds_nothing(texts: list[list[str]]) -> None:
    field = Postings.of(texts)
    assert field.count == len(texts)
    places = field.places(keys_of("ab"))
    assert places.tolist() == [-1, -1]
    assert field.frequencies(places).tolist() == [0, 0]


def test_a_key_is_the_same_on_every_machine() -> None:
    assert keys_of(["诊改", ""]).tolist() == [15549489174030843137, 13020603013274838756]
    assert keys_of([]).tolist() == []
