"""Proposals: decided with the save they are part of, the new in place of the open."""

from __future__ import annotations

import pytest

from app.domain.drafts import Cell, Part, PartKey, Sentence
from app.domain.errors import ConflictError, UnknownNameError
from app.domain.people import Actor, Person, Role
from app.storage.database import Database
from app.storage.proposals import Proposals
from app.storage.report_rows import Decision, Head
from app.storage.reports import Reports

LI = Actor(Person("1", "li", "李四", Role.WRITER, "教务处"))
WANG = Actor(Person("2", "wang", "王五", Role.OFFICE))


def cell(text: str) -> Cell:
    return Cell("5.2", (Part(PartKey.PROBLEMS, (Sentence(text, "s1"),)),))


@pytest.fixture
def reports(database: Database) -> Reports:
    return Reports(database)


@pytest.fixture
def proposals(database: Database) -> Proposals:
    return Proposals(database)


@pytest.fixture
def report(reports: Reports) -> str:
    return reports.create(WANG, Head("chongqing", "chongqing")).head.id


def test_proposals_are_decided_with_the_save_they_are_part_of(
    reports: Reports, proposals: Proposals, report: str
) -> None:
    items = [(PartKey.PROBLEMS, Sentence("甲。")), (PartKey.CAUSES, Sentence("乙。"))]
    one, two = proposals.propose(LI, report, "5.2", 0, items)
    reports.save(LI, report, "5.2", cell("甲。"), 0, [Decision(one.id, "accepted")])
    assert [open_.id for open_ in proposals.of(report, "5.2")] == [two.id]
    lost = reports.save(WANG, report, "5.2", cell("丙"), 0, [Decision(two.id, "accepted")])
    assert not lost.current
    assert [open_.id for open_ in proposals.of(report, "5.2")] == [two.id]
    proposals.reject(WANG, report, "5.2", [two.id])
    with pytest.raises(ConflictError, match="已由王五处理过"):
        reports.save(LI, report, "5.2", cell("丁"), 1, [Decision(two.id, "accepted")])
    assert reports.get(report).cell("5.2").version == 1  # undone with it
    with pytest.raises(UnknownNameError):
        proposals.reject(LI, report, "1.1", [one.id])


def test_new_proposals_take_the_place_of_open_ones(proposals: Proposals, report: str) -> None:
    proposals.propose(LI, report, "5.2", 0, [(PartKey.GOALS, Sentence("旧"))])
    (new,) = proposals.propose(LI, report, "5.2", 0, [(PartKey.GOALS, Sentence("新"))])
    assert [one.id for one in proposals.of(report, "5.2")] == [new.id]
    decisions = [one.decision for one in proposals.of(report, "5.2", every=True)]
    assert decisions == ["superseded", ""]
