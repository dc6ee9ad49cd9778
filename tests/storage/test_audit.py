"""The audit log tells of every change, in its transaction, and every alteration of it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from app.domain.answers import Answer, Kind
from app.domain.errors import StorageError
from app.domain.people import LOCAL, Actor, Person, Role, TokenScope
from app.storage import audit
from app.storage.audit import AuditLog
from app.storage.database import Database
from app.storage.document_access import DocumentAccess, DocumentRules
from app.storage.logins import Logins
from app.storage.people import People
from app.storage.shelf import SqlShelf
from app.storage.tables import AuditRow
from app.storage.tokens import Tokens
from app.storage.worksheets import Worksheets

ME = Actor(LOCAL, "10.0.0.9")


@pytest.fixture
def log(database: Database) -> AuditLog:
    return AuditLog(database)


def five(log: AuditLog) -> None:
    for number in range(5):
        log.record(ME, f"kind.{number}", f"thing {number}", "中文“引号”")


def test_a_log_as_it_was_written_is_whole(log: AuditLog) -> None:
    assert (log.verify().rows, log.verify().fault) == (0, "")
    five(log)
    found = log.verify()
    assert (found.rows, found.fault) == (5, "")
    assert found.head == log.entries()[0].hash
    assert log.has(found.head)
    assert not log.has("0" * 64)


@pytest.mark.parametrize(
    "change",
    [
        *(
            f"UPDATE audit SET {column} = {column} || '.' WHERE seq = 3"
            for column in ("at", "person_id", "name", "address", "action", "object", "detail", "hash")
        ),
        "UPDATE audit SET seq = 30 WHERE seq = 5",
        "DELETE FROM audit WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 3",
        "DELETE FROM audit WHERE seq = 5",
        "DELETE FROM audit",
        "UPDATE audit_head SET seq = 4",
        "UPDATE audit_head SET hash = 'x'",
        "UPDATE audit SET object = 'thing 1' WHERE seq = 5",
        "INSERT INTO audit SELECT 6, at, person_id, name, address, action, object, detail, hash FROM audit WHERE seq = 5",
    ],
)
def test_whatever_is_altered_is_found(log: AuditLog, database: Database, change: str) -> None:
    five(log)
    with database.writing() as session:
        session.connection().execute(text(change))
    assert log.verify().fault


def test_a_log_without_its_end_is_found_and_takes_nothing_more(log: AuditLog, database: Database) -> None:
    with database.writing() as session:
        session.connection().execute(text("DELETE FROM audit_head"))
    assert log.verify().fault == "末尾不见了"
    with pytest.raises(StorageError, match="末尾不见了"):
        log.record(ME, "backup")


def test_rows_written_while_the_log_is_checked_are_no_fault(
    log: AuditLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = audit._rows

    def meanwhile(session: Session) -> Iterator[AuditRow]:
        log.record(ME, "backup")
        yield from rows(session)

    before = log.verify().rows
    monkeypatch.setattr(audit, "_rows", meanwhile)
    found = log.verify()
    assert (found.fault, found.rows) == ("", before)


def test_a_row_that_is_gone_is_named(log: AuditLog, database: Database) -> None:
    five(log)
    with database.writing() as session:
        session.connection().execute(text("DELETE FROM audit WHERE seq = 3"))
    assert log.verify().fault == "第 3 条不见了"


def test_two_rows_that_change_places_are_found(log: AuditLog, database: Database) -> None:
    five(log)
    with database.writing() as session:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            session.connection().execute(text(f"UPDATE audit SET seq = {new} WHERE seq = {old}"))
    assert "第 2 条" in log.verify().fault


def test_rows_are_filtered_and_paged(log: AuditLog) -> None:
    five(log)
    log.record(Actor(Person("1", "li", "李", Role.READER)), "login", "li")
    assert [entry.seq for entry in log.entries(limit=2)] == [6, 5]
    assert [entry.seq for entry in log.entries(before=5, limit=2)] == [4, 3]
    assert [entry.action for entry in log.entries(person="li")] == ["login"]
    assert [entry.seq for entry in log.entries(action="kind.3")] == [4]
    assert log.entries(action="%") == ()
    first = log.entries()[-1].at
    assert len(log.entries(since=first)) == 6
    assert log.entries(until=first) == ()


Changing = Callable[[Database, Person], object]


def saved(database: Database, li: Person, base: int = 0, words: str = "底稿") -> object:
    return Worksheets(database).save(Actor(li), "foshan", "6.2", words, base)


def deleted(database: Database, li: Person) -> None:
    shelf = SqlShelf(database)
    kept, _ = shelf.keep(li.id, None, "问", None, Answer(Kind.ANSWER, ()), 0)
    shelf.delete(kept.id, Actor(li))


def delete_first(database: Database, li: Person) -> None:
    shelf = SqlShelf(database)
    shelf.delete(shelf.conversations(li.id)[0].id, Actor(li))


CHANGES: dict[str, Changing] = {
    "person.add": lambda db, li: People(db).add(ME, "new", "新", Role.READER),
    "person.change": lambda db, li: People(db).change(ME, li.id, display="李四"),
    "person.password": lambda db, li: People(db).set_password(ME, li.id, "hash", False),
    "login": lambda db, li: Logins(db).begin(Actor(li), "", ""),
    "token.make": lambda db, li: Tokens(db).make(Actor(li), "程序", frozenset(TokenScope), 1),
    "document.access": lambda db, li: DocumentRules(db).set(
        ME, [DocumentAccess("foshan", Role.READER, read=False)]
    ),
    "worksheet.save": saved,
    "worksheet.conflict": lambda db, li: saved(db, li, base=7),
    "attachment.add": lambda db, li: Worksheets(db).attach(Actor(li), "foshan", "6.2", "a", "0" * 64, 1),
    "conversation.delete": deleted,
}


@pytest.mark.parametrize("action", CHANGES)
def test_a_change_has_its_row(database: Database, log: AuditLog, action: str) -> None:
    li = People(database).add(ME, "li", "李", Role.ADMINISTRATOR)
    before = log.verify().rows
    CHANGES[action](database, li)
    assert [entry.action for entry in log.entries()][:1] == [action]
    assert log.verify().rows == before + 1


@pytest.mark.parametrize("action", CHANGES)
def test_a_change_without_its_row_is_not_made(database: Database, log: AuditLog, action: str) -> None:
    """The log cannot be written: nothing may be changed either."""
    li = People(database).add(ME, "li", "李", Role.ADMINISTRATOR)
    from tests.storage.test_backup import contents

    if action == "conversation.delete":
        SqlShelf(database).keep(li.id, None, "问", None, Answer(Kind.ANSWER, ()), 0)
    before = contents(database)
    with database.writing() as session:
        session.connection().execute(text("ALTER TABLE audit RENAME TO audit_gone"))
    change = delete_first if action == "conversation.delete" else CHANGES[action]
    with pytest.raises(StorageError):
        change(database, li)
    with database.writing() as session:
        session.connection().execute(text("ALTER TABLE audit_gone RENAME TO audit"))
    assert contents(database) == before


def test_what_changes_nothing_has_no_row(database: Database, log: AuditLog) -> None:
    li = People(database).add(ME, "li", "李", Role.ADMINISTRATOR)
    saved(database, li)
    before = log.verify().rows
    saved(database, li)  # the same text once more
    People(database).change(ME, li.id, display="李")
    DocumentRules(database).set(ME, [DocumentAccess("foshan", Role.READER)])
    assert log.verify().rows == before


def test_the_folder_of_the_program_deletes_no_row() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path("app").rglob("*.py"))
    assert "delete(AuditRow" not in code
