"""Failing writes, fsyncs and renames by strace; a full disk and a read-only one under the running server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scripts.faults.place import Place, acknowledged, served
from scripts.faults.row import Row
from scripts.faults.writing import look

CALLS = (
    ("fsync", "EIO"),
    ("fdatasync", "EIO"),
    ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("write", "ENOSPC"),
    ("rename", "EIO"),
    ("openat", "EMFILE"),
)
NOT_OURS = {"write": 40, "openat": 900}  # calls of the interpreter's own start that come before
GOAL = "false acknowledgements 0, corrupt 0, told in our words"


def run(rounds: int, say: Callable[[str], None]) -> list[Row]:
    """A row for injected errors, one for a full disk, one for a read-only one."""
    rows = [_injected(rounds), _full(), _read_only()]
    for row in rows:
        say(f"{row.fault}: {row.figures}")
    return rows


def _injected(rounds: int) -> Row:
    if not shutil.which("strace"):
        return Row("failing system calls (strace)", GOAL, 0, "skipped: no strace here", False)
    tried = lost = corrupt = untold = hit = 0
    for call, error in CALLS:
        for number in range(1, rounds + 1):
            at = NOT_OURS.get(call, 0) + number * (1 if number <= 8 else 3)
            with tempfile.TemporaryDirectory() as folder:
                place = Place(Path(folder))
                inject = f"inject={call}:error={error}:when={at}+{1 if number % 2 else 2}"
                before = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject)
                writer = place.writer("w", 0.6, "question,text,original,file", before)
                out, said = writer.communicate()
                tried += 1
                hit += writer.returncode != 0
                untold += "Traceback" in said and "app/storage" in said and call != "openat"
                found = look(place.url, place.data)
                lost += len(found.missing(acknowledged(out)))
                corrupt += bool(found.fault) + found.halves
    figures = (
        f"{hit} runs were hit: {lost} false acknowledgements, {corrupt} corrupt, {untold} not in our words"
    )
    fine = hit > 0 and not lost and not corrupt and not untold
    return Row("failing system calls (strace)", GOAL, tried, figures, fine)


@contextmanager
def _tmpfs(size: str) -> Iterator[Path | None]:
    """A small disk of its own; None where it cannot be mounted."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
        may = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("mount")
        if not may or subprocess.run(command, capture_output=True, check=False).returncode != 0:
            yield None
            return
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=False)


def _ask(address: str, question: str) -> tuple[int, str]:
    request = urllib.request.Request(
        f"{address}api/conversations",
        json.dumps({"question": question}).encode(),
        {"content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, str(json.load(response)["turn"]["question"])
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def _reads(address: str) -> bool:
    with urllib.request.urlopen(f"{address}api/conversations", timeout=30) as response:
        return response.status == 200 and len(json.load(response)) > 0


def _full() -> Row:
    name, goal = (
        "disk full under the server",
        "503 in our words, reading goes on, saving again once there is room",
    )
    with tempfile.TemporaryDirectory() as other, _tmpfs("6m") as disk:
        if disk is None:
            return Row(name, goal, 0, "skipped: no right to mount here", False)
        place = _Split(Path(other), disk)
        kept: list[str] = []
        with served(place) as server:
            filler = disk / "filler"
            _, first = _ask(server.address, "满之前")
            kept.append(f"question {first}")
            with filler.open("wb", buffering=0) as file:
                for size in (65_536, 4096, 1):  # to the last byte
                    with suppress(OSError):
                        while True:
                            file.write(b"x" * size)
            refused = told = 0
            for number in range(40):
                status, text = _ask(server.address, f"满着 {number}")
                if status == 201:
                    kept.append(f"question {text}")
                else:
                    refused += 1
                    told += status == 503 and "没有保存" in text
            reads = _reads(server.address)
            filler.unlink()
            again, text = _ask(server.address, "有地方了")
            kept.append(f"question {text}")
        found = look(place.url, place.data)
        lost = len(found.missing(kept))
        figures = f"{refused} refused, {told} of them in our words; reading {reads}; saved again {again == 201}; {lost} lost"
        fine = refused > 0 and told == refused and reads and again == 201 and not lost and not found.fault
        return Row(name, goal, 40, figures, fine)


@contextmanager
def _ext4() -> Iterator[tuple[Path, Path] | None]:
    """(a small disk of its own, the file that makes the kernel find it faulty); None where it cannot be mounted."""
    with tempfile.TemporaryDirectory() as folder:
        image, disk = Path(folder) / "image", Path(folder) / "disk"
        disk.mkdir()
        with image.open("wb") as file:
            file.truncate(64_000_000)
        commands = (
            ["mkfs.ext4", "-q", "-F", str(image)],
            ["mount", "-o", "loop,errors=remount-ro", str(image), str(disk)],
            ["findmnt", "-no", "SOURCE", str(disk)],
        )
        source = ""
        for command in commands:
            if not shutil.which(command[0]):
                break
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                break
            source = done.stdout.strip()
        trigger = Path("/sys/fs/ext4") / Path(source).name / "trigger_fs_error" if source else None
        try:
            yield (disk, trigger) if trigger and trigger.exists() else None
        finally:
            subprocess.run(["umount", "-l", str(disk)], capture_output=True, check=False)


def _read_only() -> Row:
    name, goal = "disk turned read-only under the server", "503 in our words, reading goes on, nothing lost"
    with tempfile.TemporaryDirectory() as other, _ext4() as made:
        if made is None:
            return Row(name, goal, 0, "skipped: no right to mount here", False)
        disk, trigger = made
        place = _Split(Path(other), disk)
        with served(place) as server:
            _, first = _ask(server.address, "之前")
            trigger.write_text(
                "1"
            )  # the kernel finds a fault and turns the disk read-only, open files and all
            answers = [_ask(server.address, f"只读 {number}") for number in range(10)]
            told = sum(status == 503 and "没有保存" in text for status, text in answers)
            reads = _reads(server.address)
        copied = Place(Path(other) / "after")
        shutil.copytree(place.data, copied.data)
        found = look(copied.url, copied.data)
        lost = len(found.missing([f"question {first}"]))
        figures = f"10 refused, {told} of them in our words; reading {reads}; {lost} lost"
        return Row(name, goal, 10, figures, told == 10 and reads and not lost and not found.fault)


class _Split(Place):
    """A place whose data lies on a disk of its own."""

    def __init__(self, folder: Path, disk: Path) -> None:
        super().__init__(folder)
        object.__setattr__(self, "_disk", disk)

    @property
    def data(self) -> Path:
        disk: Path = self._disk  # type: ignore[attr-defined]
        return disk / "data"
