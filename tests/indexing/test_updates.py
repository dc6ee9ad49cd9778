"""Whatever was put, replaced and taken out: what is left scores as if it had been built at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.indexing import dense, updates
from app.indexing.collection import Collection
from app.indexing.segments import Segment
from app.indexing.updates import updated
from tests.indexing.made import FIELD, FLAT, Paper, coverage, quickly, segment_of, unit

QUERY = {"a": 1.0, "b": 0.5, "x": 1.0}
Papers = dict[str, Paper]


@contextmanager
def limits(small: int, most_small: int, largest: int) -> Iterator[None]:
    """Segments join, split and are cleaned at these sizes."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(updates, "SMALL", small)
        patched.setattr(updates, "MOST_SMALL", most_small)
        patched.setattr(updates, "LARGEST", largest)
        yield


def to(old: Collection, papers: Papers) -> Collection:
    """`old` made to hold just `papers`."""
    return _to(old, papers)[0]


def anew(old: Collection, papers: Papers) -> list[str]:
    """The ids of those of `papers` that are indexed anew."""
    return _to(old, papers)[1]


def _to(old: Collection, papers: Papers) -> tuple[Collection, list[str]]:
    made: list[str] = []

    def make(name: str, ids: Sequence[str]) -> Segment:
        made.extend(ids)
        return segment_of([papers[id_] for id_ in ids], name)

    wanted = {id_: (paper.held.key, len(paper.rows)) for id_, paper in papers.items()}
    return updated(old, wanted, make), made


def sizes(collection: Collection) -> list[int]:
    return [part.segment.count for part in collection.parts]


def found(collection: Collection) -> dict[tuple[str, int], tuple[float, ...]]:
    """What each row of each document scores."""
    every = np.arange(collection.count)
    columns = (
        coverage(collection, QUERY),
        collection.similarity(FLAT, QUERY),
        collection.cosines(unit(1, 9)[0], every),
    )
    places = [collection.place(row) for row in every.tolist()]
    rows = zip(places, *(column.tolist() for column in columns), strict=True)
    return {(held.id, number): tuple(scores) for (held, number), *scores in rows}


def near(collection: Collection, count: int) -> dict[tuple[str, int], float]:
    rows, cosines = collection.near(unit(1, 9)[0], count)
    places = [collection.place(int(row)) for row in rows]
    return {(held.id, n): float(c) for (held, n), c in zip(places, cosines, strict=True)}


ROWS = st.lists(st.lists(st.sampled_from("abcd"), max_size=4), max_size=4)
PUT = st.dictionaries(st.sampled_from("甲乙丙丁戊"), st.tuples(ROWS, st.integers(0, 2)), max_size=3)
STEPS = st.lists(st.tuples(PUT, st.sets(st.sampled_from("甲乙丙丁戊"), max_size=2)), max_size=7)


@quickly
@given(
    STEPS,
    st.sampled_from([(20_000, 8, 100_000), (4, 1, 5), (100, 0, 1), (1, 0, 3)]),
    st.integers(1, 9),
)
def test_any_way_to_the_same_documents_finds_the_same(
    steps: Sequence[tuple[Mapping[str, tuple[list[list[str]], int]], set[str]]],
    sizes: tuple[int, int, int],
    count: int,
) -> None:
    papers: dict[str, Paper] = {}
    collection = Collection(())
    with limits(*sizes):
        for put, removed in steps:
            for id_, (rows, version) in put.items():
                papers[id_] = Paper(id_, rows, 10 * ord(id_) + version, vectors=1 + version)
            for id_ in removed & set(papers):
                del papers[id_]
            collection = to(collection, papers)
            assert {held.id for held in collection.documents} == set(papers)
    fresh = to(Collection(()), papers)
    assert found(collection) == found(fresh)
    assert near(collection, count) == near(fresh, count)
    assert anew(collection, papers) == []


def paper(number: int, rows: int = 1, seed: int = 0) -> Paper:
    return Paper(str(number), [[letter] for letter in "abcd"[:rows]], number + 100 * seed)


def papers_of(*all_: Paper) -> Papers:
    return {one.id: one for one in all_}


