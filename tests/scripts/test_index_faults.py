"""The faults brought about in an index are real ones, and the table tells where they did harm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app.answering.assistant import Assistant
from app.domain.answers import Answer, Kind, Statement
from scripts.faults import index_faults, index_kill
from scripts.faults.asked import LOOKED_UP, REFUSED, SEARCHED, Asked
from scripts.faults.index_faults import PAGE, READY, Tally
from tests.indexing import given

CONTENT = bytes(range(1, 256)) * 50


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "文件").write_bytes(CONTENT)
    return tmp_path / "文件"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return given.assistant(tmp_path_factory.getbasetemp())


def test_a_file_is_cut_to_lengths_that_are_not_its_own(file: Path) -> None:
    lengths = index_faults._lengths(file)
    assert 0 in lengths
    assert len(CONTENT) not in lengths
    for length in reversed(lengths):
        index_faults._cut(file, length)
        assert file.read_bytes() == CONTENT[:length]


@pytest.mark.parametrize("at", [0, PAGE, len(CONTENT) // PAGE * PAGE])
def test_a_page_is_zeroed_and_nothing_beside_it(file: Path, at: int) -> None:
    index_faults._zero(file, at)
    end = min(at + PAGE, len(CONTENT))
    assert file.read_bytes() == CONTENT[:at] + bytes(end - at) + CONTENT[end:]


@pytest.mark.parametrize("place", [0.0, 0.3, 0.999999])
def test_just_one_bit_is_flipped(file: Path, place: float) -> None:
    index_faults._flip(file, place)
    changed = [a ^ b for a, b in zip(file.read_bytes(), CONTENT, strict=True)]
    assert sum(byte.bit_count() for byte in changed) == 1


SOUND = Tally(tried=3, noticed=3, asked=26, first=[0.5], full=[2.0])


@pytest.mark.parametrize(
    ("tally", "passed"),
    [
        (SOUND, True),
        (replace(SOUND, noticed=2), False),
        (replace(SOUND, wrong=1), False),
        (replace(SOUND, others=1), False),
        (replace(SOUND, left=1), False),
        (replace(SOUND, asked=0), False),
        (replace(SOUND, tried=0, noticed=0), False),
        (replace(SOUND, full=[READY + 1]), False),
    ],
)
def test_a_row_passes_only_where_every_fault_was_noticed_and_did_no_harm(tally: Tally, passed: bool) -> None:
    assert tally.row("a file missing").passed is passed


REFUSAL = Answer(Kind.REFUSE, (Statement("没有找到。"),))


@pytest.mark.parametrize(
    ("bend", "wrong"),
    [
        (lambda answer: replace(answer, related=("另一问",)), 0),
        (lambda _: REFUSAL, LOOKED_UP),
        (lambda answer: replace(answer, citations=()), LOOKED_UP + SEARCHED),
        (lambda answer: replace(answer, kind=Kind.ANSWER), REFUSED),
    ],
    ids=["right though not as ever", "all refused", "nothing cited", "nothing refused"],
)
def test_a_wrong_answer_is_told_from_a_refusal(
    assistant: Assistant, bend: Callable[[Answer], Answer], wrong: int
) -> None:
    asked = Asked.of(assistant.answer)

    def bent(question: str, history: Sequence[str]) -> Answer:
        return bend(assistant.answer(question, history))

    assert len(asked.wrong(bent)) == wrong
    assert len(asked.others(bent)) >= max(wrong, 1)


def test_a_sound_index_gives_no_wrong_and_no_other_answer(assistant: Assistant) -> None:
    asked = Asked.of(assistant.answer)
    assert len(asked.questions) == LOOKED_UP + SEARCHED + REFUSED
    assert asked.wrong(assistant.answer) == []
    assert asked.others(assistant.answer) == []


def test_a_wait_in_vain_ends() -> None:
    with pytest.raises(TimeoutError):
        index_kill._wait(lambda: False, 0.01)
