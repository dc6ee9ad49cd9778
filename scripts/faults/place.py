"""A place of one's own to break things in, with child processes that write to it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scripts._environment import ROOT

ITEMS = {"question", "text", "file", "original", "indexed"}  # kinds of what a writer acknowledges


@dataclass(frozen=True)
class Place:
    """A data folder and an index folder."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.data / 'zhengai.sqlite3'}"

    @property
    def variables(self) -> dict[str, str]:
        return {
            **os.environ,
            "ZHENGAI_DATA_FOLDER": str(self.data),
            "ZHENGAI_INDEX_FOLDER": str(self.folder / "index"),
            "PYTHONUNBUFFERED": "1",
        }

    def start(self, *command: str, before: Sequence[str] = ()) -> subprocess.Popen[str]:
        """A child of this program's Python, its output to be read."""
        return subprocess.Popen(
            [*before, sys.executable, *command],
            cwd=ROOT,
            env=self.variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def writer(
        self, name: str, seconds: float, kinds: str, before: Sequence[str] = ()
    ) -> subprocess.Popen[str]:
        self.data.mkdir(parents=True, exist_ok=True)
        arguments = (self.url, str(self.data), name, str(seconds), kinds)
        return self.start("-m", "scripts.faults.writing", *arguments, before=before)


@dataclass
class Server:
    """A running server, and how long it took to be ready."""

    address: str
    process: subprocess.Popen[str]
    seconds: float
    said: list[str] = field(default_factory=list)


@contextmanager
def served(place: Place) -> Iterator[Server]:
    """The real server; killed at the end if it still runs."""
    began = time.monotonic()
    process = place.start("-m", "app", "serve", "--port", "0")
    assert process.stderr is not None
    try:
        address = ""
        for line in process.stderr:
            if found := re.search(r"http://\S+", line):
                address = found[0]
                break
        if not address:
            raise RuntimeError("the server did not start")
        with urllib.request.urlopen(f"{address}healthz", timeout=20):
            pass
        yield Server(address, process, time.monotonic() - began)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.communicate()


def kill(process: subprocess.Popen[str]) -> list[str]:
    """kill -9; the whole lines it had printed."""
    process.send_signal(signal.SIGKILL)
    out, _ = process.communicate()
    return acknowledged(out)


def acknowledged(out: str) -> list[str]:
    """The whole lines of a writer's output that acknowledge an item."""
    whole = out[: out.rfind("\n") + 1].splitlines()
    return [line for line in whole if line.split(" ")[0] in ITEMS]
