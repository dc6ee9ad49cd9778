"""Whole files, written so that neither a fault nor a cut of power leaves half of one under its name."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from pathlib import Path

UNFINISHED = ".part"  # how a file is named until it is whole; a killed process may leave one


def write_bytes(path: Path, data: bytes) -> None:
    """`data` under `path`, on disk when this returns; any reader sees the old file or the new one, whole.

    OSError leaves what stood there and nothing beside it, unless all that failed was to make the new name durable.
    """
    # In the same folder, where a rename is one step.
    beside = path.with_name(f".{uuid.uuid4().hex}{UNFINISHED}")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    sync_folder(path.parent)


def write_text(path: Path, text: str) -> None:
    """`text` as UTF-8 under `path`, line ends as they are; otherwise like `write_bytes`."""
    write_bytes(path, text.encode())


def make_folder(folder: Path) -> None:
    """`folder` is there, its owner's alone where it was made, as are the folders above that had to be made."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)


def sync_file(path: Path) -> None:
    """What was written to `path`, by whatever library, is on disk when this returns."""
    _sync(path, os.O_RDWR)  # Windows flushes only what is open for writing


def sync_folder(folder: Path) -> None:
    """Names made, changed and removed in `folder` are on disk when this returns."""
    if os.name != "nt":  # Windows cannot open a folder; NTFS keeps its names in a journal
        _sync(folder, os.O_RDONLY)


def _sync(path: Path, mode: int) -> None:
    descriptor = os.open(path, mode)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