def test_only_what_is_new_or_changed_is_indexed() -> None:
    one = to(Collection(()), papers_of(*map(paper, range(4))))
    changed = papers_of(paper(0), paper(1, seed=1), paper(3), paper(9))
    assert anew(one, changed) == ["1", "9"]
    two = to(one, changed)
    assert [part.dead for part in two.parts] == [{"1", "2"}, frozenset()]
    assert two.parts[0].segment is one.parts[0].segment


def test_a_document_put_back_as_it_once_was_is_not_raised_from_the_dead() -> None:
    """Its old rows stay dead: what was never asked for is not in use."""
    first = papers_of(*map(paper, range(5)))
    one = to(Collection(()), first)
    two = to(one, first | papers_of(paper(1, seed=1)))
    assert anew(two, first) == ["1"]
    assert found(to(two, first)) == found(one)


def test_a_segment_of_which_nothing_is_left_is_dropped() -> None:
    one = to(to(Collection(()), papers_of(paper(0))), papers_of(paper(0), paper(1)))
    assert len(one.parts) == 2
    assert len(to(one, papers_of(paper(1))).parts) == 1
    assert to(one, {}).parts == ()


def test_a_segment_of_which_most_is_dead_is_cleaned() -> None:
    all_ = [paper(number, rows=2) for number in range(4)]
    one = to(Collection(()), papers_of(*all_))
    half = to(one, papers_of(*all_[:2]))
    assert sizes(half) == [8]
    less = to(half, papers_of(all_[0]))
    assert sizes(less) == [2]
    assert less.parts[0].dead == frozenset()
    assert less.parts[0].segment.name != one.parts[0].segment.name


def test_many_small_segments_become_one() -> None:
    collection, papers = Collection(()), dict[str, Paper]()
    for number in range(updates.MOST_SMALL):
        papers[str(number)] = paper(number)
        collection = to(collection, papers)
    assert len(collection.parts) == updates.MOST_SMALL
    papers["last"] = Paper("last", [["a"]])
    assert anew(collection, papers) == ["last"]
    joined = to(collection, papers)
    assert sizes(joined) == [updates.MOST_SMALL + 1]
    assert found(joined) == found(to(Collection(()), papers))


def test_a_large_segment_is_left_as_it_is_when_small_ones_are_joined() -> None:
    with limits(small=3, most_small=1, largest=100):
        large = papers_of(paper(0, rows=4))
        collection = to(Collection(()), large)
        kept = collection.parts[0].segment
        collection = to(collection, large | papers_of(paper(1)))
        collection = to(collection, large | papers_of(paper(1), paper(2)))
    assert sizes(collection) == [4, 2]
    assert collection.parts[0].segment is kept


def test_a_segment_is_no_larger_than_the_largest_unless_one_document_is() -> None:
    with limits(small=0, most_small=0, largest=5):
        papers = papers_of(*(paper(n, rows=rows) for n, rows in enumerate([2, 3, 1, 4, 4])))
        assert sizes(to(Collection(()), papers)) == [5, 5, 4]
        huge = papers_of(paper(0), Paper("1", [["a"]] * 9), paper(2))
        assert sizes(to(Collection(()), huge)) == [1, 9, 1]


def test_documents_without_rows_are_held_like_others() -> None:
    empty = papers_of(*(Paper(str(n), ()) for n in range(30)))
    collection = Collection(())
    for n in range(30):
        collection = to(collection, {str(i): empty[str(i)] for i in range(n + 1)})
    assert len(collection.parts) <= updates.MOST_SMALL + 1
    assert (len(collection.documents), collection.count) == (30, 0)
    assert to(collection, {}).documents == ()


def test_inverted_lists_that_are_joined_still_find_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "EXACT", 60)
    monkeypatch.setattr(dense, "_LISTS", 4)
    monkeypatch.setattr(dense, "_PROBED", 4)
    papers = {str(n): Paper(str(n), [["a"]] * 30, n) for n in range(12)}
    collection = Collection(())
    for n in range(12):
        collection = to(collection, {str(i): papers[str(i)] for i in range(n + 1)})
    assert len(collection.parts) < 9
    for seed in range(5):
        wanted = papers[str(seed)].matrix[seed]
        rows, cosines = collection.near(wanted, 3)
        held, number = collection.place(int(rows[np.argmax(cosines)]))
        assert (held.id, number) == (str(seed), seed)
    assert collection.field(FIELD).count == 360
