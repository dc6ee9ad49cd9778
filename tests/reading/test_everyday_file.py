"""The dictionary while a program runs: a change is read, a slip is told and changes nothing."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.domain.corpus import Corpus, Everyday
from app.reading.corpus import checksums
from app.reading.everyday import NAME, read_everyday
from app.reading.everyday_file import EverydayFile

OLD, NEW = "老师\t>\t教师\t0.9\n", "老师\t>\t教师\t0.9\n饭堂\t>\t食堂\t1\n"
BROKEN = "老师\t>\t教师\n"


@dataclass
class Kept:
    """A dictionary in a folder, what was put in use and what was said."""

    folder: Path
    used: list[tuple[str, ...]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def write(self, text: str) -> None:
        (self.folder / NAME).write_text(text, encoding="utf-8")

    def opened(self) -> EverydayFile:
        """The file, watched from now on, as a corpus read a moment ago knows it."""
        entries = read_everyday(self.folder / NAME)
        corpus = Corpus({}, {}, everyday=entries, files=checksums(self.folder), folder=str(self.folder))
        return EverydayFile(corpus, self.use, self.said.append)

    def use(self, entries: tuple[Everyday, ...]) -> None:
        self.used.append(tuple(entry.word for entry in entries))


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    found = Kept(tmp_path / "corpus")
    found.folder.mkdir()
    found.write(OLD)
    return found


def test_a_file_that_stays_as_it_was_is_left_alone(kept: Kept) -> None:
    file = kept.opened()
    for _ in range(3):
        file.refresh()
    (kept.folder / NAME).touch()
    file.refresh()
    assert (kept.used, kept.said, file.notice) == ([], [], "")


def test_a_change_is_in_use_with_the_next_look(kept: Kept) -> None:
    file = kept.opened()
    kept.write(NEW)
    file.refresh()
    file.refresh()
    assert kept.used == [("老师", "饭堂")]
    assert kept.said == ["口语词典已重新读入：2 条。"]


def test_a_change_between_reading_the_corpus_and_the_first_look_is_seen(kept: Kept) -> None:
    file = kept.opened()
    os.replace(shutil.copy(kept.folder / NAME, kept.folder / "beside"), kept.folder / NAME)  # same content
    file.refresh()
    assert kept.used == []
    kept.write(NEW)
    file.refresh()
    assert kept.used == [("老师", "饭堂")]


def test_a_file_put_in_place_by_a_rename_is_seen_whatever_its_time_and_size(kept: Kept) -> None:
    file = kept.opened()
    file.refresh()
    path, beside = kept.folder / NAME, kept.folder / "beside.tsv"
    beside.write_text(OLD.replace("0.9", "0.8").replace("老师", "先生"), encoding="utf-8")
    times = path.stat()
    os.utime(beside, ns=(times.st_atime_ns, times.st_mtime_ns))
    os.replace(beside, path)
    file.refresh()
    assert kept.used == [("先生",)]


def test_a_slip_is_told_once_and_the_words_before_go_on(kept: Kept) -> None:
    file = kept.opened()
    kept.write(BROKEN)
    for _ in range(3):
        file.refresh()
    assert kept.used == []
    (said,) = kept.said
    assert said.startswith(f"{kept.folder / NAME} 第 1 行“老师”只有 3 列：请补上权重")
    assert said.endswith("现仍用改动前的口语词典。")
    assert file.notice.startswith(
        "口语词典有误，仍用改动前的词条。corpus/everyday.tsv 第 1 行“老师”只有 3 列"
    )
    assert str(kept.folder) not in file.notice


@pytest.mark.parametrize(("mended", "used"), [(NEW, [("老师", "饭堂")]), (OLD, [])])
def test_mending_it_takes_the_notice_away(kept: Kept, mended: str, used: list[tuple[str, ...]]) -> None:
    file = kept.opened()
    kept.write(BROKEN)
    file.refresh()
    kept.write(mended)
    file.refresh()
    assert kept.used == used
    assert file.notice == ""
    assert len(kept.said) == 2


def test_another_slip_is_told_again(kept: Kept) -> None:
    file = kept.opened()
    for text in (BROKEN, BROKEN + "\n", "老师\t?\t教师\t1\n"):
        kept.write(text)
        file.refresh()
    assert len(kept.said) == 2


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", "老师\t>\t教师\t1".encode("gbk")])
def test_another_encoding_changes_nothing(kept: Kept, data: bytes) -> None:
    file = kept.opened()
    (kept.folder / NAME).write_bytes(data)
    file.refresh()
    assert kept.used == []
    assert "UTF-8" in file.notice


def test_a_file_that_vanished_is_missed_and_the_words_before_go_on(kept: Kept) -> None:
    file = kept.opened()
    file.refresh()
    (kept.folder / NAME).unlink()
    file.refresh()
    assert "找不到 corpus/everyday.tsv：请把文件放回" in file.notice
    kept.write(OLD)
    file.refresh()
    assert (kept.used, file.notice) == ([], "")


def test_an_emptied_file_is_a_dictionary_without_words(kept: Kept) -> None:
    file = kept.opened()
    kept.write("")
    file.refresh()
    assert (kept.used, file.notice) == ([()], "")


def test_a_corpus_that_never_had_one_misses_nothing_and_may_get_one(kept: Kept) -> None:
    (kept.folder / NAME).unlink()
    file = kept.opened()
    file.refresh()
    assert (kept.said, file.notice) == ([], "")
    kept.write(NEW)
    file.refresh()
    assert kept.used == [("老师", "饭堂")]


def test_many_threads_read_a_change_once(kept: Kept) -> None:
    file = kept.opened()
    kept.write(NEW)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: file.refresh(), range(64)))
    assert kept.used == [("老师", "饭堂")]
