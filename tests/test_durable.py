"""Durable files: whole or not at all, whatever fails on the way."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from app.durable import make_folder, sync_file, sync_folder, write_bytes, write_text

OLD, NEW = "旧的内容".encode(), "新的内容".encode() * 1000


def full(*_: Any) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("data", [b"", b"\0", NEW], ids=["empty", "a zero", "long"])
def test_what_was_written_is_read_again(tmp_path: Path, data: bytes) -> None:
    write_bytes(tmp_path / "文件", data)
    assert (tmp_path / "文件").read_bytes() == data
    assert names(tmp_path) == ["文件"]


def test_text_is_utf_8_and_keeps_its_line_ends(tmp_path: Path) -> None:
    write_text(tmp_path / "文件", "一\n二\r\n")
    assert (tmp_path / "文件").read_bytes() == "一\n二\r\n".encode()


def test_a_name_as_long_as_the_file_system_allows_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("名" * 85 if os.name != "nt" else "名" * 100)
    write_bytes(path, OLD)
    assert path.read_bytes() == OLD


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("before", [None, OLD], ids=["no old file", "an old file"])
def test_a_failing_call_leaves_the_old_file_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, before: bytes | None
) -> None:
    path = tmp_path / "文件"
    if before is not None:
        path.write_bytes(before)
    monkeypatch.setattr(os, call, full)
    with pytest.raises(OSError, match="No space"):
        write_bytes(path, NEW)
    assert (path.read_bytes() if path.exists() else None) == before
    assert names(tmp_path) == ([] if before is None else ["文件"])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_failing_write_leaves_the_old_file_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "文件"
    path.write_bytes(OLD)
    opened = Path.open

    def on_full_disk(self: Path, mode: str = "r") -> Any:
        opened(self, mode).close()
        return open("/dev/full", "wb")

    monkeypatch.setattr(Path, "open", on_full_disk)
    with pytest.raises(OSError, match="No space"):
        write_bytes(path, NEW)
    monkeypatch.undo()
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["文件"]


def test_data_is_on_disk_before_it_has_its_name_and_the_name_before_the_call_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "文件"
    path.write_bytes(OLD)
    steps: list[str] = []
    sync, replace = os.fsync, os.replace

    def noted_sync(descriptor: int) -> None:
        kind = os.fstat(descriptor)
        assert stat.S_ISDIR(kind.st_mode) or kind.st_size == len(NEW)
        steps.append("folder" if stat.S_ISDIR(kind.st_mode) else "data")
        assert path.read_bytes() == (NEW if steps[-1] == "folder" else OLD)
        sync(descriptor)

    def noted_replace(source: Path, target: Path) -> None:
        assert source.parent == target.parent
        steps.append("name")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(os, "replace", noted_replace)
    write_bytes(path, NEW)
    assert steps == (["data", "name", "folder"] if os.name != "nt" else ["data", "name"])


@pytest.mark.parametrize("sync", [sync_file, sync_folder])
def test_what_is_not_there_cannot_be_made_durable(tmp_path: Path, sync: Callable[[Path], None]) -> None:
    with pytest.raises(FileNotFoundError):
        sync(tmp_path / "nothing")


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_bytes(tmp_path / "nothing" / "文件", NEW)
    assert names(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps names of folders in a journal")
def test_folders_that_are_made_have_their_names_on_disk_and_are_their_owners_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr("app.durable.sync_folder", synced.append)
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")  # once more does nothing
    assert synced == [tmp_path, tmp_path / "a"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "a", tmp_path / "a" / "b")} == {0o700}
