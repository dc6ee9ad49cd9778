"""A backup holds one moment, whole; it goes to an empty place of either database, or nowhere."""

from __future__ import annotations

import errno
import json
import os
import threading
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from app.domain.answers import Answer, Kind, Statement
from app.domain.drafts import Cell, ReportKind
from app.domain.errors import PeopleError, StorageError, ZhengaiError
from app.domain.people import LOCAL, PROGRAM, Actor, Role
from app.storage.audit import AuditLog
from app.storage.backup import back_up, restore
from app.storage.database import Database, open_database
from app.storage.originals import Originals
from app.storage.people import People
from app.storage.report_rows import Head
from app.storage.reports import Reports
from app.storage.shelf import SqlShelf
from app.storage.tables import ConversationRow
from app.storage.worksheets import Worksheets
from tests.storage.conftest import fresh
from tests.storage.test_database import filled_at_0001

ME = Actor(LOCAL)
ANSWER = Answer(Kind.ANSWER, (Statement("答"),))


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


def fill(database: Database, originals: Originals) -> None:
    People(database).add(ME, "admin", "管理员", Role.ADMINISTRATOR, password="$argon2id$x")
    SqlShelf(database).keep("local", None, "问“一”\n二 😀", None, ANSWER, 0.5)
    sheets = Worksheets(database)
    sheets.save(ME, "foshan", "6.2", "第一稿\u2028", 0)
    sheets.save(ME, "foshan", "6.2", "第二稿", 1)
    sheets.save(ME, "foshan", "6.2", "晚到的一稿", 1)
    put = originals.put([b"evidence"], 100)
    sheets.attach(ME, "foshan", "6.2", "证据.txt", put.sha256, put.size)


