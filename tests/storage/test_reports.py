"""Reports: every save of a cell is a version, nothing sent is lost, a status moves step by step."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.drafts import (
    Cell,
    Counting,
    Evidence,
    EvidenceKind,
    Origin,
    Part,
    PartKey,
    ReportKind,
    Sentence,
    Source,
    SourceKind,
    Status,
)
from app.domain.errors import ConflictError, ForbiddenError, StorageError, UnknownNameError
from app.domain.people import Actor, Person, Role
from app.domain.receipts import Doubt, Receipt
from app.storage.audit import AuditLog
from app.storage.database import Database
from app.storage.report_json import (
    Review,
    cell_from_json,
    cell_to_json,
    receipt_from_json,
    receipt_to_json,
)
from app.storage.report_rows import CellVersion, Head
from app.storage.reports import Reports

LI = Actor(Person("1", "li", "李四", Role.WRITER, "教务处"))
WANG = Actor(Person("2", "wang", "王五", Role.OFFICE))
HEAD = Head("chongqing", "chongqing", "示例职业技术学院", "2025", "2025-12-20")


def cell(text: str, element: str = "5.2") -> Cell:
    return Cell(element, (Part(PartKey.PROBLEMS, (Sentence(text, "s1"),)),))


@pytest.fixture
def reports(database: Database) -> Reports:
    return Reports(database)


@pytest.fixture
def report(reports: Reports) -> str:
    return reports.create(WANG, HEAD, departments={"5.2": ("质控办",)}).head.id


def every(reports: Reports, report: str) -> list[CellVersion]:
    """The versions of 5.2 with their contents, newest first."""
    return [reports.version(report, "5.2", one.id) for one in reports.versions(report, "5.2")]


def test_a_new_report_has_its_head_and_its_departments(reports: Reports, report: str) -> None:
    stored = reports.get(report)
    assert replace(stored.head, id="", created_name="", created_at="") == HEAD
    assert stored.cell("5.2").departments == ("质控办",)
    assert (stored.cell("5.2").version, stored.cell("5.2").status) == (0, Status.ASSIGNED)
    assert stored.cell("1.1").cell == Cell("1.1")
    assert stored.as_report().cells == ()
    assert [one.id for one in reports.all()] == [report]


def test_every_save_is_a_version(reports: Reports, report: str) -> None:
    reports.save(LI, report, "5.2", cell("一"), 0)
    saved = reports.save(WANG, report, "5.2", cell("二"), 1)
    assert (saved.current, saved.cell.version, saved.cell.saved_name) == (True, 2, "王五")
    assert saved.cell.status is Status.DRAFTING
    numbers = [(one.number, one.cell.text(PartKey.PROBLEMS)) for one in every(reports, report)]
    assert numbers == [(2, "二"), (1, "一")]
    assert reports.at(report, "5.2", 1) == cell("一")
    assert reports.get(report).as_report().cells == (cell("二"),)


def test_of_two_writers_the_second_is_told_and_nothing_is_lost(reports: Reports, report: str) -> None:
    reports.save(LI, report, "5.2", cell("一"), 0)
    reports.save(LI, report, "5.2", cell("李的"), 1)
    saved = reports.save(WANG, report, "5.2", cell("王的"), 1)
    assert not saved.current
    assert saved.cell.cell == cell("李的")
    assert (saved.version.number, saved.version.base, saved.version.cell) == (0, 1, cell("王的"))
    again = reports.save(WANG, report, "5.2", cell("王的"), 1)
    assert again.version.id == saved.version.id
    assert len(reports.versions(report, "5.2")) == 3


def test_sent_once_more_it_is_still_one_version(reports: Reports, report: str) -> None:
    first = reports.save(LI, report, "5.2", cell("一"), 0)
    again = reports.save(LI, report, "5.2", cell("一"), 0)
    assert again.current
    assert again.version.id == first.version.id


def test_threads_that_save_at_once_lose_nothing(reports: Reports, report: str) -> None:
    def write(number: int) -> None:
        for i in range(5):
            reports.save(LI, report, "5.2", cell(f"{number}-{i}"), reports.version_number(report, "5.2"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = {one.cell.text(PartKey.PROBLEMS) for one in every(reports, report)}
    assert kept == {f"{number}-{i}" for number in range(4) for i in range(5)}


def test_what_was_submitted_is_not_written_over_and_what_was_sent_is_kept(
    reports: Reports, report: str
) -> None:
    reports.save(LI, report, "5.2", cell("一"), 0)
    reports.move(LI, report, "5.2", Status.SUBMITTED, 1)
    saved = reports.save(LI, report, "5.2", cell("迟到的"), 1)
    assert not saved.current
    assert saved.cell.cell == cell("一")
    assert every(reports, report)[0].cell == cell("迟到的")
    reports.move(WANG, report, "5.2", Status.RETURNED, 1, "请补原因")
    assert reports.save(LI, report, "5.2", cell("迟到的"), 1).cell.status is Status.DRAFTING


def test_a_status_moves_step_by_step_and_leaves_who_and_when(reports: Reports, report: str) -> None:
    reports.save(LI, report, "5.2", cell("一"), 0)
    for status in (Status.ACCEPTED, Status.SIGNED, Status.RETURNED):
        with pytest.raises(ForbiddenError, match="现在是“撰写中”"):
            reports.move(WANG, report, "5.2", status, 1)
    with pytest.raises(ConflictError, match="已有第 1 版"):
        reports.move(LI, report, "5.2", Status.SUBMITTED, 0)
    for status in (Status.SUBMITTED, Status.ACCEPTED, Status.SIGNED):
        reports.move(WANG, report, "5.2", status, 1, "可以")
    told = [(one.status, one.by_name, one.version, one.note) for one in reports.events(report, "5.2")]
    assert told == [
        (Status.SIGNED, "王五", 1, "可以"),
        (Status.ACCEPTED, "王五", 1, "可以"),
        (Status.SUBMITTED, "王五", 1, "可以"),
        (Status.DRAFTING, "李四", 1, ""),
    ]
    reports.move(WANG, report, "5.2", Status.RETURNED, 1)
    assert reports.get(report).cell("5.2").status is Status.RETURNED


def test_departments_are_assigned(reports: Reports, report: str, database: Database) -> None:
    reports.assign(WANG, report, "1.1", ["教务处", "校办"])
    assert reports.get(report).cell("1.1").departments == ("教务处", "校办")
    assert reports.events(report, "1.1")[0].note == "分给教务处、校办"
    actions = [one.action for one in AuditLog(database).entries()]
    assert actions == ["report.assign", "report.create"]
    assert AuditLog(database).verify().fault == ""


def test_a_head_is_changed_and_a_report_is_removed(reports: Reports, report: str) -> None:
    review = Review((0, 2), {"1.1": True}, False)
    reports.change(WANG, report, replace(HEAD, counting=Counting.HAN, review=review, kind=ReportKind.SAMPLE))
    head = reports.head(report)
    assert (head.counting, head.review, head.kind) == (Counting.HAN, review, ReportKind.DRAFT)
    reports.remove(WANG, report)
    assert reports.all() == ()
    for call in (reports.get, reports.head):
        with pytest.raises(UnknownNameError, match="没有这份报告"):
            call(report)


def test_an_imported_report_keeps_its_receipt_and_is_found_by_its_file(reports: Reports) -> None:
    receipt = Receipt(3, 2, (Doubt("表1", "甲", "为什么", "1.1", PartKey.GOALS),), (), ("1.2",), ("注",))
    head = replace(HEAD, kind=ReportKind.EARLIER, original="0" * 64, receipt=receipt)
    stored = reports.create(LI, head, [cell("一")])
    found = reports.by_original("0" * 64)
    assert found is not None
    assert (found.id, found.receipt) == (stored.head.id, receipt)
    assert stored.cell("5.2").version == 1
    assert reports.by_original("1" * 64) is None


def test_a_version_of_another_cell_is_not_there(reports: Reports, report: str) -> None:
    saved = reports.save(LI, report, "5.2", cell("一"), 0)
    assert reports.version(report, "5.2", saved.version.id).cell == cell("一")
    with pytest.raises(UnknownNameError):
        reports.version(report, "1.1", saved.version.id)


WORDS = st.text(max_size=12)
SENTENCES = st.builds(
    Sentence,
    WORDS,
    WORDS,
    st.lists(st.builds(Source, st.sampled_from(SourceKind), WORDS), max_size=2).map(tuple),
    st.sampled_from(Origin),
    st.lists(WORDS, max_size=2).map(tuple),
    st.sampled_from([True, False, None]),
)
EVIDENCE = st.builds(
    Evidence,
    WORDS,
    WORDS,
    WORDS,
    st.sampled_from(EvidenceKind),
    WORDS,
    st.lists(WORDS, max_size=2).map(tuple),
    st.sampled_from([None, *PartKey]),
)
PARTS = st.builds(Part, st.sampled_from(PartKey), st.lists(SENTENCES, max_size=3).map(tuple))
CELLS = st.builds(
    Cell, WORDS, st.lists(PARTS, max_size=2).map(tuple), st.lists(EVIDENCE, max_size=2).map(tuple)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CELLS)
def test_a_cell_comes_back_as_it_was(one: Cell) -> None:
    assert cell_from_json(cell_to_json(one), "") == one


def test_long_and_rare_characters_come_back_as_they_were(reports: Reports, report: str) -> None:
    one = cell("𠮷😀\u200b" + "字" * 50_000)
    reports.save(LI, report, "5.2", one, 0)
    assert reports.get(report).cell("5.2").cell == one


@pytest.mark.parametrize("text", ["", "{}", '{"v":9}', '{"v":1,"element":"1.1","parts":[{"key":"no"}]}'])
def test_what_cannot_be_read_is_told_of(text: str) -> None:
    with pytest.raises(StorageError, match="数据库里报告 x 的内容无法读取"):
        cell_from_json(text, "报告 x ")
    with pytest.raises(StorageError):
        receipt_from_json(text, "")
    receipt = Receipt(0, 0)
    assert receipt_from_json(receipt_to_json(receipt), "") == receipt
