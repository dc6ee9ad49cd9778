"""What each role may see of each document. Without a row: all of it, with contacts masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import col, select

from app.domain.people import Actor, Role
from app.storage import audit
from app.storage.database import Database
from app.storage.tables import DocumentAccessRow


@dataclass(frozen=True)
class DocumentAccess:
    """What a role may see of a document."""

    document: str
    role: Role
    read: bool = True
    contacts: bool = False


class DocumentRules:
    """The rules of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[DocumentAccess, ...]:
        """Every rule that was made."""
        with self._database.reading() as session:
            return tuple(
                DocumentAccess(row.document, Role(row.role), row.read, row.contacts)
                for row in session.exec(select(DocumentAccessRow))
            )

    def readable(self, role: Role, documents: Iterable[str]) -> frozenset[str]:
        """Those of `documents` that `role` may read."""
        closed = select(DocumentAccessRow).where(
            DocumentAccessRow.role == role, col(DocumentAccessRow.read).is_(False)
        )
        with self._database.reading() as session:
            return frozenset(documents) - {row.document for row in session.exec(closed)}

    def contacts(self, role: Role, document: str) -> bool:
        """Whether `role` may see the phone numbers and addresses in `document`."""
        with self._database.reading() as session:
            row = session.get(DocumentAccessRow, (document, role))
            return bool(row and row.read and row.contacts)

    def set(self, actor: Actor, rules: Iterable[DocumentAccess]) -> None:
        """Writes the rules, all or none; a change of each is in the audit log."""
        with self._database.writing() as session:
            for rule in rules:
                row = session.get(DocumentAccessRow, (rule.document, rule.role))
                was = (row.read, row.contacts) if row else (True, False)
                if was == (rule.read, rule.contacts):
                    continue
                row = row or DocumentAccessRow(
                    document=rule.document, role=rule.role, read=True, contacts=False
                )
                row.read, row.contacts = rule.read, rule.contacts
                session.add(row)
                told = f"{rule.role}: read {rule.read}, contacts {rule.contacts}"
                audit.append(session, actor, "document.access", rule.document, told)
