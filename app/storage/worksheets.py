"""Worksheets (底稿): the text of an element that its department works on, every save a version.

Whoever saves says which version they began with. Where somebody else has saved since, the text is kept as a
version that never was current, and ConflictError says so: nothing that was sent is lost.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.domain.errors import UnknownNameError
from app.domain.people import Actor
from app.storage import audit
from app.storage.database import Database, new_id, now
from app.storage.tables import AttachmentRow, WorksheetRow, WorksheetVersionRow


@dataclass(frozen=True)
class Worksheet:
    """An element's current text; `version` 0 and no text before the first save."""

    scheme: str
    element: str
    text: str = ""
    version: int = 0
    saved_name: str = ""
    saved_at: str = ""


@dataclass(frozen=True)
class Version:
    """A text as it was saved. `number` 0: another writer was first, so it never was current."""

    id: int
    number: int
    base: int
    text: str
    saved_by: str
    saved_name: str
    saved_at: str


@dataclass(frozen=True)
class Attachment:
    """A file beside a worksheet; its bytes are the original `sha256`."""

    id: str
    sha256: str
    name: str
    size: int
    added_name: str
    added_at: str


@dataclass(frozen=True)
class Saved:
    """What became of a save: the worksheet as it is now, and whether the text sent is it."""

    worksheet: Worksheet
    version: Version
    current: bool


