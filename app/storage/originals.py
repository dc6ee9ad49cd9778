"""Originals: the bytes of files people add, each under its own SHA-256, written once and never changed.

`aa/aabb…` below the folder. A file is whole and on disk before it has its name, and what is read is held against its
name first, so a damaged original is told and never handed out.
"""

from __future__ import annotations

import hashlib
import os
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import PeopleError, StorageError
from app.durable import UNFINISHED, make_folder, sync_folder

CHUNK = 1 << 16
_STALE = 24 * 3600  # seconds: an unfinished file so old belongs to no writer any more


@dataclass(frozen=True)
class Original:
    """A file by its content; `size` in bytes."""

    sha256: str
    size: int


class Originals:
    """The originals below one folder, which is made when the first is added."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, chunks: Iterable[bytes], limit: int) -> Original:
        """The original made of `chunks`, on disk; PeopleError where it is empty or over `limit` bytes."""
        with _told(self._folder):
            make_folder(self._folder.absolute())
            beside = self._folder / f".{uuid.uuid4().hex}{UNFINISHED}"
            try:
                original = _written(beside, chunks, limit)
                self._keep(beside, original)
            except BaseException:
                with suppress(OSError):
                    beside.unlink()
                raise
        return original

    def open(self, sha256: str) -> BinaryIO:
        """The file, verified from end to end before a byte is given out; StorageError where it is damaged."""
        fault = self.fault(sha256)
        if fault:
            raise StorageError(
                f"附件的原件{fault}（{sha256[:12]}…），没有给出；请用备份恢复，并运行 zhengai doctor。"
            )
        return self.path(sha256).open("rb")

    def fault(self, sha256: str) -> str:
        """What is wrong with an original: 不见了, 读不出 or 已损坏; "" where nothing is."""
        try:
            with self.path(sha256).open("rb") as file:
                right = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            return "不见了"
        except OSError:
            return "读不出"
        return "" if right else "已损坏"

    def names(self) -> Iterator[str]:
        """The SHA-256 of every original there is."""
        for path in sorted(self._folder.glob("??/*")):
            if len(path.name) == 64:
                yield path.name

    def path(self, sha256: str) -> Path:
        """Where the original of that SHA-256 lies, or would."""
        return self._folder / sha256[:2] / sha256

    def sweep(self) -> None:
        """Removes what writers that were killed have left."""
        for path in self._folder.glob(f".*{UNFINISHED}"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > _STALE:
                    path.unlink()

    def _keep(self, beside: Path, original: Original) -> None:
        target = self.path(original.sha256)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        if self.fault(original.sha256) == "":
            beside.unlink()  # the same bytes are there already
        else:
            os.replace(beside, target)
        # Even where they were there: whoever made the names may have been killed before they were on disk.
        sync_folder(target.parent)
        sync_folder(self._folder)


def _written(path: Path, chunks: Iterable[bytes], limit: int) -> Original:
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise PeopleError(f"文件超过 {limit // 1_000_000} MB；请压缩或拆分后再上传。")
            digest.update(chunk)
            file.write(chunk)
        if not size:
            raise PeopleError("文件是空的；请检查后再上传。")
        file.flush()
        os.fsync(file.fileno())
    return Original(digest.hexdigest(), size)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise StorageError(
            f"附件没有保存：{folder} 写不进去（{reason}）；请检查磁盘空间和权限后重试。"
        ) from error
