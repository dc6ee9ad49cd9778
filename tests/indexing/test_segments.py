"""A segment: saved, read by memory map, joined with others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import IndexFolderError
from app.indexing import dense, segments
from app.indexing.collection import Collection, Part
from app.indexing.dense import Vectors
from app.indexing.segments import Held, Segment, joined, living, load, save, segment
from tests.indexing.made import DIMENSION, FIELD, FLAT, Paper, coverage, quickly, segment_of, unit

PAPERS = (
    Paper("甲", (["a", "b"], ["b"]), 1, vectors=2),
    Paper("空", ()),
    Paper("乙\n", (["c"], [], ["a"]), 2),
    Paper("没有向量", (["a", "a"],), vectors=0),
)
QUERY = {"a": 1.0, "c": 0.5, "x": 1.0}


@pytest.fixture(params=["mapped", "as on Windows"])
def maps(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """FAISS cannot map files there, nor open a path beyond ASCII."""
    monkeypatch.setattr(segments, "_MAPS", request.param == "mapped")


@pytest.fixture
def few_are_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dense, "EXACT", 50)
    monkeypatch.setattr(dense, "_LISTS", 8)
    monkeypatch.setattr(dense, "_PROBED", 8)


def long_paper() -> Paper:
    """A document of so many vectors that they lie in inverted lists."""
    return Paper("长", [[letter] for letter in "abcdefghij" * 10], 3)


def scored(part: Segment, dead: Sequence[str] = ()) -> tuple[list[float], list[int], list[float]]:
    """What a query finds in a segment."""
    collection = Collection([Part(part, frozenset(dead))])
    rows, cosines = collection.near(unit(1, 9)[0], 3, exact=True)
    return coverage(collection, QUERY).tolist(), rows.tolist(), cosines.tolist()


@pytest.mark.usefixtures("maps", "few_are_exact")
@pytest.mark.parametrize("papers", [PAPERS, (*PAPERS, long_paper()), (), PAPERS[1:2]], ids=len)
def test_a_saved_segment_is_read_as_it_was(tmp_path: Path, papers: Sequence[Paper]) -> None:
    folder = tmp_path / "索引 文件夹"
    folder.mkdir()
    part = segment_of(papers, "名")
    paths = save(part, folder)
    assert sorted(paths) == sorted(folder.iterdir())
    again = load("名", folder, DIMENSION)
    assert (again.name, again.held, again.count) == (part.name, part.held, part.count)
    assert list(again.fields) == [FIELD, FLAT]
    assert again.dense.first.tolist() == part.dense.first.tolist()
    assert scored(again) == scored(part)


def test_the_arrays_are_read_from_the_file_and_cannot_be_written(tmp_path: Path) -> None:
    save(segment_of(PAPERS, "x"), tmp_path)
    for array in load("x", tmp_path, DIMENSION).fields[FIELD].arrays().values():
        assert not array.flags.writeable
        assert not array.flags.owndata


@pytest.mark.usefixtures("maps", "few_are_exact")
def test_what_is_open_stays_readable_after_its_files_are_gone(tmp_path: Path) -> None:
    part = segment_of((*PAPERS, long_paper()), "x")
    paths = save(part, tmp_path)
    again = load("x", tmp_path, DIMENSION)
    for path in paths:
        path.unlink()
    assert scored(again) == scored(part)


@pytest.mark.usefixtures("maps")
def test_vectors_of_another_encoder_are_noticed(tmp_path: Path) -> None:
    save(segment_of(PAPERS, "x"), tmp_path)
    with pytest.raises(IndexFolderError, match=r"8 维，编码器是 16 维.*zhengai index"):
        load("x", tmp_path, 16)


PAYLOADS = [None, [], ["问", 0, [[1, 2]], []], {"a": 1}, "😀\udcff"]


@pytest.mark.parametrize("payload", PAYLOADS, ids=repr)
def test_what_the_caller_holds_for_a_document_comes_back(tmp_path: Path, payload: object) -> None:
    held = Held("文件名不是 UTF-8：\udcc4\udce3", "k", 1, payload)
    part = segment("x", [held], {FIELD: [["a"]]}, lambda: unit(1, 0), [0])
    save(part, tmp_path)
    assert load("x", tmp_path, DIMENSION).held == (held,)


def test_what_fails_in_the_encoder_fails_the_segment() -> None:
    def broken() -> Vectors:
        raise RuntimeError("模型坏了")

    with pytest.raises(RuntimeError, match="模型坏了"):
        segment("x", [Held("甲", "k", 1)], {FIELD: [["a"]]}, broken, [0])


@pytest.mark.parametrize("name", ["x.json", "x.safetensors", "x.faiss"])
def test_a_file_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(OSError, match=r"."):
        save(segment_of(PAPERS, "x"), tmp_path)


LETTERS = st.lists(st.lists(st.sampled_from("abcde"), max_size=4), max_size=3)


@quickly
@given(st.lists(st.lists(st.tuples(LETTERS, st.booleans()), max_size=3), min_size=1, max_size=3))
def test_joined_segments_are_what_the_living_documents_make_at_once(
    parts: list[list[tuple[list[list[str]], bool]]],
) -> None:
    numbered = [
        [(Paper(f"{i}.{j}", rows, 10 * i + j), dead) for j, (rows, dead) in enumerate(part)]
        for i, part in enumerate(parts)
    ]
    dead = frozenset(paper.id for part in numbered for paper, out in part if out)
    found = joined("x", [(segment_of([paper for paper, _ in part]), dead) for part in numbered])
    fresh = segment_of([paper for part in numbered for paper, out in part if not out], "x")
    assert found.held == fresh.held
    assert found.dense.first.tolist() == fresh.dense.first.tolist()
    every = np.arange(fresh.dense.index.ntotal)
    assert np.array_equal(found.dense.vectors(every), fresh.dense.vectors(every))
    for name in (FIELD, FLAT):
        for kind, array in fresh.fields[name].arrays().items():
            assert np.array_equal(found.fields[name].arrays()[kind], array), (name, kind)


@pytest.mark.usefixtures("few_are_exact")
def test_vectors_in_inverted_lists_are_joined_within_their_rounding() -> None:
    long = long_paper()
    part = joined("x", [(segment_of([long]), frozenset()), (segment_of(PAPERS), frozenset({"甲"}))])
    rows = np.arange(len(long.rows))
    np.testing.assert_allclose(part.dense.vectors(rows), long.matrix, atol=0.02)
    assert [held.id for held in part.held] == ["长", "空", "乙\n", "没有向量"]


def test_the_rows_of_the_living_are_told() -> None:
    assert living(segment_of(PAPERS), frozenset({"甲", "空"})).tolist() == [False] * 2 + [True] * 4
