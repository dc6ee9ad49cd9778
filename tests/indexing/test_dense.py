"""The dense field: the best cosine of a row's vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import IndexFolderError
from app.indexing.dense import Dense


def unit(count: int, seed: int, dimension: int = 8) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@given(st.integers(1, 12), st.integers(1, 4), st.integers(0, 1000))
def test_a_row_scores_as_its_best_vector(vectors: int, rows: int, seed: int) -> None:
    owners = np.random.default_rng(seed).integers(0, rows, vectors)
    matrix, query = unit(vectors, seed), unit(1, seed + 1)[0]
    found = Dense.of(matrix, owners.tolist(), rows).similarity(query)
    slow = [
        max([0.0, *(float(v @ query) for v, o in zip(matrix, owners, strict=True) if o == row)])
        for row in range(rows)
    ]
    np.testing.assert_allclose(found, slow, atol=1e-5)


def test_only_the_nearest_vectors_count() -> None:
    matrix = np.eye(8, dtype=np.float32)
    query = np.asarray([0.9, 0.4, 0.1, 0.1, 0, 0, 0, 0], dtype=np.float32)
    found = Dense.of(matrix, range(8), 8).similarity(query, nearest=2)
    assert np.nonzero(found)[0].tolist() == [0, 1]


@pytest.mark.parametrize("query", [np.zeros(8, dtype=np.float32), unit(1, 3)[0]])
def test_an_empty_field_finds_nothing(query: np.ndarray[tuple[int], np.dtype[np.float32]]) -> None:
    empty = Dense.of(np.zeros((0, 8), dtype=np.float32), [], 3)
    assert empty.similarity(query).tolist() == [0.0, 0.0, 0.0]


def test_a_question_without_features_is_like_nothing() -> None:
    field = Dense.of(unit(4, 0), range(4), 4)
    assert field.similarity(np.zeros(8, dtype=np.float32)).tolist() == [0.0] * 4


def test_a_saved_field_scores_the_same(tmp_path: Path) -> None:
    field, query = Dense.of(unit(9, 2), [0, 0, 1, 1, 2, 2, 3, 3, 3], 4), unit(1, 5)[0]
    field.save(tmp_path, "x")
    again = Dense.load(tmp_path, "x", 4, 8)
    assert again.similarity(query).tolist() == field.similarity(query).tolist()


def test_vectors_of_another_encoder_are_noticed(tmp_path: Path) -> None:
    Dense.of(unit(2, 2), [0, 1], 2).save(tmp_path, "x")
    with pytest.raises(IndexFolderError, match=r"8 维，编码器是 16 维.*zhengai index"):
        Dense.load(tmp_path, "x", 2, 16)
