"""`zhengai doctor`: each thing that can be wrong is told by its own line, and looking changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from app import bootstrap
from app.cli import main
from app.domain.answers import Answer, Kind
from app.domain.errors import IndexFolderError
from app.domain.people import LOCAL, Actor, Role
from app.storage.database import open_database
from app.storage.originals import Originals
from app.storage.people import People
from app.storage.shelf import SqlShelf
from app.storage.worksheets import Worksheets
from tests.doors import corpus
from tests.storage.test_database import filled_at_0001

ME = Actor(LOCAL)
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder that the settings name; the index is well."""
    monkeypatch.setenv("ZHENGAI_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.delenv("ZHENGAI_DATABASE_URL", raising=False)
    monkeypatch.setattr(bootstrap, "load_corpus", lambda _: corpus())
    monkeypatch.setattr(bootstrap, "index_state", lambda *_: "校验无误")
    return tmp_path / "data"


def url(folder: Path) -> str:
    return f"sqlite:///{folder / 'zhengai.sqlite3'}"


def filled(folder: Path) -> None:
    database = open_database(url(folder))
    People(database).add(ME, "admin", "管理员", Role.ADMINISTRATOR, password="$argon2id$x")
    SqlShelf(database).keep("local", None, "问", None, Answer(Kind.ANSWER, ()), 0)
    put = Originals(folder / "originals").put([b"evidence"], 100)
    Worksheets(database).attach(ME, "foshan", "6.2", "证据.txt", put.sha256, put.size)
    database.close()


def doctor(capsys: Captured) -> tuple[int, dict[str, str]]:
    """The exit code, and what was printed of each thing looked at."""
    capsys.readouterr()
    code = main(["doctor"])
    lines = [line.partition("：") for line in capsys.readouterr().out.splitlines()]
    assert all(before[:3] in {"好  ", "坏  "} for before, _, _ in lines)
    return code, {before[3:]: before[0] + after for before, _, after in lines}


def test_a_doctor_looks_and_makes_nothing(data: Path, capsys: Captured) -> None:
    code, told = doctor(capsys)
    assert code == 0
    assert "还没有" in told["数据库"]
    assert not data.exists()


def test_a_doctor_leaves_an_older_database_as_it_is(data: Path, capsys: Captured) -> None:
    data.mkdir(mode=0o700)
    filled_at_0001(url(data))
    code, told = doctor(capsys)
    assert code == 0
    assert "是旧的（0001）" in told["数据库结构"]


def exposed(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGAI_HOST", "0.0.0.0")


def nobody(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(data)
    open_database(url(data)).close()
    exposed(data, monkeypatch)


def world_readable(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data.chmod(0o755)


def no_room(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=199_000_000))


def lost(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    next((data / "originals").glob("??/*")).unlink()


def forged(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = open_database(url(data))
    with database.writing() as session:
        session.connection().execute(text("UPDATE audit SET name = 'other' WHERE seq = 1"))
    database.close()


def scrambled(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data / "zhengai.sqlite3").write_bytes(b"no database" * 1000)


def old_index(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stale(*_: object) -> str:
        raise IndexFolderError("索引已过期。")

    monkeypatch.setattr(bootstrap, "index_state", stale)


def no_driver(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGAI_DATABASE_URL", "mysql://u:secret@h/d")


@pytest.mark.parametrize(
    ("harm", "name", "told"),
    [
        (nobody, "账号", "却没有账号"),
        (exposed, "账号", "明文"),
        (world_readable, "数据文件夹", "谁都能读"),
        (no_room, "磁盘", "快满了"),
        (lost, "附件", "“证据.txt”不见了"),
        (forged, "审计记录", "第 1 条被改动过"),
        (scrambled, "数据库结构", "备份"),
        (old_index, "索引", "索引已过期"),
        (no_driver, "数据库", "“mysql”不支持"),
    ],
)
def test_what_is_wrong_is_told_with_its_remedy_and_exit_code_1(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, harm: object, name: str, told: str
) -> None:
    filled(data)
    harm(data, monkeypatch)  # type: ignore[operator]
    code, lines = doctor(capsys)
    assert code == 1
    assert [found for found, line in lines.items() if line[0] == "坏"] == [name]
    assert told in lines[name]
    assert "secret" not in str(lines)


def test_little_room_is_told_and_no_fault(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    filled(data)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=900_000_000))
    code, lines = doctor(capsys)
    assert code == 0
    assert "不多了" in lines["磁盘"]
