"""The table of faults is told as it is, and the harness notices what it is there to notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import reliability
from scripts.faults import mutations, server_kill, writers
from scripts.faults.place import Place, acknowledged, kill
from scripts.faults.row import Row
from scripts.faults.writing import Found, look

ROWS = [Row("kill -9", "lost 0", 3, "0 lost", True), Row("disk full", "lost 0", 2, "1 lost", False)]
FOUND = Found(frozenset({"a"}), frozenset({"b"}), frozenset(), frozenset(), 0, "")


def test_a_missed_goal_stands_out() -> None:
    assert reliability.table(ROWS).splitlines()[2:] == [
        "| kill -9 | lost 0 | 3 | 0 lost | yes |",
        "| disk full | lost 0 | 2 | 1 lost | **no** |",
    ]


def test_figures_go_between_their_marks_and_nowhere_else() -> None:
    page = f"before\n{reliability.BEGIN}\nold\n{reliability.END}\nafter\n"
    told = reliability.saved(page, "| new |", "today")
    assert told == f"before\n{reliability.BEGIN}\ntoday\n\n| new |\n{reliability.END}\nafter\n"
    assert reliability.saved(told, "| new |", "today") == told
    document = reliability.DOC.read_text(encoding="utf-8")
    assert document.count(reliability.BEGIN) == document.count(reliability.END) == 1


def test_what_was_acknowledged_and_is_not_there_is_missing() -> None:
    assert FOUND.missing(["question a", "text b"]) == []
    assert FOUND.missing(["question a", "question b", "text b", "original c"]) == ["question b", "original c"]


def test_half_a_line_acknowledges_nothing() -> None:
    assert acknowledged("ready\nquestion a\ntold x\ntext b\nquestion c") == ["question a", "text b"]
    assert acknowledged("question a") == []


@pytest.mark.parametrize(
    ("kept", "lost", "faults", "seconds", "passed"),
    [
        (9, 0, [], 2.0, True),
        (9, 1, [], 2.0, False),
        (9, 0, ["integrity"], 2.0, False),
        (9, 0, [], 11.0, False),
        (0, 0, [], 2.0, False),
    ],
)
def test_a_loss_a_fault_or_a_late_start_misses_the_goal(
    kept: int, lost: int, faults: list[str], seconds: float, passed: bool
) -> None:
    assert server_kill.judged(5, kept, lost, faults, seconds).passed is passed


@pytest.mark.parametrize(
    ("missing", "refused", "told", "passed"),
    [([], [], 0, True), (["question a"], [], 0, False), ([], [503], 0, False), ([], [], 1, False)],
)
def test_a_lost_or_refused_item_of_many_writers_misses_the_goal(
    missing: list[str], refused: list[int], told: int, passed: bool
) -> None:
    assert writers.judged(6, ["question a"], missing, refused, told).passed is passed


def test_a_real_writer_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    place = Place(tmp_path)
    writer = place.writer("w", 30, "question,text,original,file")
    assert writer.stdout is not None
    first = [writer.stdout.readline().strip() for _ in range(9)][1:]
    kept = first + kill(writer)
    found = look(place.url, place.data)
    assert len(kept) >= 8
    assert found.missing(kept) == []
    assert (found.halves, found.fault) == (0, "")
    next(path for path in (place.data / "files").glob("*.txt")).write_text("half")
    original = next(iter(found.originals))
    (place.data / "originals" / original[:2] / original).write_bytes(b"half")
    harmed = look(place.url, place.data)
    assert len(harmed.missing(kept)) == 1
    assert harmed.fault == "已损坏"


@pytest.mark.parametrize(
    "mutation", mutations.MUTATIONS, ids=lambda one: f"{one.file}:{one.old.strip()[:40]}"
)
def test_every_guard_that_is_to_be_removed_is_still_there(mutation: mutations.Mutation) -> None:
    text = (reliability.DOC.parents[1] / mutation.file).read_text(encoding="utf-8")
    assert mutation.old in text
    assert mutation.old != mutation.new
    for selection in mutation.tests.split():
        assert (reliability.DOC.parents[1] / selection.partition("::")[0]).is_file()
