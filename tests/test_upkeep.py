"""`zhengai user`, `audit`, `backup`, `restore` and `doctor`, as typed."""

from __future__ import annotations

import io
import json
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text

from app.cli import main
from app.domain.people import LOCAL, Actor
from app.storage.checkup import stored
from app.storage.database import open_database
from app.storage.originals import Originals
from app.storage.scrub import Scrub, seconds_until
from app.storage.worksheets import Worksheets
from tests.doors import ROOT

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHENGAI_CORPUS_FOLDER", str(ROOT / "corpus"))
    monkeypatch.setenv("ZHENGAI_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.setenv("ZHENGAI_INDEX_FOLDER", str(tmp_path / "index"))
    monkeypatch.delenv("ZHENGAI_DEBUG", raising=False)
    return tmp_path


def url(room: Path) -> str:
    return f"sqlite:///{room / 'data' / 'zhengai.sqlite3'}"


def attached(room: Path) -> str:
    """The SHA-256 of a file beside a worksheet."""
    database, originals = open_database(url(room)), Originals(room / "data" / "originals")
    put = originals.put([b"evidence"], 100)
    Worksheets(database).attach(Actor(LOCAL), "foshan", "6.2", "证据.txt", put.sha256, put.size)
    database.close()
    return put.sha256


def test_accounts_are_made_listed_and_changed(room: Path, capsys: Captured) -> None:
    assert main(["user", "list"]) == 0
    assert "还没有账号" in capsys.readouterr().err
    assert main(["user", "add", "li", "--role", "reader"]) == 2
    assert "第一个账号应是管理员" in capsys.readouterr().err
    assert main(["user", "add", "Boss", "--role", "administrator", "--display", "王主任"]) == 0
    assert re.search(r"初次登录密码：(\w{5}-){3}\w{5}", capsys.readouterr().out)
    assert main(["user", "add", "li", "--role", "writer", "--department", "教务处"]) == 0
    assert main(["user", "add", "x", "--role", "writer", "--department", "火星处"]) == 2
    assert main(["user", "role", "li", "expert"]) == 0
    assert main(["user", "disable", "li"]) == 0
    assert main(["user", "disable", "boss"]) == 2
    assert main(["user", "enable", "li"]) == 0
    assert main(["user", "reset", "li"]) == 0
    assert main(["user", "reset", "nobody"]) == 2
    capsys.readouterr()
    assert main(["user", "list", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["name"], one["display"], one["role"]) for one in told] == [
        ("boss", "王主任", "administrator"),
        ("li", "li", "expert"),
    ]
    assert main(["user", "list"]) == 0
    assert "王主任\t管理员" in capsys.readouterr().out


def test_a_password_can_be_given_on_standard_input(
    room: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("四月的雨落在旧操场上 7\n"))
    assert main(["user", "add", "boss", "--role", "administrator", "--password-stdin"]) == 0
    assert "四月" not in "".join(capsys.readouterr())
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["user", "add", "x", "--role", "reader", "--password-stdin"]) == 2
    monkeypatch.setattr("sys.stdin", io.StringIO("12345678\n"))
    assert main(["user", "add", "x", "--role", "reader", "--password-stdin"]) == 2
    assert main(["user", "add", "x", "--role", "reader", "--oidc", "sub"]) == 2


def test_the_audit_log_is_verified_and_an_altered_byte_found(room: Path, capsys: Captured) -> None:
    main(["user", "add", "boss", "--role", "administrator"])
    capsys.readouterr()
    assert main(["audit", "verify"]) == 0
    head = re.search(r"末条校验值：(\w{64})", capsys.readouterr().out)
    assert head
    main(["user", "add", "li", "--role", "reader"])
    assert main(["audit", "verify", "--expect", head[1]]) == 0
    assert main(["audit", "verify", "--expect", "0" * 64]) == 1
    database = open_database(url(room))
    with database.writing() as session:
        session.connection().execute(text("UPDATE audit SET detail = 'administratoR' WHERE seq = 1"))
    database.close()
    capsys.readouterr()
    assert main(["audit", "verify"]) == 1
    assert "第 1 条被改动过" in capsys.readouterr().err


def test_a_backup_is_made_and_restored_elsewhere(
    room: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["user", "add", "boss", "--role", "administrator"])
    sha256 = attached(room)
    assert main(["backup", str(room / "b.zip")]) == 0
    assert main(["backup", str(room / "b.zip")]) == 2
    assert main(["restore", str(room / "b.zip")]) == 2
    assert "已有内容" in capsys.readouterr().err
    monkeypatch.setenv("ZHENGAI_DATA_FOLDER", str(room / "elsewhere"))
    assert main(["restore", str(room / "b.zip")]) == 0
    assert main(["restore", str(room / "nowhere.zip")]) == 2
    with Originals(room / "elsewhere" / "originals").open(sha256) as file:
        assert file.read() == b"evidence"
    capsys.readouterr()
    assert main(["audit", "verify"]) == 0
    assert main(["user", "list"]) == 0
    assert "boss" in capsys.readouterr().out


def test_the_doctor_says_a_line_a_check_and_finds_what_is_wrong(room: Path, capsys: Captured) -> None:
    main(["user", "add", "boss", "--role", "administrator"])
    sha256 = attached(room)
    main(["index"])
    capsys.readouterr()
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("：")[0].split("  ")[1] for line in lines] == [
        "版本",
        "磁盘",
        "数据文件夹",
        "数据库结构",
        "数据库",
        "写盘",
        "审计记录",
        "附件",
        "账号",
        "知识库与索引",
    ]
    assert all(line.startswith("好  ") for line in lines)
    Originals(room / "data" / "originals").path(sha256).write_bytes(b"evidencf")
    (room / "data").chmod(0o755)
    max((room / "index").rglob("*"), key=lambda path: path.stat().st_size).write_bytes(b"")
    assert main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert "坏  附件：“证据.txt”已损坏" in told
    assert "坏  数据文件夹" in told
    assert "chmod -R o-rwx" in told
    assert "坏  索引" in told


def test_the_scrub_finds_a_fault_tells_it_and_goes_on(room: Path) -> None:
    sha256 = attached(room)
    database, originals = open_database(url(room)), Originals(room / "data" / "originals")
    said: list[str] = []
    scrub = Scrub(database, originals, 3, said.append)
    scrub.scrub()
    assert scrub.notices == ()
    assert len(said) == 5
    originals.path(sha256).unlink()
    scrub.scrub()
    assert "“证据.txt”不见了" in "".join(scrub.notices)
    originals.put([b"evidence"], 100)
    scrub.scrub()
    assert scrub.notices == ()
    assert [check.ok for check in stored(database, originals)] == [True] * 5
    database.close()


@pytest.mark.parametrize(
    ("hour", "now", "hours"), [(3, "02:00", 1), (3, "03:00", 24), (3, "04:00", 23), (0, "23:30", 0.5)]
)
def test_the_scrub_waits_for_its_hour(hour: int, now: str, hours: float) -> None:
    at = datetime.fromisoformat(f"2026-11-27T{now}:00").replace(tzinfo=timezone(timedelta(hours=8)))
    assert seconds_until(hour, at) == hours * 3600
