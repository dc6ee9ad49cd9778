"""The audit log: who did what, when. Each row's hash covers the row before, so an altered byte is found.

A row is written in the transaction of the change it tells of: there is neither a change without its row nor a
row without its change. Rows are kept for good; nothing in the program deletes one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.domain.errors import StorageError
from app.domain.people import Actor
from app.storage.database import Database, now
from app.storage.tables import AuditHeadRow, AuditRow

DETAIL_LENGTH = 500
_BATCH = 1000


@dataclass(frozen=True)
class AuditEntry:
    """One thing somebody did."""

    seq: int
    at: str
    person_id: str
    name: str
    address: str
    action: str
    object: str
    detail: str
    hash: str


@dataclass(frozen=True)
class Verified:
    """What a check of the whole log found; `fault` is "" where every row is as it was written."""

    rows: int
    head: str
    fault: str = ""


def append(session: Session, actor: Actor, action: str, object_: str = "", detail: str = "") -> None:
    """Adds a row to the log in the transaction of `session`, which must be a writing one."""
    head = lock(session)
    row = AuditRow(
        seq=head.seq + 1,
        at=now(),
        person_id=actor.person.id,
        name=actor.person.name,
        address=actor.address,
        action=action,
        object=object_[:DETAIL_LENGTH],
        detail=detail[:DETAIL_LENGTH],
        hash="",
    )
    row.hash = _hash(head.hash, row)
    head.seq, head.hash = row.seq, row.hash
    session.add_all((row, head))


def lock(session: Session) -> AuditHeadRow:
    """The head of the log, locked until the transaction ends: who holds it writes alone, on any database."""
    head = session.exec(select(AuditHeadRow).with_for_update()).first()
    if head is None:  # somebody altered the database: nothing is done that the log cannot tell of
        raise StorageError("审计记录的末尾不见了，这一次没有保存；请运行 zhengai doctor，查明谁改过数据库。")
    return head


class AuditLog:
    """Reading and checking the log, and rows that stand for themselves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, actor: Actor, action: str, object_: str = "", detail: str = "") -> None:
        """A row for what changes nothing in the database (a backup made, a contact looked at)."""
        with self._database.writing() as session:
            append(session, actor, action, object_, detail)

    def entries(
        self,
        person: str = "",
        action: str = "",
        since: str = "",
        until: str = "",
        before: int | None = None,
        limit: int = 100,
    ) -> tuple[AuditEntry, ...]:
        """Newest first. `person` is a login name, `action` a beginning (“login”), times ISO 8601 in UTC, `until`
        excluded; `before`: only rows with a smaller number."""
        wanted = select(AuditRow).order_by(col(AuditRow.seq).desc()).limit(limit)
        if person:
            wanted = wanted.where(AuditRow.name == person)
        if action:
            wanted = wanted.where(col(AuditRow.action).startswith(action, autoescape=True))
        if since:
            wanted = wanted.where(AuditRow.at >= since)
        if until:
            wanted = wanted.where(AuditRow.at < until)
        if before is not None:
            wanted = wanted.where(AuditRow.seq < before)
        with self._database.reading() as session:
            return tuple(_entry(row) for row in session.exec(wanted))

    def has(self, hash_: str) -> bool:
        """Whether a row carries that hash: with a verified log, everything up to it is as it was then."""
        with self._database.reading() as session:
            return session.exec(select(AuditRow.seq).where(AuditRow.hash == hash_)).first() is not None

    def verify(self) -> Verified:
        """Every row held against its hash and the row before, and the last against the head."""
        # A snapshot: rows written while it reads are neither missed nor taken for forged ones.
        with self._database.snapshot() as connection, Session(connection) as session:
            head = session.exec(select(AuditHeadRow)).first()
            if head is None:
                return Verified(0, "", "末尾不见了")
            expected, previous = 1, ""
            for row in _rows(session):
                if row.seq != expected:
                    return Verified(expected - 1, previous, f"第 {expected} 条不见了")
                if row.hash != _hash(previous, row):
                    return Verified(expected - 1, previous, f"第 {row.seq} 条被改动过")
                expected, previous = expected + 1, row.hash
            if (head.seq, head.hash) != (expected - 1, previous):
                return Verified(expected - 1, previous, f"末尾应为第 {head.seq} 条，实有 {expected - 1} 条")
            return Verified(expected - 1, previous)


def _rows(session: Session) -> Iterator[AuditRow]:
    done = 0
    while batch := session.exec(
        select(AuditRow).where(AuditRow.seq > done).order_by(col(AuditRow.seq)).limit(_BATCH)
    ).all():
        yield from batch
        done = batch[-1].seq
        session.expunge_all()


def _hash(previous: str, row: AuditRow) -> str:
    told = [
        previous,
        row.seq,
        row.at,
        row.person_id,
        row.name,
        row.address,
        row.action,
        row.object,
        row.detail,
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        row.seq,
        row.at,
        row.person_id,
        row.name,
        row.address,
        row.action,
        row.object,
        row.detail,
        row.hash,
    )
