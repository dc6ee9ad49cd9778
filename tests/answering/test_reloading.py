"""The dictionary of everyday words is edited while the assistant answers: the very next question knows it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.answering.assistant import Assistant, open_assistant
from app.reading.corpus import read_corpus
from tests.answering.checks import has
from tests.indexing.given import ROOT, Counting

QUESTION = "蓝胖子谁牵头"
ENTRY = "\n蓝胖子\t>\t质量事故管控\t1\n"


@dataclass
class Room:
    """A corpus of its own (without asked-as questions, so that it is built quickly) and an assistant over it."""

    folder: Path
    said: list[str] = field(default_factory=list)

    @property
    def dictionary(self) -> Path:
        return self.folder / "corpus" / "everyday.tsv"

    def open(self) -> Assistant:
        self.said.clear()
        return open_assistant(
            read_corpus(self.folder / "corpus"), Counting(), self.folder / "index", self.said.append
        )

    def write(self, text: str) -> None:
        """As Notepad would: with a mark and Windows line ends."""
        self.dictionary.write_text(text, encoding="utf-8-sig", newline="\r\n")


@pytest.fixture
def room(tmp_path: Path) -> Room:
    shutil.copytree(
        ROOT / "corpus", tmp_path / "corpus", ignore=shutil.ignore_patterns("asked", "absent.yaml")
    )
    return Room(tmp_path)


def notices(assistant: Assistant) -> tuple[str, ...]:
    """What the assistant has to say now; another call may find another answer."""
    return assistant.notices


def test_a_new_word_is_known_to_the_next_question(room: Room) -> None:
    assistant = room.open()
    assert not has(assistant.answer(QUESTION), "质控办牵头")
    before = room.dictionary.read_text(encoding="utf-8")
    room.write(before + ENTRY)
    found = assistant.answer(QUESTION)
    assert has(found, "质量事故管控", "质控办牵头")
    line = before.count("\n") + 2
    assert f"把“蓝胖子”读作“质量事故管控”（口语词典第 {line} 行）。" in found.notes
    room.write(before)
    assert not has(assistant.answer(QUESTION), "质控办牵头")


def test_a_slip_changes_no_answer_and_is_told_once(room: Room) -> None:
    assistant = room.open()
    good = room.dictionary.read_text(encoding="utf-8") + ENTRY
    room.write(good)
    before = assistant.answer(QUESTION)
    assert not notices(assistant)
    room.said.clear()
    room.write(good + "坏行\t>\n")
    assert assistant.answer(QUESTION) == before
    assert assistant.answer(QUESTION) == before
    (said,) = room.said
    assert f"{room.dictionary} 第 {good.count(chr(10)) + 1} 行“坏行”只有 2 列" in said
    (notice,) = notices(assistant)
    assert "仍用改动前的词条" in notice
    room.write(good)
    assert not notices(assistant)


def test_a_slip_is_noticed_by_who_only_looks(room: Room) -> None:
    assistant = room.open()
    room.write("坏行")
    assert len(notices(assistant)) == 1


def test_editing_it_makes_no_index_stale(room: Room) -> None:
    room.open()
    for name in ("everyday.tsv", "oddities.yaml", "definitions.yaml", "cited.yaml"):
        with (room.folder / "corpus" / name).open("a", encoding="utf-8") as file:
            file.write("\n# 又一行\n")
    room.open()
    assert room.said == []


def test_the_words_of_a_new_dictionary_are_told_in_the_why(room: Room) -> None:
    assistant = room.open()
    room.write("园丁\t>\t教师\t0.5\n")
    assistant.answer("园丁怎么考核")
    hits = assistant.desk.searcher.search("园丁怎么考核", limit=50).hits
    readings = [reading for hit in hits for reading in hit.why.everyday]
    assert {(r.word, r.term, r.weight, r.line) for r in readings} == {("园丁", "教师", 0.5, 1)}
