"""Memory of a process in MB, as far as the system tells it. Standard library only."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path


def resident(pid: int | None = None) -> float | None:
    """What of the process is in memory, pages of mapped files counted; None where the system does not say."""
    if Path("/proc/self/status").exists():
        return _told(pid, "status", "VmRSS")
    if os.name == "nt":
        return None
    command = ["ps", "-o", "rss=", "-p", str(pid or os.getpid())]
    shown = subprocess.run(command, capture_output=True, check=False, text=True).stdout
    return int(shown) / 1000 if shown.strip() else None


def peak() -> float | None:
    """The most that was ever resident of this process; None but on Linux."""
    return _told(None, "status", "VmHWM")


def own() -> float | None:
    """What of this process is in memory and not in a file, so that nobody shares it; None but on Linux."""
    return _told(None, "smaps_rollup", "Anonymous")


def share() -> float | None:
    """Resident memory of this process, each page divided by the processes that hold it; None but on Linux."""
    return _told(None, "smaps_rollup", "Pss")


def _told(pid: int | None, file: str, name: str) -> float | None:
    try:
        text = Path("/proc", str(pid or "self"), file).read_text(encoding="utf-8")
    except OSError:
        return None
    found = re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1000 if found else None
