"""The vectors of one segment: exact while they are few, inverted lists above."""

from __future__ import annotations

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.indexing import dense
from app.indexing.dense import Dense, Vectors
from tests.indexing.made import quickly, unit

MANY = 400
ROUNDING = 0.01  # of a component kept in 8 bits


@pytest.fixture
def few_are_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Inverted lists from 51 vectors on: eight lists, of which a question looks into two."""
    monkeypatch.setattr(dense, "EXACT", 50)
    monkeypatch.setattr(dense, "_LISTS", 8)
    monkeypatch.setattr(dense, "_PROBED", 2)


def of(vectors: Vectors) -> Dense:
    """A row a vector."""
    return Dense.of(vectors, np.arange(len(vectors), dtype=np.int32), len(vectors))


def slow(vectors: Vectors, query: Vectors, count: int) -> set[int]:
    return set(np.argsort(-(vectors @ query), kind="stable")[:count].tolist())


@quickly
@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 1000))
def test_the_nearest_vectors_are_found_with_their_cosines(vectors: int, count: int, seed: int) -> None:
    matrix, query = unit(vectors, seed), unit(1, seed + 1)[0]
    numbers, cosines = of(matrix).nearest(query, count)
    assert set(numbers.tolist()) == slow(matrix, query, count)
    np.testing.assert_allclose(cosines, matrix[numbers] @ query, atol=1e-5)


@quickly
@given(st.lists(st.integers(0, 3), max_size=9), st.integers(4, 6))
def test_each_vector_belongs_to_the_row_it_was_given_for(owners: list[int], rows: int) -> None:
    field = Dense.of(unit(len(owners), 0), np.asarray(sorted(owners), dtype=np.int32), rows)
    assert field.owners.tolist() == sorted(owners)
    assert len(field.first) == rows + 1
    assert np.diff(field.first).tolist() == [owners.count(row) for row in range(rows)]


def test_a_row_may_own_no_vector() -> None:
    field = Dense.of(unit(2, 0), np.asarray([1, 3], dtype=np.int32), 5)
    assert field.first.tolist() == [0, 0, 1, 1, 2, 2]


def test_vectors_come_back_as_they_were() -> None:
    matrix = unit(9, 1)
    numbers = np.asarray([8, 0, 3], dtype=np.int64)
    assert np.array_equal(of(matrix).vectors(numbers), matrix[numbers])
    assert of(matrix).vectors(numbers[:0]).shape == (0, 8)


@pytest.mark.parametrize("query", [np.zeros(8, dtype=np.float32), unit(1, 3)[0]])
def test_an_empty_field_finds_nothing(query: Vectors) -> None:
    empty = Dense.of(np.zeros((0, 8), dtype=np.float32), np.zeros(0, dtype=np.int32), 3)
    numbers, cosines = empty.nearest(query, 5)
    assert (len(numbers), len(cosines)) == (0, 0)
    assert empty.owners.tolist() == []


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.usefixtures("few_are_exact")
def test_of_rows_out_of_use_none_is_found_and_none_takes_a_place(exact: bool) -> None:
    for matrix in (unit(40, 2), unit(MANY, 2)):
        living = np.arange(len(matrix)) % 3 == 0
        numbers, _ = of(matrix).nearest(matrix[1], 10, exact, living)
        assert len(numbers) == 10
        assert living[numbers].all()
        if exact:
            assert set(numbers.tolist()) >= {3 * i for i in slow(matrix[::3], matrix[1], 8)}


def test_where_no_row_is_in_use_nothing_is_found() -> None:
    numbers, _ = of(unit(9, 2)).nearest(unit(1, 3)[0], 5, living=np.zeros(9, dtype=bool))
    assert numbers.tolist() == []


@pytest.mark.usefixtures("few_are_exact")
def test_above_the_limit_vectors_lie_in_inverted_lists() -> None:
    assert isinstance(of(unit(50, 0)).index, faiss.IndexFlatIP)
    assert isinstance(of(unit(51, 0)).index, faiss.IndexIVF)


@pytest.mark.usefixtures("few_are_exact")
def test_inverted_lists_find_nearly_all_and_exactly_asked_all() -> None:
    matrix, field = unit(MANY, 4), of(unit(MANY, 4))
    shared, shared_exactly = 0, 0
    for query in unit(20, 5):
        wanted = slow(matrix, query, 10)
        shared += len(wanted & set(field.nearest(query, 10)[0].tolist()))
        shared_exactly += len(wanted & set(field.nearest(query, 10, exact=True)[0].tolist()))
    assert shared >= 0.6 * 200
    assert shared_exactly >= 0.95 * 200


@pytest.mark.usefixtures("few_are_exact")
def test_looking_into_every_list_every_vector_is_found() -> None:
    numbers, _ = of(unit(MANY, 4)).nearest(unit(1, 5)[0], MANY, exact=True)
    assert sorted(numbers.tolist()) == list(range(MANY))


@pytest.mark.usefixtures("few_are_exact")
def test_inverted_lists_give_vectors_back_within_the_rounding() -> None:
    matrix = unit(MANY, 4)
    numbers = np.asarray([MANY - 1, 0, 17], dtype=np.int64)
    np.testing.assert_allclose(of(matrix).vectors(numbers), matrix[numbers], atol=ROUNDING)


def same(count: int) -> Vectors:
    return np.repeat(unit(1, 0), count, axis=0)


def blank(count: int) -> Vectors:
    return np.zeros((count, 8), dtype=np.float32)


@pytest.mark.usefixtures("few_are_exact")
@pytest.mark.parametrize("matrix", [same(MANY), blank(MANY)], ids=["the same", "blank"])
def test_vectors_that_cannot_be_told_apart_are_still_found(matrix: NDArray[np.float32]) -> None:
    field = of(matrix)
    numbers, cosines = field.nearest(unit(1, 0)[0], MANY, exact=True)
    assert sorted(numbers.tolist()) == list(range(MANY))
    np.testing.assert_allclose(cosines, matrix @ unit(1, 0)[0], atol=ROUNDING)
    assert np.isfinite(field.vectors(numbers)).all()
