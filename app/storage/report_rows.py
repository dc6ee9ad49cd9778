"""What reports are kept as: the values of the store, and rows ⇄ values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_
from sqlmodel import Session, col, select

from app.domain.drafts import OVERVIEW, Cell, Counting, PartKey, Report, ReportKind, Sentence, Status
from app.domain.errors import UnknownNameError
from app.domain.people import Actor
from app.domain.receipts import Receipt
from app.storage.database import now
from app.storage.report_json import (
    Review,
    cell_from_json,
    cell_to_json,
    receipt_from_json,
    receipt_to_json,
    review_from_json,
    review_to_json,
    sentence_from_json,
)
from app.storage.tables import ProposalRow, ReportCellRow, ReportEventRow, ReportRow, ReportVersionRow

OPEN = frozenset({Status.ASSIGNED, Status.DRAFTING, Status.RETURNED})  # in which a cell may be written
STEPS: Mapping[Status, frozenset[Status]] = {
    Status.SUBMITTED: OPEN,
    Status.RETURNED: frozenset({Status.SUBMITTED, Status.ACCEPTED, Status.SIGNED}),
    Status.ACCEPTED: frozenset({Status.SUBMITTED}),
    Status.SIGNED: frozenset({Status.ACCEPTED}),
}  # status → those it may follow


@dataclass(frozen=True)
class Head:
    """What is said of a report as a whole."""

    scheme: str
    form: str = ""
    school: str = ""
    cycle: str = ""
    due: str = ""
    review_on: str = ""
    counting: Counting = Counting.WORD
    kind: ReportKind = ReportKind.DRAFT
    title: str = ""
    previous: str | None = None
    original: str | None = None
    review: Review = field(default_factory=Review)
    receipt: Receipt | None = None
    id: str = ""
    created_name: str = ""
    created_at: str = ""

    @property
    def label(self) -> str:
        """What it is called: 示例职业技术学院 2025."""
        return " ".join(filter(None, (self.school or self.title or "未填学校", self.cycle)))


@dataclass(frozen=True)
class StoredCell:
    """A cell as it is now; `version` 0 before the first save."""

    cell: Cell
    version: int = 0
    status: Status = Status.ASSIGNED
    departments: tuple[str, ...] = ()
    note: str = ""
    saved_name: str = ""
    saved_at: str = ""


@dataclass(frozen=True)
class StoredReport:
    """A report with its cells by element."""

    head: Head
    cells: Mapping[str, StoredCell]

    def cell(self, element: str) -> StoredCell:
        return self.cells.get(element) or StoredCell(Cell(element))

    def as_report(self) -> Report:
        head = self.head
        cells = tuple(one.cell for _, one in sorted(self.cells.items(), key=_place) if one.version)
        return Report(
            head.scheme,
            head.form,
            head.school,
            head.cycle,
            head.due,
            head.counting,
            head.kind,
            cells,
            head.title,
        )


@dataclass(frozen=True)
class CellVersion:
    """A content as it was saved. `number` 0: it never was current."""

    id: int
    number: int
    base: int
    cell: Cell
    saved_name: str
    saved_at: str


@dataclass(frozen=True)
class VersionHead:
    """A version without its content."""

    id: int
    number: int
    base: int
    saved_name: str
    saved_at: str


@dataclass(frozen=True)
class SavedCell:
    """What became of a save: the cell as it is now, and whether what was sent is it."""

    cell: StoredCell
    version: CellVersion
    current: bool


@dataclass(frozen=True)
class Event:
    """A change of status (or of departments, `status` None), by whom and when."""

    element: str
    status: Status | None
    version: int
    note: str
    by_name: str
    at: str


@dataclass(frozen=True)
class Proposal:
    """A sentence proposed for a cell. `decision`: "" while it is open. `text`: what somebody has made of it, or ""."""

    id: int
    part: PartKey
    sentence: Sentence
    base: int
    decision: str
    text: str
    made_name: str
    made_at: str
    decided_name: str
    decided_at: str

    @property
    def now(self) -> str:
        """What accepting it adds."""
        return self.text or self.sentence.text


@dataclass(frozen=True)
class Decision:
    """What becomes of a proposal: accepted, edited (to `text`) or rejected."""

    id: int
    decision: str
    text: str = ""


def _place(item: tuple[str, StoredCell]) -> tuple[bool, list[int], str]:
    """Where a cell stands in its report: the overview first, then by number."""
    code = item[0]
    numbers = [int(piece) if piece.isdecimal() else 0 for piece in code.split(".")]
    return code != OVERVIEW, numbers, code


def columns_of(head: Head) -> dict[str, Any]:
    return {
        "kind": head.kind.value,
        "title": head.title,
        "school": head.school,
        "scheme": head.scheme,
        "form": head.form,
        "cycle": head.cycle,
        "due": head.due,
        "review_on": head.review_on,
        "counting": head.counting.value,
        "previous": head.previous,
        "original": head.original,
        "review": review_to_json(head.review),
        "receipt": receipt_to_json(head.receipt) if head.receipt else "",
    }


def maker_of(actor: Actor) -> dict[str, str]:
    return {
        "created_by": actor.person.id,
        "created_name": actor.person.display,
        "created_at": now(),
    }


def head_of(row: ReportRow) -> Head:
    where = f"报告 {row.id} "
    return Head(
        row.scheme,
        row.form,
        row.school,
        row.cycle,
        row.due,
        row.review_on,
        Counting(row.counting),
        ReportKind(row.kind),
        row.title,
        row.previous,
        row.original,
        review_from_json(row.review, where),
        receipt_from_json(row.receipt, where) if row.receipt else None,
        row.id,
        row.created_name,
        row.created_at,
    )


def report_row(session: Session, id_: str) -> ReportRow:
    """The row of a report; UnknownNameError where there is none, or it was removed."""
    row = session.get(ReportRow, id_)
    if row is None or row.removed_at is not None:
        raise UnknownNameError("没有这份报告：可能已被移去；请从“报告”页打开。")
    return row


def blank_cell(id_: str, element: str) -> ReportCellRow:
    return ReportCellRow(
        report=id_,
        element=element,
        content=cell_to_json(Cell(element)),
        version=0,
        status=Status.ASSIGNED,
        departments="[]",
        note="",
    )


def stored_cell(row: ReportCellRow, saved_name: str = "", saved_at: str = "") -> StoredCell:
    return StoredCell(
        cell_from_json(row.content, f"报告 {row.report} 的 {row.element} "),
        row.version,
        Status(row.status),
        tuple(json.loads(row.departments)),
        row.note,
        saved_name,
        saved_at,
    )


def cells_of(session: Session, id_: str, element: str | None = None) -> list[StoredCell]:
    """The cells of a report, or the one named, each with who saved it last."""
    wanted = (
        select(ReportCellRow, ReportVersionRow.saved_name, ReportVersionRow.saved_at)
        .outerjoin(
            ReportVersionRow,
            and_(
                col(ReportVersionRow.report) == col(ReportCellRow.report),
                col(ReportVersionRow.element) == col(ReportCellRow.element),
                col(ReportVersionRow.version) == col(ReportCellRow.version),
                col(ReportVersionRow.version) > 0,
            ),
        )
        .where(ReportCellRow.report == id_)
    )
    if element is not None:
        wanted = wanted.where(ReportCellRow.element == element)
    return [stored_cell(row, name or "", at or "") for row, name, at in session.exec(wanted).all()]


def last_version(session: Session, row: ReportCellRow) -> ReportVersionRow:
    wanted = select(ReportVersionRow).where(
        ReportVersionRow.report == row.report,
        ReportVersionRow.element == row.element,
        ReportVersionRow.version == row.version,
    )
    return session.exec(wanted).one()


def version_row(
    id_: str, element: str, number: int, base: int, content: str, actor: Actor
) -> ReportVersionRow:
    return ReportVersionRow(
        report=id_,
        element=element,
        version=number,
        base=base,
        content=content,
        saved_by=actor.person.id,
        saved_name=actor.person.display,
        saved_at=now(),
    )


def version_of(row: ReportVersionRow) -> CellVersion:
    assert row.id is not None
    cell = cell_from_json(row.content, f"报告 {row.report} 的 {row.element} ")
    return CellVersion(row.id, row.version, row.base, cell, row.saved_name, row.saved_at)


def event_row(actor: Actor, row: ReportCellRow, status: Status | None, note: str) -> ReportEventRow:
    return ReportEventRow(
        report=row.report,
        element=row.element,
        status=status or "",
        version=row.version,
        note=note,
        by_id=actor.person.id,
        by_name=actor.person.display,
        at=now(),
    )


def mark_decided(row: ProposalRow, actor: Actor, decision: str, text: str) -> None:
    row.decision, row.text = decision, text or row.text
    row.decided_by, row.decided_name, row.decided_at = actor.person.id, actor.person.display, now()


def proposal_of(row: ProposalRow) -> Proposal:
    assert row.id is not None
    return Proposal(
        row.id,
        PartKey(row.part),
        sentence_from_json(row.sentence, f"报告 {row.report} 的 {row.element} 的建议"),
        row.base,
        row.decision,
        row.text,
        row.made_name,
        row.made_at,
        row.decided_name,
        row.decided_at,
    )
