"""The real server in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.doors import ROOT


@dataclass
class Served:
    """A running server: its address, its process, and what it has said."""

    address: str
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def interrupt(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


def environment(folder: Path) -> dict[str, str]:
    """The settings of a server whose index and database lie in `folder`."""
    return {
        **os.environ,
        "ZHENGAI_INDEX_FOLDER": str(folder / "index"),
        "ZHENGAI_DATA_FOLDER": str(folder / "data"),
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def serving(
    folder: Path, program: Sequence[str] = ("-m", "app"), port: str = "0", **variables: str
) -> Iterator[Served]:
    """A server on a free port, on the real assistant (and corpus, unless `variables` say otherwise), ready to be asked.

    `program` is what Python is to run.
    """
    command = [sys.executable, *program, "serve", "--port", port]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**environment(folder), **variables},
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        watchdog = threading.Timer(600, process.kill)  # a busy machine takes minutes over a module of tests
        watchdog.start()
        said: list[str] = []
        try:
            assert process.stderr is not None
            for line in process.stderr:
                said.append(line)
                if found := re.search(r"http://\S+", line):
                    yield Served(found[0], process, said)
                    break
            else:
                raise AssertionError("".join(said))
        finally:
            watchdog.cancel()
            process.terminate()
            process.wait(20)