class Worksheets:
    """The worksheets of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_scheme(self, scheme: str) -> dict[str, Worksheet]:
        """The worksheets that have been begun, by element."""
        with self._database.reading() as session:
            rows = session.exec(select(WorksheetRow).where(WorksheetRow.scheme == scheme)).all()
            return {row.element: _worksheet(session, row) for row in rows}

    def get(self, scheme: str, element: str) -> Worksheet:
        """The worksheet; an empty one where nobody has begun it."""
        with self._database.reading() as session:
            row = session.get(WorksheetRow, (scheme, element))
            return _worksheet(session, row) if row else Worksheet(scheme, element)

    def version_number(self, scheme: str, element: str) -> int:
        """Which version is current; 0 where there is none."""
        wanted = select(WorksheetRow.version).where(
            WorksheetRow.scheme == scheme, WorksheetRow.element == element
        )
        with self._database.reading() as session:
            return session.exec(wanted).first() or 0

    def save(self, actor: Actor, scheme: str, element: str, text: str, base: int) -> Saved:
        """Keeps `text`, written on version `base`: as the current text, or beside it where somebody was faster.

        The same text once more changes nothing, so that a save whose acknowledgement was lost may be sent again.
        """
        with self._database.writing() as session:
            audit.lock(
                session
            )  # who holds it writes alone: the version read below is still current at the end
            row = session.get(WorksheetRow, (scheme, element))
            number = row.version if row else 0
            if row and row.text == text:
                last = _last(session, scheme, element, number)
                return Saved(_worksheet(session, row), _version(last), True)
            current = base == number
            version = WorksheetVersionRow(
                scheme=scheme,
                element=element,
                version=number + 1 if current else 0,
                base=base,
                text=text,
                saved_by=actor.person.id,
                saved_name=actor.person.display,
                saved_at=now(),
            )
            if not current and (kept := _same(session, version)):
                version = kept
            else:
                session.add(version)
                audit.append(
                    session,
                    actor,
                    "worksheet.save" if current else "worksheet.conflict",
                    f"{scheme}:{element}",
                    f"{len(text)} 字，第 {version.version} 版"
                    if current
                    else f"{len(text)} 字，基于第 {base} 版",
                )
            if current:
                row = row or WorksheetRow(scheme=scheme, element=element, text="", version=0)
                row.text, row.version = text, number + 1
                session.add(row)
            session.flush()
            assert row is not None or not current
            worksheet = _worksheet(session, row) if row else Worksheet(scheme, element)
            return Saved(worksheet, _version(version), current)

    def versions(self, scheme: str, element: str, limit: int = 200) -> tuple[Version, ...]:
        """Newest first, those that lost a race among them."""
        wanted = (
            select(WorksheetVersionRow)
            .where(WorksheetVersionRow.scheme == scheme, WorksheetVersionRow.element == element)
            .order_by(col(WorksheetVersionRow.id).desc())
            .limit(limit)
        )
        with self._database.reading() as session:
            return tuple(_version(row) for row in session.exec(wanted))

    def version(self, scheme: str, element: str, id_: int) -> Version:
        """One version; UnknownNameError where the worksheet has none of that id."""
        with self._database.reading() as session:
            row = session.get(WorksheetVersionRow, id_)
            if row is None or (row.scheme, row.element) != (scheme, element):
                raise UnknownNameError("这份底稿没有这个版本；请从版本列表里打开。")
            return _version(row)

    def attach(
        self, actor: Actor, scheme: str, element: str, name: str, sha256: str, size: int
    ) -> Attachment:
        """A file laid beside the worksheet; its original must have been written before."""
        row = AttachmentRow(
            id=new_id(),
            scheme=scheme,
            element=element,
            sha256=sha256,
            name=name,
            size=size,
            added_by=actor.person.id,
            added_name=actor.person.display,
            added_at=now(),
        )
        with self._database.writing() as session:
            session.add(row)
            audit.append(session, actor, "attachment.add", f"{scheme}:{element}", f"{name} {sha256}")
        return _attachment(row)

    def attachments(self, scheme: str, element: str) -> tuple[Attachment, ...]:
        """In the order they were added, without those taken away."""
        wanted = (
            select(AttachmentRow)
            .where(
                AttachmentRow.scheme == scheme,
                AttachmentRow.element == element,
                col(AttachmentRow.removed_at).is_(None),
            )
            .order_by(col(AttachmentRow.added_at), col(AttachmentRow.id))
        )
        with self._database.reading() as session:
            return tuple(_attachment(row) for row in session.exec(wanted))

    def attachment(self, scheme: str, element: str, id_: str) -> Attachment:
        """One attachment; UnknownNameError where the worksheet has none of that id."""
        with self._database.reading() as session:
            return _attachment(_attached(session, scheme, element, id_))

    def detach(self, actor: Actor, scheme: str, element: str, id_: str) -> None:
        """Takes a file away from the worksheet; its bytes are kept."""
        with self._database.writing() as session:
            row = _attached(session, scheme, element, id_)
            row.removed_at = now()
            session.add(row)
            audit.append(
                session, actor, "attachment.remove", f"{scheme}:{element}", f"{row.name} {row.sha256}"
            )


def _worksheet(session: Session, row: WorksheetRow) -> Worksheet:
    last = _last(session, row.scheme, row.element, row.version)
    return Worksheet(row.scheme, row.element, row.text, row.version, last.saved_name, last.saved_at)


def _last(session: Session, scheme: str, element: str, number: int) -> WorksheetVersionRow:
    wanted = select(WorksheetVersionRow).where(
        WorksheetVersionRow.scheme == scheme,
        WorksheetVersionRow.element == element,
        WorksheetVersionRow.version == number,
    )
    return session.exec(wanted).one()


def _same(session: Session, version: WorksheetVersionRow) -> WorksheetVersionRow | None:
    """The same text of the same person that already lost the same race."""
    wanted = select(WorksheetVersionRow).where(
        WorksheetVersionRow.scheme == version.scheme,
        WorksheetVersionRow.element == version.element,
        WorksheetVersionRow.version == 0,
        WorksheetVersionRow.base == version.base,
        WorksheetVersionRow.saved_by == version.saved_by,
        WorksheetVersionRow.text == version.text,
    )
    return session.exec(wanted).first()


def _version(row: WorksheetVersionRow) -> Version:
    assert row.id is not None
    return Version(row.id, row.version, row.base, row.text, row.saved_by, row.saved_name, row.saved_at)


def _attached(session: Session, scheme: str, element: str, id_: str) -> AttachmentRow:
    row = session.get(AttachmentRow, id_)
    if row is None or (row.scheme, row.element) != (scheme, element) or row.removed_at is not None:
        raise UnknownNameError("这份底稿没有这个附件：可能已被移去；请刷新页面。")
    return row


def _attachment(row: AttachmentRow) -> Attachment:
    return Attachment(row.id, row.sha256, row.name, row.size, row.added_name, row.added_at)
