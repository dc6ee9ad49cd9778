"""Segments as one: rows are numbered over the documents in use, and no other is ever found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.indexing import collection as collections
from app.indexing.collection import Collection
from app.indexing.postings import MOST
from tests.indexing.made import (
    FIELD,
    FLAT,
    Paper,
    collection_of,
    coverage,
    quickly,
    slow_bm25,
    slow_cosine,
    slow_idf,
    unit,
)

A = Paper("甲", (["a", "b"], ["b"]), 1)
EMPTY = Paper("空", ())
B = Paper("乙", (["c"], [], ["a", "a"]), 2, vectors=3)
C = Paper("丙", (["a", "b", "c"],), 3)
D = Paper("丁", (["d"],), 4, vectors=0)
QUERY = {"a": 1.0, "b": 0.5, "x": 1.0}

TEXT = st.lists(st.sampled_from("abcdef"), max_size=5)
ROWS = st.lists(TEXT, max_size=3)
PARTS = st.lists(st.lists(st.tuples(ROWS, st.booleans()), min_size=1, max_size=3), max_size=3)
ASKED = st.dictionaries(st.sampled_from("abcdefxyz"), st.floats(0.125, 2, width=16), max_size=5)


def drawn(parts: list[list[tuple[list[list[str]], bool]]]) -> tuple[Collection, Collection, list[list[str]]]:
    """A collection with dead documents, the same one made of the living alone, and its texts."""
    papers = [
        [Paper(f"{i}.{j}", rows, 10 * i + j) for j, (rows, _) in enumerate(part)]
        for i, part in enumerate(parts)
    ]
    dead = [f"{i}.{j}" for i, part in enumerate(parts) for j, (_, out) in enumerate(part) if out]
    alive = [paper for part in papers for paper in part if paper.id not in dead]
    fresh = collection_of(alive) if alive else Collection(())
    return collection_of(*papers, dead=dead), fresh, [list(row) for paper in alive for row in paper.rows]


def test_rows_are_numbered_through_the_documents_in_use() -> None:
    found = collection_of([A, EMPTY, B], [C, D], dead=["甲"])
    assert [held.id for held in found.documents] == ["空", "乙", "丙", "丁"]
    assert (found.count, found.all_rows) == (5, 7)
    assert [(held.id, number) for held, number in map(found.place, range(5))] == [
        ("乙", 0),
        ("乙", 1),
        ("乙", 2),
        ("丙", 0),
        ("丁", 0),
    ]
    assert [(held.id, list(rows)) for held, rows in found.rows()] == [
        ("空", []),
        ("乙", [0, 1, 2]),
        ("丙", [3]),
        ("丁", [4]),
    ]


@pytest.mark.parametrize("out", [[], ["甲"], ["乙"], ["甲", "丙"], ["空", "丁"], ["甲", "空", "乙"]])
def test_what_is_out_of_use_is_never_found(out: list[str]) -> None:
    found = collection_of([A, EMPTY, B], [C, D], dead=out)
    fresh = collection_of([paper for paper in (A, EMPTY, B, C, D) if paper.id not in out])
    query = unit(1, 7)[0]
    assert coverage(found, QUERY).tolist() == coverage(fresh, QUERY).tolist()
    assert found.similarity(FLAT, QUERY).tolist() == fresh.similarity(FLAT, QUERY).tolist()
    every = np.arange(fresh.count)
    assert found.cosines(query, every).tolist() == fresh.cosines(query, every).tolist()
    for count in (1, 2, 5, 50):
        rows, cosines = found.near(query, count)
        assert (rows.tolist(), cosines.tolist()) == tuple(a.tolist() for a in fresh.near(query, count))
    best = found.coverage({FIELD: QUERY}, {FIELD: 1.0}).best(10)
    assert best.tolist() == np.flatnonzero(coverage(fresh, QUERY)).tolist()


@quickly
@given(PARTS, ASKED, st.integers(1, 9))
def test_a_collection_with_dead_documents_scores_as_one_of_the_living(
    parts: list[list[tuple[list[list[str]], bool]]], query: dict[str, float], count: int
) -> None:
    found, fresh, texts = drawn(parts)
    assert found.count == fresh.count == len(texts)
    assert coverage(found, query).tolist() == coverage(fresh, query).tolist()
    assert found.similarity(FLAT, query).tolist() == fresh.similarity(FLAT, query).tolist()
    one, other = found.near(unit(1, 5)[0], count), fresh.near(unit(1, 5)[0], count)
    assert [a.tolist() for a in one] == [a.tolist() for a in other]


@quickly
@given(PARTS, ASKED)
def test_coverage_is_the_share_of_the_words_that_a_row_covers(
    parts: list[list[tuple[list[list[str]], bool]]], query: dict[str, float]
) -> None:
    found, _, texts = drawn(parts)
    shares = coverage(found, query)
    assert ((shares >= 0) & (shares <= 1.00001)).all()
    mass = MOST * sum(weight * slow_idf(texts, token) for token, weight in query.items())
    slow = [score / (mass or 1.0) for score in slow_bm25(texts, query)]
    np.testing.assert_allclose(shares, slow, atol=0.5 / 255 + 1e-5)


def test_a_row_that_says_every_word_often_covers_all_and_a_question_without_words_nothing() -> None:
    found = collection_of([Paper("甲", (["a"] * 2000 + ["b"] * 2000, ["a"], ["c"]))])
    all_, part, nothing = coverage(found, {"a": 1.0, "b": 1.0})
    assert 0.98 < all_ <= 1
    assert 0 < part < 0.5
    assert nothing == 0
    assert coverage(found, {}).tolist() == [0, 0, 0]


def test_fields_count_by_their_shares() -> None:
    found = collection_of([Paper("甲", (["a"], ["b"]))])
    one = found.coverage({FIELD: {"a": 1.0}, FLAT: {"b": 1.0}}, {FIELD: 0.75, FLAT: 0.25}).all()
    alone = coverage(found, {"a": 1.0})
    assert one.tolist() == pytest.approx([0.75 * alone[0], 0.25])


@quickly
@given(PARTS, ASKED)
def test_similarity_is_the_textbook_quotient(
    parts: list[list[tuple[list[list[str]], bool]]], query: dict[str, float]
) -> None:
    found, _, texts = drawn(parts)
    likeness = found.similarity(FLAT, query)
    np.testing.assert_allclose(likeness, slow_cosine(texts, query), rtol=1e-4, atol=1e-4)
    assert (likeness <= 1.0001).all()


@quickly
@given(PARTS)
def test_a_text_is_most_like_itself(parts: list[list[tuple[list[list[str]], bool]]]) -> None:
    found, _, texts = drawn(parts)
    for row, text in enumerate(texts):
        if text:
            assert found.similarity(FLAT, dict.fromkeys(text, 1.0))[row] == pytest.approx(1.0, abs=1e-4)


@quickly
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=5), st.integers(1, 12))
def test_the_nearest_rows_are_those_of_the_nearest_vectors_of_all_segments(
    sizes: list[tuple[int, int]], count: int
) -> None:
    papers = [Paper(str(i), [["a"]] * rows, i, vectors=each) for i, (rows, each) in enumerate(sizes)]
    query = unit(1, 99)[0]
    owners, found = owners_of(papers), collection_of(*([paper] for paper in papers))
    cosines = np.concatenate([paper.matrix for paper in papers]) @ query
    nearest = sorted(zip(cosines.tolist(), owners, strict=True), reverse=True)[:count]
    best = {row: max(0.0, max(c for c, owner in nearest if owner == row)) for _, row in nearest}
    rows, values = found.near(query, count)
    assert rows.tolist() == sorted(best)
    np.testing.assert_allclose(values, [best[row] for row in sorted(best)], atol=1e-5)
    every = [
        max([0.0, *(c for c, o in zip(cosines, owners, strict=True) if o == r)]) for r in range(found.count)
    ]
    np.testing.assert_allclose(found.cosines(query, np.arange(found.count)), every, atol=1e-5)


def owners_of(papers: list[Paper]) -> list[int]:
    """The row of each vector."""
    each = [paper.vectors for paper in papers for _ in paper.rows]
    return [row for row, count in enumerate(each) for _ in range(count)]


def test_a_question_without_features_is_near_nothing() -> None:
    blank = np.zeros(8, dtype=np.float32)
    rows, cosines = collection_of([A, B]).near(blank, 5)
    assert (rows.tolist(), cosines.tolist()) == ([], [])
    assert collection_of([A, B]).cosines(blank, np.arange(5)).tolist() == [0] * 5


def test_an_empty_collection_is_searched_like_any_other() -> None:
    for empty in (Collection(()), collection_of([EMPTY])):
        assert (empty.count, empty.all_rows) == (0, 0)
        assert empty.similarity(FLAT, QUERY).tolist() == []
        assert coverage(empty, QUERY).tolist() == []
        assert empty.near(unit(1, 0)[0], 5)[0].tolist() == []
        assert empty.cosines(unit(1, 0)[0], np.zeros(0, np.int64)).tolist() == []
        assert empty.coverage({FIELD: QUERY}, {FIELD: 1.0}).best(5).tolist() == []


def papers() -> list[Paper]:
    """Four hundred rows: a few tokens stand in nearly all of them, and many in few."""
    random = np.random.default_rng(0)
    texts = [[str(int(token)) for token in random.zipf(1.3, 12) if token < 500] for _ in range(400)]
    return [Paper(str(i), texts[4 * i : 4 * i + 4]) for i in range(100)]


def many(dead: int = 0) -> Collection:
    """The papers in two segments, without every second of the first."""
    return collection_of(papers()[:60], papers()[60:], dead=[str(2 * i) for i in range(dead)])


RARE_AND_COMMON = (
    {"1": 1.0, "2": 1.0, "77": 1.0, "130": 1.0},
    {"1": 1.0},
    {"1": 1.0, "9999": 1.0},
    {"40": 1.0},
)


@pytest.mark.parametrize("query", RARE_AND_COMMON, ids=",".join)
@pytest.mark.parametrize("dead", [0, 20])
def test_leaving_common_words_out_at_first_changes_no_row_that_is_weighed(
    monkeypatch: pytest.MonkeyPatch, query: dict[str, float], dead: int
) -> None:
    found = many(dead)
    exact = coverage(found, query)
    monkeypatch.setattr(collections, "WHOLE", 10)
    np.testing.assert_allclose(coverage(found, query), exact, atol=1e-6)
    assert coverage(found, query, exact=True).tolist() == exact.tolist()
    pruned = found.coverage({FIELD: query}, {FIELD: 1.0})
    best = pruned.best(50)
    assert best.tolist() == sorted(set(best.tolist()))
    assert len(best) == min(50, int((pruned._scores > 0).sum())) > 0
    np.testing.assert_allclose(pruned.of(best), exact[best], atol=1e-6)
    assert exact[best].max() == pytest.approx(exact.max())


def test_what_is_left_out_does_not_depend_on_documents_that_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collections, "WHOLE", 10)
    fresh = collection_of([paper for i, paper in enumerate(papers()) if i % 2 or i >= 40])
    query = {FIELD: dict.fromkeys(map(str, range(500)), 1.0)}
    one, other = (found.coverage(query, {FIELD: 1.0}) for found in (many(20), fresh))
    assert one.best(30).tolist() == other.best(30).tolist()
    assert one.all().tolist() == other.all().tolist()
    assert [first.tolist() for first in one._first] == [first.tolist() for first in other._first]


@pytest.mark.parametrize("count", [0, 1, 10, 400, 100_000, 300_000])
@pytest.mark.parametrize("kind", ["spread", "sparse", "ties", "nothing", "few high"])
def test_the_top_of_many_scores_is_the_top_of_all(kind: str, count: int) -> None:
    random = np.random.default_rng(1)
    scores = random.random(200_003).astype(np.float32)
    if kind == "sparse":
        scores[random.random(len(scores)) < 0.9999] = 0
    elif kind == "ties":
        scores = np.round(scores * 3)
    elif kind == "nothing":
        scores[:] = 0
    elif kind == "few high":
        scores[::10] = 0.5
        scores[5] = 2
    places = collections._top(scores, count)
    wanted = np.sort(scores[scores > 0])[::-1][:count]
    assert places.tolist() == sorted(set(places.tolist()))
    assert np.sort(scores[places])[::-1].tolist() == wanted.tolist()


@quickly
@given(PARTS, ASKED, st.integers(1, 9), st.data())
def test_a_restricted_collection_scores_as_one_that_never_had_the_others(
    parts: list[list[tuple[list[list[str]], bool]]], query: dict[str, float], count: int, data: st.DataObject
) -> None:
    found, _, _ = drawn(parts)
    readable = data.draw(st.sets(st.sampled_from([d.id for d in found.documents] or ["none"])))
    restricted = found.restricted(readable)
    left = [
        [(rows, out or f"{i}.{j}" not in readable) for j, (rows, out) in enumerate(part)]
        for i, part in enumerate(parts)
    ]
    fresh = drawn(left)[1]
    assert [d.id for d in restricted.documents] == [d.id for d in fresh.documents]
    assert coverage(restricted, query).tolist() == coverage(fresh, query).tolist()
    assert restricted.similarity(FLAT, query).tolist() == fresh.similarity(FLAT, query).tolist()
    vector, every = unit(1, 7)[0], np.arange(fresh.count)
    assert restricted.cosines(vector, every).tolist() == fresh.cosines(vector, every).tolist()
    rows, cosines = restricted.near(vector, count)
    fresh_rows, fresh_cosines = fresh.near(vector, count)
    assert rows.tolist() == fresh_rows.tolist()
    assert cosines.tolist() == pytest.approx(fresh_cosines.tolist(), abs=1e-6)
