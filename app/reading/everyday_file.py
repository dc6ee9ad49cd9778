"""The dictionary of everyday words while a program runs: read again whenever its file has changed.

A change is noticed by time, size and identity of the file (one `stat`), so that a question can ask each time.
A file that cannot be used changes nothing: the entries last read well go on, and what is wrong is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from app.domain.corpus import Corpus, Everyday
from app.domain.errors import CorpusError
from app.reading.everyday import NAME, parse_everyday
from app.reading.word_lists import read_bytes

Use: TypeAlias = Callable[[tuple[Everyday, ...]], None]
_Stamp: TypeAlias = tuple[int, int, int] | None


class EverydayFile:
    """Hands new entries to `use` at once, one thread at a time; `log` gets one line for each change of state."""

    def __init__(self, corpus: Corpus, use: Use, log: Callable[[str], None]) -> None:
        self._path = Path(corpus.folder, NAME)
        self._use = use
        self._log = log
        self._read = corpus.files.get(NAME, "")  # SHA-256 of what the entries in use were read from
        self._stamp: _Stamp = None
        self._problem = ""
        self._lock = Lock()

    @property
    def notice(self) -> str:
        """One sentence for readers where the file is broken at the moment, else ""."""
        shown = self._problem.replace(str(self._path), f"{self._path.parent.name}/{NAME}")
        return f"口语词典有误，仍用改动前的词条。{shown}" if shown else ""

    def refresh(self) -> None:
        """Reads the file where it is another than last time."""
        if _stamp(self._path) == self._stamp:
            return
        with self._lock:
            stamp = _stamp(self._path)  # before reading: what is written meanwhile is noticed next time
            if stamp != self._stamp:
                self._reread()
                self._stamp = stamp

    def _reread(self) -> None:
        try:
            data = read_bytes(self._path)
            if not data and not self._path.exists():
                raise CorpusError(f"找不到 {self._path}：请把文件放回。")
            self._take(data)
            self._problem = ""
        except CorpusError as problem:
            if str(problem) != self._problem:
                self._log(f"{problem} 现仍用改动前的口语词典。")
            self._problem = str(problem)

    def _take(self, data: bytes) -> None:
        """Puts the entries in use, unless they are those in use already."""
        read = hashlib.sha256(data).hexdigest()
        if read == self._read:
            if self._problem:
                self._log("口语词典已恢复原样。")
            return
        entries = parse_everyday(data, self._path)
        self._use(entries)
        self._read = read
        self._log(f"口语词典已重新读入：{len(entries)} 条。")


def _stamp(path: Path) -> _Stamp:
    """What changes when the file does; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
