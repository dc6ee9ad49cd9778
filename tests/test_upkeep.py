"""zhengai backup, restore and doctor: what is printed, exit codes, and that looking changes nothing."""

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
from app.storage.audit import AuditLog
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


def test_a_backup_goes_to_another_place_and_both_are_logged(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    filled(data)
    assert main(["backup", str(tmp_path / "b.zip")]) == 0
    assert "1 个附件原件" in capsys.readouterr().out
    monkeypatch.setenv("ZHENGAI_DATA_FOLDER", str(tmp_path / "other"))
    assert main(["restore", str(tmp_path / "b.zip")]) == 0
    assert "恢复到" in capsys.readouterr().out
    for folder, action in ((data, "backup"), (tmp_path / "other", "restore")):
        database = open_database(url(folder))
        assert AuditLog(database).entries()[0].action == action
        assert AuditLog(database).verify().fault == ""
        database.close()
    assert doctor(capsys)[0] == 0


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["backup", "b.zip"], "没有覆盖"),
        (["restore", "nowhere.zip"], "找不到备份文件"),
        (["restore", "b.zip"], "不是完整的备份文件"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_an_exit_code(
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Captured,
    command: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("b.zip").write_text("mine")
    assert main(command) == 2
    assert told in capsys.readouterr().err
    assert Path("b.zip").read_text() == "mine"


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


def test_a_sound_place_is_told_line_by_line(data: Path, capsys: Captured) -> None:
    filled(data)
    code, told = doctor(capsys)
    assert code == 0
    assert list(told) == [
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
    assert {line[0] for line in told.values()} == {"好"}


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
