"""The corpus folder as a whole: which of its files an index is built from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.domain.errors import CorpusError
from app.reading.corpus import checksums, fingerprint, is_indexed, read_corpus

ROOT = Path(__file__).parents[2] / "corpus"
LOOKED_UP = ["everyday.tsv", "oddities.yaml", "definitions.yaml", "cited.yaml", "schemes/crosswalk.yaml"]
INDEXED = [
    "terms.txt",
    "absent.yaml",
    "asked/foshan_1.yaml",
    "schemes/foshan.yaml",
    "repairs/chongqing.yaml",
    "sources/sources.yaml",
    "sources/chongqing.txt",
]


@pytest.mark.parametrize("name", [*LOOKED_UP, *INDEXED])
def test_only_what_an_index_is_built_from_makes_it_stale(tmp_path: Path, name: str) -> None:
    folder = Path(shutil.copytree(ROOT, tmp_path / "corpus"))
    before = fingerprint(checksums(folder))
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("\n# 又一行\n")
    assert (fingerprint(checksums(folder)) != before) is (name in INDEXED)
    assert is_indexed(name) is (name in INDEXED)


def test_a_file_nobody_has_heard_of_makes_it_stale() -> None:
    assert is_indexed("new.yaml")
    assert is_indexed("asked/everyday.tsv")


def test_every_file_is_in_the_record_of_checksums() -> None:
    assert set(checksums(ROOT)) >= {*LOOKED_UP, *INDEXED}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("老师\t>\t教师\n", "第 1 行“老师”只有 3 列：请补上权重"),
        ("老师\t>\t教师\t8\n", "第 1 行的权重 8 超出范围"),
    ],
)
def test_a_slip_in_the_dictionary_is_told_when_the_corpus_is_read(
    tmp_path: Path, data: str, says: str
) -> None:
    folder = Path(shutil.copytree(ROOT, tmp_path / "corpus"))
    (folder / "everyday.tsv").write_text(data, encoding="utf-8")
    with pytest.raises(CorpusError) as told:
        read_corpus(folder)
    assert str(folder / "everyday.tsv") in str(told.value)
    assert says in str(told.value)
