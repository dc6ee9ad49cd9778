"""Reports: heads, and cells of which every save is a version; status and assignment.

Whoever saves a cell says which version they began with. Where somebody else has saved since, or the cell was
submitted meanwhile, what was sent is kept as a version that never was current: nothing is lost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import Session, col, select

from app.domain.drafts import STATUS_NAMES, Cell, Status
from app.domain.errors import ConflictError, ForbiddenError, UnknownNameError
from app.domain.people import Actor
from app.storage import audit
from app.storage.database import Database, new_id, now
from app.storage.proposals import decide
from app.storage.report_json import cell_to_json
from app.storage.report_rows import (
    OPEN,
    STEPS,
    CellVersion,
    Decision,
    Event,
    Head,
    SavedCell,
    StoredCell,
    StoredReport,
    VersionHead,
    blank_cell,
    cells_of,
    columns_of,
    event_row,
    head_of,
    last_version,
    maker_of,
    report_row,
    stored_cell,
    version_of,
    version_row,
)
from app.storage.tables import ReportCellRow, ReportEventRow, ReportRow, ReportVersionRow

_CONTENT = cast("QueryableAttribute[str]", ReportVersionRow.content)


class Reports:
    """The reports of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self,
        actor: Actor,
        head: Head,
        cells: Sequence[Cell] = (),
        departments: Mapping[str, Sequence[str]] | None = None,
    ) -> StoredReport:
        """A new report; `departments` by element."""
        row = ReportRow(id=new_id(), **columns_of(head), **maker_of(actor))
        owners = departments or {}
        written = {cell.element: cell for cell in cells}
        with self._database.writing() as session:
            session.add(row)
            for element in dict.fromkeys((*written, *owners)):
                cell = written.get(element)
                if cell:
                    session.add(version_row(row.id, element, 1, 0, cell_to_json(cell), actor))
                session.add(
                    ReportCellRow(
                        report=row.id,
                        element=element,
                        content=cell_to_json(cell or Cell(element)),
                        version=1 if cell else 0,
                        status=Status.DRAFTING if cell else Status.ASSIGNED,
                        departments=json.dumps(list(owners.get(element, ()))),
                        note="",
                    )
                )
            action = "report.import" if head.original else "report.create"
            audit.append(session, actor, action, f"report:{row.id}", f"{head.label}，{len(written)} 个要素")
            session.flush()
            return _stored(session, row)

    def all(self) -> tuple[Head, ...]:
        """The heads of all reports, newest first, without those removed."""
        wanted = (
            select(ReportRow)
            .where(col(ReportRow.removed_at).is_(None))
            .order_by(col(ReportRow.created_at).desc(), col(ReportRow.id))
        )
        with self._database.reading() as session:
            return tuple(map(head_of, session.exec(wanted)))

    def get(self, id_: str) -> StoredReport:
        """The report; UnknownNameError where there is none."""
        with self._database.reading() as session:
            return _stored(session, report_row(session, id_))

    def head(self, id_: str) -> Head:
        """What is said of the report as a whole; UnknownNameError where there is none."""
        with self._database.reading() as session:
            return head_of(report_row(session, id_))

    def by_original(self, sha256: str, removed: bool = False) -> Head | None:
        """The report that was read from that file already; `removed`: even one that was taken away since."""
        wanted = select(ReportRow).where(ReportRow.original == sha256)
        if not removed:
            wanted = wanted.where(col(ReportRow.removed_at).is_(None))
        with self._database.reading() as session:
            row = session.exec(wanted).first()
            return head_of(row) if row else None

    def change(self, actor: Actor, id_: str, head: Head) -> Head:
        """Puts `head` in place of what was said; kind, original, receipt and maker stay."""
        with self._database.writing() as session:
            row = report_row(session, id_)
            kept = head_of(row)
            new = replace(head, kind=kept.kind, original=kept.original, receipt=kept.receipt)
            changed = [name for name, value in columns_of(new).items() if getattr(row, name) != value]
            for name, value in columns_of(new).items():
                setattr(row, name, value)
            session.add(row)
            if changed:
                audit.append(session, actor, "report.change", f"report:{id_}", "、".join(changed))
            return head_of(row)

    def remove(self, actor: Actor, id_: str) -> None:
        """Takes a report out of every list; its rows are kept."""
        with self._database.writing() as session:
            row = report_row(session, id_)
            row.removed_at = now()
            session.add(row)
            audit.append(session, actor, "report.remove", f"report:{id_}", head_of(row).label)

    def version_number(self, id_: str, element: str) -> int:
        """Which version of a cell is current; 0 where there is none."""
        wanted = select(ReportCellRow.version).where(
            ReportCellRow.report == id_, ReportCellRow.element == element
        )
        with self._database.reading() as session:
            return session.exec(wanted).first() or 0

    def save(
        self,
        actor: Actor,
        id_: str,
        element: str,
        cell: Cell,
        base: int,
        decided: Sequence[Decision] = (),
    ) -> SavedCell:
        """Keeps `cell`, written on version `base`: as the current one, or beside it where somebody was faster.

        The same content once more changes nothing. `decided`: what becomes of proposals with this very save.
        """
        content = cell_to_json(replace(cell, element=element))
        with self._database.writing() as session:
            audit.lock(session)  # who holds it writes alone: the version read below is current to the end
            report_row(session, id_)
            row = session.get(ReportCellRow, (id_, element)) or blank_cell(id_, element)
            if row.version and row.content == content and Status(row.status) in OPEN:
                decide(session, actor, id_, element, decided)
                return SavedCell(_cell(session, row), version_of(last_version(session, row)), True)
            current = base == row.version and Status(row.status) in OPEN
            number = row.version + 1 if current else 0
            version = version_row(id_, element, number, base, content, actor)
            if not current and (kept := _same(session, version)):
                version = kept
            else:
                session.add(version)
                action = "report.save" if current else "report.conflict"
                told = f"第 {number} 版" if current else f"基于第 {base} 版，未采用"
                audit.append(session, actor, action, f"report:{id_}:{element}", told)
            if current:
                row.content, row.version = content, number
                if Status(row.status) is not Status.DRAFTING:
                    row.status = Status.DRAFTING
                    session.add(event_row(actor, row, Status.DRAFTING, ""))
                session.add(row)
                decide(session, actor, id_, element, decided)
            session.flush()
            return SavedCell(_cell(session, row), version_of(version), current)

    def versions(self, id_: str, element: str, limit: int = 200) -> tuple[VersionHead, ...]:
        """Newest first, those that never were current among them; without their contents."""
        wanted = (
            select(ReportVersionRow)
            .where(ReportVersionRow.report == id_, ReportVersionRow.element == element)
            .options(defer(_CONTENT, raiseload=True))
            .order_by(col(ReportVersionRow.id).desc())
            .limit(limit)
        )
        with self._database.reading() as session:
            return tuple(
                VersionHead(one.id or 0, one.version, one.base, one.saved_name, one.saved_at)
                for one in session.exec(wanted)
            )

    def states(self) -> dict[str, dict[str, Status | None]]:
        """Report → element → the status of its cell; None where nothing has been written."""
        found: dict[str, dict[str, Status | None]] = {}
        row = ReportCellRow
        with self._database.reading() as session:
            for id_, element, version, status in session.exec(
                select(row.report, row.element, row.version, row.status)
            ):
                found.setdefault(id_, {})[element] = Status(status) if version else None
        return found

    def version(self, id_: str, element: str, version: int) -> CellVersion:
        """One version by its id; UnknownNameError where the cell has none."""
        with self._database.reading() as session:
            row = session.get(ReportVersionRow, version)
            if row is None or (row.report, row.element) != (id_, element):
                raise UnknownNameError("这一格没有这个版本；请从版本列表里打开。")
            return version_of(row)

    def evidence_ids(self, id_: str, element: str) -> frozenset[str]:
        """The ids of all evidence that any version of a cell ever had: none is given to another piece."""
        wanted = select(ReportVersionRow.content).where(
            ReportVersionRow.report == id_, ReportVersionRow.element == element
        )
        with self._database.reading() as session:
            return frozenset(
                piece["id"] for content in session.exec(wanted) for piece in json.loads(content)["evidence"]
            )

    def at(self, id_: str, element: str, number: int) -> Cell:
        """The content of version `number`; an empty cell where there is none."""
        wanted = select(ReportVersionRow).where(
            ReportVersionRow.report == id_,
            ReportVersionRow.element == element,
            ReportVersionRow.version == number,
        )
        with self._database.reading() as session:
            row = session.exec(wanted).first() if number else None
            return version_of(row).cell if row else Cell(element)

    def assign(self, actor: Actor, id_: str, element: str, departments: Sequence[str]) -> StoredCell:
        """Says which departments write a cell."""
        with self._database.writing() as session:
            audit.lock(session)
            report_row(session, id_)
            row = session.get(ReportCellRow, (id_, element)) or blank_cell(id_, element)
            told = json.dumps(list(departments))
            if row.departments != told:
                row.departments = told
                session.add(row)
                names = "、".join(departments) or "（无）"
                session.add(event_row(actor, row, None, f"分给{names}"))
                audit.append(session, actor, "report.assign", f"report:{id_}:{element}", names)
            session.flush()
            return _cell(session, row)

    def move(
        self, actor: Actor, id_: str, element: str, status: Status, version: int, note: str = ""
    ) -> StoredCell:
        """Changes the status of a cell, as it was at `version`; ConflictError where it has changed since."""
        with self._database.writing() as session:
            audit.lock(session)
            report_row(session, id_)
            row = session.get(ReportCellRow, (id_, element)) or blank_cell(id_, element)
            was = Status(row.status)
            if row.version != version:
                raise ConflictError(
                    f"{element} 已有第 {row.version} 版，您看到的是第 {version} 版；请先看过新的一版再定。"
                )
            if was is status:
                return _cell(session, row)
            if was not in STEPS.get(status, frozenset()):
                raise ForbiddenError(
                    f"{element} 现在是“{STATUS_NAMES[was]}”，不能改为“{STATUS_NAMES[status]}”；请刷新页面。"
                )
            row.status, row.note = status, note
            session.add(row)
            session.add(event_row(actor, row, status, note))
            audit.append(
                session, actor, "report.status", f"report:{id_}:{element}", f"{STATUS_NAMES[status]} {note}"
            )
            session.flush()
            return _cell(session, row)

    def events(self, id_: str, element: str | None = None, limit: int = 200) -> tuple[Event, ...]:
        """Changes of status and assignment, newest first."""
        wanted = (
            select(ReportEventRow)
            .where(ReportEventRow.report == id_)
            .order_by(col(ReportEventRow.id).desc())
            .limit(limit)
        )
        if element is not None:
            wanted = wanted.where(ReportEventRow.element == element)
        with self._database.reading() as session:
            return tuple(
                Event(r.element, Status(r.status) if r.status else None, r.version, r.note, r.by_name, r.at)
                for r in session.exec(wanted)
            )


def _stored(session: Session, row: ReportRow) -> StoredReport:
    return StoredReport(head_of(row), {one.cell.element: one for one in cells_of(session, row.id)})


def _cell(session: Session, row: ReportCellRow) -> StoredCell:
    found = cells_of(session, row.report, row.element)
    return found[0] if found else stored_cell(row)


def _same(session: Session, version: ReportVersionRow) -> ReportVersionRow | None:
    """The same content of the same person that already lost the same race."""
    wanted = select(ReportVersionRow).where(
        ReportVersionRow.report == version.report,
        ReportVersionRow.element == version.element,
        ReportVersionRow.version == 0,
        ReportVersionRow.base == version.base,
        ReportVersionRow.saved_by == version.saved_by,
        ReportVersionRow.content == version.content,
    )
    return session.exec(wanted).first()