def contents(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with database.reading() as session:
        return {
            table.name: sorted((tuple(row) for row in session.connection().execute(table.select())), key=repr)
            for table in SQLModel.metadata.sorted_tables
        }


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    """The URL of an empty place to restore to."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'elsewhere' / 'zhengai.sqlite3'}"
    else:
        with fresh(request.getfixturevalue("postgres")) as made:
            yield made


def test_what_is_restored_is_what_there_was_whichever_the_databases(
    database: Database, originals: Originals, elsewhere: str, tmp_path: Path
) -> None:
    fill(database, originals)
    made = back_up(database, originals, tmp_path / "b.zip", "1")
    there = tmp_path / "elsewhere" / "originals"
    assert restore(tmp_path / "b.zip", elsewhere, there) == made
    opened = open_database(elsewhere)
    assert contents(opened) == contents(database)
    assert AuditLog(opened).verify().fault == ""
    assert list(Originals(there).names()) == list(originals.names())
    SqlShelf(opened).keep("local", None, "以后的问题", None, ANSWER, 0)  # the counters go on behind the rows
    Worksheets(opened).save(ME, "foshan", "6.2", "以后的一稿", 2)
    opened.close()


def test_a_backup_of_the_version_before_is_brought_up_to_date(
    url: str, elsewhere: str, tmp_path: Path, originals: Originals
) -> None:
    filled_at_0001(url)
    from app.storage import engine

    old = Database(engine.create(engine.parsed(url)), "old")
    file = tmp_path / "old.zip"
    with old.snapshot() as connection, zipfile.ZipFile(file, "w") as archive:
        members = {}
        for name in ("conversation", "turn"):
            rows = connection.execute(text(f"SELECT * FROM {name} ORDER BY 1")).mappings()
            data = "".join(json.dumps(dict(row)) + "\n" for row in rows).encode()
            archive.writestr(f"tables/{name}.jsonl", data)
            members[f"tables/{name}.jsonl"] = told(data) | {"rows": data.count(b"\n")}
        manifest = {"format": 1, "program": "0", "revision": "0001", "at": "2026", "members": members}
        archive.writestr("manifest.json", json.dumps(manifest))
    old.close()
    restore(file, elsewhere, tmp_path / "elsewhere" / "originals")
    opened = open_database(elsewhere)
    found = contents(opened)
    opened.close()
    assert len(found["turn"]) == 3
    assert {row[-1] for row in found["conversation"]} == {"local"}


def told(data: bytes) -> dict[str, object]:
    import hashlib

    return {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def test_an_existing_file_is_not_overwritten(
    database: Database, originals: Originals, tmp_path: Path
) -> None:
    (tmp_path / "b.zip").write_text("mine")
    with pytest.raises(PeopleError, match="没有覆盖"):
        back_up(database, originals, tmp_path / "b.zip", "1")
    assert (tmp_path / "b.zip").read_text() == "mine"


def test_a_backup_that_cannot_be_written_leaves_nothing(
    database: Database, originals: Originals, tmp_path: Path
) -> None:
    fill(database, originals)
    with pytest.raises(StorageError, match="没有完成"):
        back_up(database, originals, tmp_path / "no folder" / "b.zip", "1")
    originals.path(next(originals.names())).write_bytes(b"damaged")
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(StorageError, match="已损坏"):
        back_up(database, originals, tmp_path / "b.zip", "1")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_place_with_nothing_but_the_programs_own_samples_is_filled(
    database: Database, originals: Originals, tmp_path: Path
) -> None:
    fill(database, originals)
    back_up(database, originals, tmp_path / "b.zip", "1")
    url = f"sqlite:///{tmp_path / 'new' / 'zhengai.sqlite3'}"
    fresh = open_database(url)
    Reports(fresh).create(Actor(PROGRAM), Head("chongqing", kind=ReportKind.SAMPLE), [Cell("5.2")])
    fresh.close()
    restore(tmp_path / "b.zip", url, tmp_path / "restored")
    again = open_database(url)
    assert contents(again) == contents(database)
    somebodys = Reports(again).create(Actor(LOCAL), Head("chongqing"), [])
    again.close()
    assert somebodys.head.id
    with pytest.raises(PeopleError, match="已有内容"):
        restore(tmp_path / "b.zip", url, tmp_path / "restored")


def test_a_place_with_content_is_left_alone(
    database: Database, url: str, originals: Originals, tmp_path: Path
) -> None:
    fill(database, originals)
    back_up(database, originals, tmp_path / "b.zip", "1")
    before = contents(database)
    with pytest.raises(PeopleError, match="已有内容"):
        restore(tmp_path / "b.zip", url, tmp_path / "originals")
    assert contents(database) == before


Change = Callable[[dict[str, bytes], dict[str, object]], None]


def altered(name: str, content: bytes) -> Change:
    def change(members: dict[str, bytes], _: dict[str, object]) -> None:
        members[name] = content

    return change


def reworded(name: str, old: bytes, new: bytes) -> Change:
    """A member of the same size that any reader of a zip would take for whole."""

    def change(members: dict[str, bytes], _: dict[str, object]) -> None:
        assert old in members[name]
        assert len(old) == len(new)
        members[name] = members[name].replace(old, new)

    return change


def without(name: str) -> Change:
    def change(members: dict[str, bytes], _: dict[str, object]) -> None:
        del members[name]

    return change


def said(key: str, value: object) -> Change:
    def change(_: dict[str, bytes], manifest: dict[str, object]) -> None:
        manifest[key] = value

    return change


def rows(name: str, data: bytes, count: int = 1) -> Change:
    """A member that is other than it was, with a manifest that says it is right so."""

    def change(members: dict[str, bytes], manifest: dict[str, object]) -> None:
        members[f"tables/{name}.jsonl"] = data
        listed = manifest["members"]
        assert isinstance(listed, dict)
        listed[f"tables/{name}.jsonl"] = told(data) | {"rows": count}

    return change


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (altered("tables/turn.jsonl", b""), "已损坏"),
        (altered("tables/turn.jsonl", b"x" * 10_000_000), "已损坏"),
        (reworded("tables/person.jsonl", b'"admin"', b'"other"'), "已损坏"),
        (without("tables/person.jsonl"), "与目录不符"),
        (altered("../../evil", b"x"), "与目录不符"),
        (altered("originals/" + "0" * 64, b"x"), "与目录不符"),
        (said("format", 2), "更新版本"),
        (said("revision", "9999"), "更新版本"),
        (said("members", {"../../evil": {"sha256": "", "size": 0}}), "与目录不符"),
        (said("members", 7), "读不懂"),
        (said("revision", None), "读不懂"),
        (said("revision", "0001"), "与它自己说的版本不符"),
        (rows("turn", b"[1, 2]\n"), "有一行存不进去"),
        (rows("turn", b"no json\n"), "有一行存不进去"),
        (rows("turn", b'{"nothing": 1}\n'), "有一行存不进去"),
        (rows("turn", b'{"id": 1}\n' * 2), "有一行存不进去"),
        (rows("turn", b"", 3), "行数不对"),
        (rows("nowhere", b"{}\n"), "与它自己说的版本不符"),
        (without("manifest.json"), "读不懂"),
    ],
)
def test_an_altered_backup_is_told_and_nothing_is_made(
    database: Database, originals: Originals, tmp_path: Path, change: Change, why: str
) -> None:
    fill(database, originals)
    back_up(database, originals, tmp_path / "b.zip", "1")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members["manifest.json"])
    change(members, manifest)
    if "manifest.json" in members:
        members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(tmp_path / "c.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    place = tmp_path / "elsewhere"
    with pytest.raises(ZhengaiError, match=why):
        restore(tmp_path / "c.zip", f"sqlite:///{place / 'z.sqlite3'}", place / "originals")
    assert not (place / "originals").exists()
    if (place / "z.sqlite3").exists():
        opened = open_database(f"sqlite:///{place / 'z.sqlite3'}")
        assert contents(opened)["turn"] == []
        opened.close()


def test_a_backup_that_unpacks_to_more_than_the_disk_holds_is_told_before_anything_is_written(
    database: Database, originals: Originals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database, originals)
    back_up(database, originals, tmp_path / "b.zip", "1")
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=10))
    with pytest.raises(StorageError, match="请腾出空间"):
        restore(tmp_path / "b.zip", f"sqlite:///{tmp_path / 'e' / 'z.sqlite3'}", tmp_path / "e" / "originals")
    assert not (tmp_path / "e").exists()


def test_what_is_written_while_a_restore_waits_is_not_lost(
    database: Database, url: str, originals: Originals, tmp_path: Path
) -> None:
    """A server runs on the empty place: what it is just saving is there before the restore looks."""
    back_up(database, originals, tmp_path / "b.zip", "1")
    with ThreadPoolExecutor(1) as pool:
        with database.writing() as session:
            waiting = pool.submit(restore, tmp_path / "b.zip", url, tmp_path / "originals")
            time.sleep(0.5)
            assert not waiting.done()
            session.add(ConversationRow(id="c", title="一", created_at="2026", owner="local"))
        with pytest.raises(PeopleError, match="已有内容"):
            waiting.result()
    assert [row[0] for row in contents(database)["conversation"]] == ["c"]


def test_of_two_restores_at_once_one_is_made_and_one_is_told(
    database: Database, originals: Originals, elsewhere: str, tmp_path: Path
) -> None:
    fill(database, originals)
    back_up(database, originals, tmp_path / "b.zip", "1")

    def once() -> str:
        try:
            restore(tmp_path / "b.zip", elsewhere, tmp_path / "elsewhere" / "originals")
        except PeopleError as error:
            return "已有内容" if "已有内容" in str(error) else str(error)
        return ""

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(lambda _: once(), range(2))) == ["", "已有内容"]
    opened = open_database(elsewhere)
    assert contents(opened) == contents(database)
    opened.close()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="which file is synced is read from /proc")
def test_the_file_is_on_disk_before_it_has_its_name_and_its_owners_alone(
    database: Database, originals: Originals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, link = os.fsync, os.link

    def noted_fsync(descriptor: int) -> None:
        held = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        done.append("folder" if held == tmp_path else held.suffix)
        fsync(descriptor)

    def noted_link(old: Path, new: Path) -> None:
        done.append("name")
        link(old, new)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "link", noted_link)
    back_up(database, originals, tmp_path / "b.zip", "1")
    assert done == [".part", "name", "folder"]
    assert (tmp_path / "b.zip").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("taken", [False, True])
def test_a_memory_stick_without_second_names_takes_a_backup(
    database: Database, originals: Originals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: bool
) -> None:
    file = tmp_path / "b.zip"

    def refuse(*_: object) -> None:
        if taken:
            file.write_text("mine")  # somebody else's, a moment before
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    if taken:
        with pytest.raises(StorageError, match="没有完成"):
            back_up(database, originals, file, "1")
        assert file.read_text() == "mine"
    else:
        back_up(database, originals, file, "1")
        assert zipfile.is_zipfile(file)
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.parametrize("size", [0, 10, 2000])
def test_a_backup_cut_short_is_told(
    database: Database, originals: Originals, tmp_path: Path, size: int
) -> None:
    fill(database, originals)
    back_up(database, originals, tmp_path / "b.zip", "1")
    (tmp_path / "c.zip").write_bytes((tmp_path / "b.zip").read_bytes()[:size])
    with pytest.raises(PeopleError, match="不是完整的备份"):
        restore(tmp_path / "c.zip", f"sqlite:///{tmp_path / 'e' / 'z.sqlite3'}", tmp_path / "e" / "originals")


def test_a_backup_under_load_holds_all_that_was_kept_before_it_began(
    database: Database, originals: Originals, tmp_path: Path
) -> None:
    shelf, kept, stop = SqlShelf(database), [], threading.Event()

    def write() -> None:
        while not stop.is_set():
            kept.append(shelf.keep("local", None, "问", None, ANSWER, 0)[0].id)

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    while len(kept) < 30:
        pass
    before = set(kept)
    back_up(database, originals, tmp_path / "b.zip", "1")
    stop.set()
    for thread in threads:
        thread.join()
    place = f"sqlite:///{tmp_path / 'e' / 'z.sqlite3'}"
    restore(tmp_path / "b.zip", place, tmp_path / "e" / "originals")
    opened = open_database(place)
    found = contents(opened)
    opened.close()
    assert before <= {str(row[0]) for row in found["conversation"]}
    assert len(found["conversation"]) == len(found["turn"])  # no half of one
    assert len(kept) > len(before)
