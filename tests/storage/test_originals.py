"""Originals are whole, on disk, found by their content, and never handed out damaged."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from app.domain.errors import PeopleError, StorageError
from app.storage.originals import Originals

TEXT = [b"one", b"two"]


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


def test_what_is_put_is_there_again(originals: Originals) -> None:
    put = originals.put(TEXT, 100)
    assert put.size == 6
    with originals.open(put.sha256) as file:
        assert file.read() == b"onetwo"
    assert list(originals.names()) == [put.sha256]


def test_the_same_bytes_are_kept_once(originals: Originals) -> None:
    first = originals.put(TEXT, 100)
    before = originals.path(first.sha256).stat().st_mtime_ns
    assert originals.put([b"onetwo"], 100) == first
    assert originals.path(first.sha256).stat().st_mtime_ns == before


def test_a_damaged_copy_is_made_good_by_the_same_bytes(originals: Originals) -> None:
    put = originals.put(TEXT, 100)
    originals.path(put.sha256).write_bytes(b"onetwp")
    originals.put(TEXT, 100)
    assert originals.fault(put.sha256) == ""


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda path: path.write_bytes(b"onetwp"), "已损坏"),
        (lambda path: path.write_bytes(b""), "已损坏"),
        (lambda path: path.unlink(), "不见了"),
        (lambda path: (path.unlink(), path.mkdir()), "读不出"),
    ],
)
def test_a_damaged_original_is_told_and_not_handed_out(
    originals: Originals, damage: object, told: str
) -> None:
    put = originals.put(TEXT, 100)
    damage(originals.path(put.sha256))  # type: ignore[operator]
    with pytest.raises(StorageError, match=told), originals.open(put.sha256):
        pytest.fail("handed out")


@pytest.mark.parametrize(
    ("chunks", "told"), [([], "空的"), ([b""], "空的"), ([b"x" * 60, b"x" * 60], "超过")]
)
def test_a_file_that_cannot_be_taken_leaves_nothing(
    originals: Originals, tmp_path: Path, chunks: list[bytes], told: str
) -> None:
    with pytest.raises(PeopleError, match=told):
        originals.put(chunks, 100)
    assert list((tmp_path / "originals").iterdir()) == []


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failing_disk_is_told_and_leaves_nothing(
    originals: Originals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(StorageError, match="没有保存"):
        originals.put(TEXT, 100)
    monkeypatch.undo()
    assert list(originals.names()) == []
    assert [path for path in (tmp_path / "originals").rglob("*") if path.is_file()] == []


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="which file is synced is read from /proc")
def test_file_then_name_then_folder_reach_the_disk_in_this_order(
    originals: Originals, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def noted_fsync(descriptor: int) -> None:
        held = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        done.append(held.name[:9] if held.is_dir() else "file")
        fsync(descriptor)

    def noted_replace(old: Path, new: Path) -> None:
        done.append("name")
        replace(old, new)

    originals.put([b"before"], 100)
    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    put = originals.put(TEXT, 100)
    assert done == ["file", "name", put.sha256[:2], "originals"]
    done.clear()
    originals.put(TEXT, 100)  # whoever put it before may have been killed before the names were on disk
    assert done == ["file", put.sha256[:2], "originals"]


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_the_folders_are_their_owners_alone_and_their_names_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr("app.durable.sync_folder", synced.append)
    Originals(tmp_path / "data" / "originals").put(TEXT, 100)
    folders = [path for path in tmp_path.rglob("*") if path.is_dir()]
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}
    assert len(folders) == 3
    assert synced == [tmp_path, tmp_path / "data"]


def test_what_killed_writers_left_is_swept_after_a_day(originals: Originals, tmp_path: Path) -> None:
    originals.put(TEXT, 100)
    old, new = tmp_path / "originals" / ".a.part", tmp_path / "originals" / ".b.part"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 100_000,) * 2)
    originals.sweep()
    assert not old.exists()
    assert new.exists()
