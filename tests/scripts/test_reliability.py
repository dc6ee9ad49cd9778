"""The table of faults is told as it is, and the harness notices what it is there to notice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scripts import reliability
from scripts._environment import ROOT
from scripts.faults import backup_kill, disk, mutations, server_kill, writers
from scripts.faults.clients import Told
from scripts.faults.guards import GUARDS, Mutation
from scripts.faults.place import Place, acknowledged, kill
from scripts.faults.row import Row
from scripts.faults.writing import Found, look

ROWS = [Row("kill -9", "lost 0", 3, "0 lost", True), Row("disk full", "lost 0", 2, "1 lost", False)]
FOUND = Found(frozenset({"a"}), frozenset({"b"}), frozenset(), frozenset(), frozenset(), 0, "")


def test_a_missed_goal_stands_out() -> None:
    assert reliability.table(ROWS).splitlines()[2:] == [
        "| kill -9 | lost 0 | 3 | 0 lost | yes |",
        "| disk full | lost 0 | 2 | 1 lost | **no** |",
    ]


@pytest.mark.parametrize(
    ("held", "told", "code"), [(True, "yes", 0), (False, "**no**", 1), (None, "not run", 0)]
)
def test_what_cannot_be_run_here_has_neither_held_nor_missed_its_goal(
    held: bool | None, told: str, code: int
) -> None:
    rows = [ROWS[0], Row("disk full", "lost 0", 0, "skipped", held)]
    assert reliability.table(rows).splitlines()[-1].endswith(f"| {told} |")
    assert reliability.exit_code(rows) == code


FAILED = "1 fsync(7</t/data/{}>) = -1 EIO (Input/output error) (INJECTED)"
ELSEWHERE = "1 write(1<pipe:[9]>) = -1 ENOSPC (No space left on device) (INJECTED)"


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ([FAILED.format("a"), ELSEWHERE], 2),
        ([ELSEWHERE, FAILED.format("a")], 0),
        (["1 fsync(7</t/data/a>) = 0"], 0),
    ],
)
def test_a_run_is_hit_where_the_first_failed_call_meets_what_is_saved(lines: list[str], count: int) -> None:
    assert len(disk.injected("\n".join(lines), "/t/data")) == count


@pytest.mark.parametrize(
    ("code", "out", "said", "file", "told"),
    [
        (3, "ready\ntold 磁盘已满\n", "", "zhengai.sqlite3-wal", disk.TOLD),
        (1, "ready\ntext a\n", "Traceback …\nOSError: [Errno 5]\n", "a", "OSError: [Errno 5]"),
        (-11, "ready\n", "", "a", "exit -11"),
        (0, "ready\ntext a\n", "", "zhengai.sqlite3-wal", disk.IGNORED),
        (0, "ready\ntext a\n", "", "originals/ab", disk.IGNORED),
        (0, "ready\ntext a\n", "", "zhengai.sqlite3", ""),
    ],
)
def test_a_writer_that_does_not_tell_of_a_failed_call_in_our_words_is_noticed(
    code: int, out: str, said: str, file: str, told: str
) -> None:
    assert disk.ended(code, out, said, [FAILED.format(file)]).partition(":")[0] == told.partition(":")[0]


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
    ("kept", "by_clients", "lost", "faults", "seconds", "passed"),
    [
        (9, 4, 0, [], 2.0, True),
        (9, 4, 1, [], 2.0, False),
        (9, 4, 0, ["integrity"], 2.0, False),
        (9, 4, 0, [], 11.0, False),
        (9, 0, 0, [], 2.0, False),
        (0, 0, 0, [], 2.0, False),
    ],
)
def test_a_loss_a_fault_or_a_late_start_misses_the_goal(
    kept: int, by_clients: int, lost: int, faults: list[str], seconds: float, passed: bool
) -> None:
    assert server_kill.judged(5, kept, by_clients, lost, faults, seconds).passed is passed


@pytest.mark.parametrize(
    ("lines", "told", "held", "gave_up", "found", "passed"),
    [
        (["question a"], Told(["text b"]), 1, 0, FOUND, True),
        (["question z"], Told(["text b"]), 1, 0, FOUND, False),
        (["question a"], Told(["text z"]), 1, 0, FOUND, False),
        (["question a"], Told(["text b"], ["503 x"]), 1, 0, FOUND, False),
        (["question a"], Told(["text b"], ["gone: x"]), 1, 0, FOUND, False),
        (["question a"], Told(["text b"]), 0, 0, FOUND, False),
        (["question a"], Told(["text b"]), 1, 1, FOUND, False),
        (["question a"], Told(), 1, 0, FOUND, False),
        (["question a"], Told(["text b"]), 1, 0, replace(FOUND, fault="integrity"), False),
        (["question a"], Told(["text b"]), 1, 0, replace(FOUND, halves=1), False),
    ],
)
def test_a_lost_or_refused_item_of_many_writers_misses_the_goal(
    lines: list[str], told: Told, held: int, gave_up: int, found: Found, passed: bool
) -> None:
    assert writers.judged(6, lines, told, held, gave_up, found).passed is passed


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


def test_a_killed_backup_and_restore_lose_nothing() -> None:
    rows = backup_kill.run(1, lambda _: None)
    assert [(row.tried, row.passed) for row in rows] == [(1, True), (1, True), (2, True)]


@pytest.mark.parametrize("guard", GUARDS, ids=lambda one: one.told)
def test_every_guard_that_is_to_be_removed_stands_there_once(guard: Mutation) -> None:
    assert (ROOT / guard.file).read_text(encoding="utf-8").count(guard.old) == 1
    assert guard.old != guard.new
    for selection in guard.tests.split():
        assert (ROOT / selection.partition("::")[0]).is_file()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program of two guards and one test, which notices the loss of the first."""
    folder = tmp_path_factory.mktemp("house")
    (folder / "door.py").write_text("LOCKED = True\nWATCHED = True\n")
    (folder / "test_door.py").write_text(
        "import door\n\n\ndef test_it_is_locked():\n    assert door.LOCKED\n"
    )
    (folder / "test_red.py").write_text("def test_nothing():\n    assert False\n")
    return folder


LOCK, WATCH = "LOCKED = True", "WATCHED = True"


@pytest.mark.parametrize(
    ("old", "new", "tests", "passed", "told"),
    [
        (LOCK, "LOCKED = False", "test_door.py", True, "1 of 1 noticed"),
        (WATCH, "WATCHED = False", "test_door.py", False, "0 of 1 noticed; NOT door.py: WATCHED = True"),
        ("= True", "= False", "test_door.py", False, "NOT door.py: = True"),
        ("GONE", "", "test_door.py", False, "NOT door.py: GONE"),
        (LOCK, "LOCKED =", "test_door.py", False, "NOT door.py: LOCKED = True"),
        (WATCH, "WATCHED = False", "test_red.py", False, "red with every guard: test_red.py"),
    ],
    ids=["noticed", "not noticed", "there twice", "not there", "broken, not opened", "red anyhow"],
)
def test_a_guard_counts_as_noticed_only_where_a_test_fails_for_it(
    house: Path, old: str, new: str, tests: str, passed: bool, told: str
) -> None:
    row = mutations.removed([Mutation("door.py", old, new, tests)], house, lambda _: None)
    assert row.passed is passed
    assert told in row.figures
