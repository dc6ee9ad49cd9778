"""What is stored is looked at from end to end, and whatever is wrong is told with its remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.people import LOCAL, Actor
from app.storage import engine, migrate
from app.storage.audit import AuditLog
from app.storage.checkup import stored
from app.storage.database import Database, found, open_database
from app.storage.originals import Originals
from app.storage.worksheets import Worksheets
from tests.storage.test_database import filled_at_0001

ME = Actor(LOCAL)
ALL = ["数据库结构", "数据库", "写盘", "审计记录", "附件"]


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


def attached(database: Database, originals: Originals, name: str) -> Path:
    """An attachment; where its original lies."""
    put = originals.put([name.encode()], 100)
    Worksheets(database).attach(ME, "foshan", "6.2", name, put.sha256, put.size)
    return originals.path(put.sha256)


def faults(database: Database, originals: Originals) -> dict[str, str]:
    """What was told of each check that failed; each names a remedy."""
    checks = [check for check in stored(database, originals) if not check.ok]
    assert all(check.remedy for check in checks)
    return {check.name: check.told for check in checks}


def test_what_is_well_is_told_as_such(database: Database, originals: Originals) -> None:
    attached(database, originals, "证据.txt")
    originals.put([b"of nobody"], 100)
    checks = list(stored(database, originals))
    assert [check.name for check in checks] == ALL
    assert all(check.ok for check in checks)
    assert checks[0].told == f"是最新的（{migrate.HEAD}）"
    assert checks[3].told == "1 条，逐条核对无误"
    assert checks[4].told == "1 个原件都与校验值相符；另有 1 个没有用到的文件，无害"


def test_damaged_and_missing_originals_are_told_by_the_names_people_gave(
    database: Database, originals: Originals
) -> None:
    attached(database, originals, "好.txt")
    attached(database, originals, "损.txt").write_bytes(b"x")
    attached(database, originals, "丢.txt").unlink()
    told = faults(database, originals)
    assert told.keys() == {"附件"}
    assert sorted(told["附件"].split("、")) == ["“丢.txt”不见了", "“损.txt”已损坏"]


def test_an_original_of_an_attachment_taken_away_is_looked_at_too(
    database: Database, originals: Originals
) -> None:
    attached(database, originals, "旧.txt").unlink()
    with database.writing() as session:
        session.connection().execute(text("UPDATE attachment SET removed_at = '2026'"))
    assert faults(database, originals) == {"附件": "“旧.txt”不见了（已移去的附件）"}


@pytest.mark.parametrize(
    ("change", "name", "told"),
    [
        ("DELETE FROM audit WHERE seq = 1", "审计记录", "第 1 条不见了"),
        ("DELETE FROM audit_head", "审计记录", "末尾不见了"),
        ("UPDATE alembic_version SET version_num = '9999'", "数据库结构", "由更新版本的程序写成（9999）"),
    ],
)
def test_an_altered_database_is_told(
    database: Database, originals: Originals, change: str, name: str, told: str
) -> None:
    for _ in range(2):
        AuditLog(database).record(ME, "backup")
    with database.writing() as session:
        session.connection().execute(text(change))
    assert faults(database, originals) == {name: told}


def test_a_damaged_file_is_told(tmp_path: Path, originals: Originals) -> None:
    url = f"sqlite:///{tmp_path / 'z.sqlite3'}"
    opened = open_database(url)
    for _ in range(200):
        AuditLog(opened).record(ME, "backup", "长" * 400)
    opened.close()
    content = bytearray((tmp_path / "z.sqlite3").read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    (tmp_path / "z.sqlite3").write_bytes(content)
    damaged = found(url)
    assert damaged is not None
    assert "数据库" in faults(damaged, originals)
    damaged.close()


def test_a_server_that_may_lose_what_it_acknowledged_is_told(
    database: Database, originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Database, "risk", lambda _: "fsync 关着")
    assert faults(database, originals) == {"写盘": "数据库服务器的 fsync 关着，断电会丢失已保存的内容"}


def test_an_older_database_is_no_fault_and_left_as_it_is(url: str, originals: Originals) -> None:
    filled_at_0001(url)
    old = found(url)
    assert old is not None
    (check,) = stored(old, originals)
    assert (check.ok, check.told) == (True, "是旧的（0001）")
    assert "自动升级" in check.remedy
    assert old.revision() == "0001"
    old.close()


def test_a_place_without_a_database_is_not_made(tmp_path: Path) -> None:
    assert found(f"sqlite:///{tmp_path / 'data' / 'z.sqlite3'}") is None
    assert not (tmp_path / "data").exists()


def test_an_empty_database_is_no_fault(url: str, originals: Originals) -> None:
    empty = Database(engine.create(engine.parsed(url)), "here")
    (check,) = stored(empty, originals)
    assert (check.ok, check.told) == (True, "还是空库")
    empty.close()


def test_a_table_that_is_gone_fails_its_check_and_does_not_end_the_others(
    database: Database, originals: Originals
) -> None:
    with database.writing() as session:
        session.connection().execute(text("DROP TABLE attachment"))
        session.connection().execute(text("DROP TABLE audit_head"))
    told = faults(database, originals)
    assert {"审计记录", "附件"} <= told.keys()
