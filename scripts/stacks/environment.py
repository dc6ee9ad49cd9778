"""The folder `.venv-compare`: Python with the compared stacks, apart from the project's own environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts._environment import ROOT, SetupError

FOLDER = ROOT / ".venv-compare"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def prepare(folder: Path = FOLDER, requirements: Path = REQUIREMENTS) -> Path:
    """The Python of `folder`, with `requirements` installed; made where missing, filled again where they changed.

    SetupError where it cannot be.
    """
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "zhengai-installed.txt"
    wanted = requirements.read_text(encoding="utf-8")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted and python.exists():
        return python
    stamp.unlink(missing_ok=True)
    if not python.exists():
        _make(folder)
    _say(f"安装要比较的软件，约需几分钟、2 GB · installing the stacks into {folder.name} (minutes, 2 GB)")
    install = ["-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    if _run([str(python), *install, "-r", str(requirements)]) != 0:
        raise SetupError(
            "安装要比较的软件失败（原因见上），请检查网络与磁盘空间后再运行一次。\n"
            f"Installing the stacks failed (reason above): check network and disk, or remove {folder}."
        )
    stamp.write_text(wanted, encoding="utf-8")
    return python


def pins(requirements: Path = REQUIREMENTS) -> dict[str, str]:
    """Package → pinned version."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    return dict(line.split("==", 1) for line in lines if line and not line.startswith("#"))


def _make(folder: Path) -> None:
    _say(f"新建 {folder.name} · making {folder.name}")
    shutil.rmtree(folder, ignore_errors=True)
    base = getattr(sys, "_base_executable", "") or sys.executable
    if _run([base, "-m", "venv", str(folder)]) != 0:
        raise SetupError(f"不能创建 {folder}（原因见上）。· Cannot create it (reason above).")
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def _run(command: Sequence[str]) -> int:
    """Exit code, its output among the progress lines: standard output is for the table."""
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
