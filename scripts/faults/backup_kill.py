"""kill -9 while a backup is made or restored, and backups of a place that is written to."""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.domain.errors import ZhengaiError
from app.storage.backup import restore
from scripts.faults.place import Place, acknowledged
from scripts.faults.row import Row
from scripts.faults.writing import look


def run(rounds: int, say: Callable[[str], None]) -> list[Row]:
    """A row each for killed backups, killed restores, and backups under load."""
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder) / "source")
        writer = place.writer("seed", 3, "question,text,original")
        # an original that no attachment names is not part of a backup
        kept = [line for line in acknowledged(writer.communicate()[0]) if not line.startswith("original")]
        rows = [
            _backups(place, Path(folder), kept, rounds),
            _restores(place, Path(folder), kept, rounds),
            _under_load(place, Path(folder), kept, max(2, rounds // 6)),
        ]
    for row in rows:
        say(f"{row.fault}: {row.figures}")
    return rows


def _killed(place: Place, seconds: float, *command: str) -> int:
    process = place.start("-m", "app", *command)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode


def _took(place: Place, *command: str) -> float:
    began = time.monotonic()
    process = place.start("-m", "app", *command)
    process.communicate()
    return time.monotonic() - began


def _backups(place: Place, folder: Path, kept: list[str], rounds: int) -> Row:
    chance, file = random.Random(3), folder / "b.zip"
    took = _took(place, "backup", str(file))
    absent = whole = broken = 0
    for _ in range(rounds):
        file.unlink(missing_ok=True)
        _killed(place, chance.uniform(0.3, took * 1.1), "backup", str(file))
        if not file.exists():
            absent += 1
        elif _restored(file, folder / "check", kept):
            whole += 1
        else:
            broken += 1
    found = look(place.url, place.data)
    harmed = len(found.missing(kept)) + bool(found.fault)
    figures = f"absent {absent}, whole {whole}, broken {broken}; source harmed {harmed}"
    return Row(
        "kill -9 of a backup", "absent or whole, source unharmed", rounds, figures, not broken and not harmed
    )


def _restores(place: Place, folder: Path, kept: list[str], rounds: int) -> Row:
    chance, file = random.Random(4), folder / "r.zip"
    _took(place, "backup", str(file))
    there = Place(folder / "there")
    took = _took(there, "restore", str(file))
    empty = whole = broken = 0
    for _ in range(rounds):
        shutil.rmtree(there.folder, ignore_errors=True)
        _killed(there, chance.uniform(0.3, took * 1.1), "restore", str(file))
        if not (there.data / "zhengai.sqlite3").exists():
            empty += 1
            continue
        found = look(there.url, there.data)
        if not found.questions and not found.texts:
            restore(file, there.url, there.data / "originals")  # the next try needs no hand
            found, empty = look(there.url, there.data), empty + 1
        else:
            whole += 1
        broken += bool(found.missing(kept) or found.fault)
    figures = f"empty {empty}, whole {whole}, broken {broken}"
    return Row("kill -9 of a restore", "empty (and restorable) or whole", rounds, figures, broken == 0)


def _under_load(place: Place, folder: Path, kept: list[str], rounds: int) -> Row:
    missing = items = 0
    for number in range(rounds):
        file = folder / f"load{number}.zip"
        writers = [place.writer(f"load{number}-{n}", 60, "question,text,original") for n in range(3)]
        for writer in writers:
            assert writer.stdout is not None
            for _ in range(20):
                line = writer.stdout.readline().strip()
                if line != "ready":
                    kept.append(line)
        _took(place, "backup", str(file))
        before = list(kept)
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
            kept += acknowledged(writer.communicate()[0])
        there = folder / f"there{number}"
        restore(file, f"sqlite:///{there / 'z.sqlite3'}", there / "originals")
        found = look(f"sqlite:///{there / 'z.sqlite3'}", there)
        wanted = [line for line in before if not line.startswith("original")]
        missing += len(found.missing(wanted)) + bool(found.fault) + found.halves
        items += len(wanted)
        os.remove(file)
    figures = f"{items} items acknowledged before, {missing} missing"
    return Row(
        "backup under load, restored elsewhere", "missing 0", rounds, figures, missing == 0 and items > 0
    )


def _restored(file: Path, folder: Path, kept: list[str]) -> bool:
    shutil.rmtree(folder, ignore_errors=True)
    try:
        restore(file, f"sqlite:///{folder / 'z.sqlite3'}", folder / "originals")
    except ZhengaiError:
        return False
    found = look(f"sqlite:///{folder / 'z.sqlite3'}", folder)
    return not found.missing(kept) and not found.fault
