"""Failing writes, fsyncs and renames by strace; a full disk and a read-only one under the running server."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from scripts.faults.clients import ELEMENTS, ask, request, save
from scripts.faults.place import Place, acknowledged, served
from scripts.faults.row import Row
from scripts.faults.writing import look

CALLS = (
    ("fsync", "EIO"),
    ("fdatasync", "EIO"),
    ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("write", "ENOSPC"),
    ("rename,renameat,renameat2", "EIO"),
    ("openat", "EMFILE"),
)
NOT_OURS = {"write": 40, "openat": 900}  # calls of the interpreter's own start that come before
KINDS = "question,text,original,file,indexed"
TOLD, IGNORED = "told", "ignored"
HARMLESS = (
    # A checkpoint may fail unseen: what it copies into the database stays in the log beside it.
    "/zhengai.sqlite3>",
    # Turning to WAL may fail unseen: a rollback journal keeps as much, and the next connection turns to it.
    "/zhengai.sqlite3-journal>",
    # Not harmless, but SQLite's: it looks neither at opening nor at syncing the folder of a log it has made.
    "/data>) = -1 EIO",
    " openat(",
)
GOAL = "false acknowledgements 0, corrupt 0, told in our words"


def run(rounds: int, say: Callable[[str], None]) -> list[Row]:
    """A row for injected errors, one for a full disk, one for a read-only one."""
    rows = [_injected(rounds), _full(), _read_only()]
    for row in rows:
        say(f"{row.fault}: {row.figures}")
    return rows


def _injected(rounds: int) -> Row:
    if not shutil.which("strace"):
        return Row("failing system calls (strace)", GOAL, 0, "skipped: no strace here", None)
    tried = lost = corrupt = hit = 0
    untold: list[str] = []
    for call, error in CALLS:
        for number in range(1, rounds + 1):
            at = NOT_OURS.get(call, 0) + number * (1 if number <= 8 else 3)
            with tempfile.TemporaryDirectory() as folder:
                place = Place(Path(folder))
                # From then on, or once; a writer that cannot write at all could not tell.
                always = number % 2 and call != "write"
                inject = f"inject={call}:error={error}:when={at}{'+' if always else ''}"
                trace = place.folder / "trace"
                before = ("strace", "-f", "-y", "-qq", "-o", str(trace), "-e", f"trace={call}", "-e", inject)
                writer = place.writer("w", 0.6, KINDS, before)
                out, said = writer.communicate()
                tried += 1
                if failed := injected(trace.read_text("utf-8", "replace"), str(place.data)):
                    hit += 1
                    told = ended(writer.returncode, out, said, failed)
                    untold += [f"{call} {error} {at}: {told}"] if told not in {TOLD, ""} else []
                found = look(place.url, place.data)
                lost += len(found.missing(acknowledged(out)))
                corrupt += bool(found.fault) + found.halves
    figures = (
        f"{hit} runs were hit: {lost} false acknowledgements, {corrupt} corrupt, {len(untold)} not in our words"
        f"{f' ({untold[0]})' if untold else ''}"
    )
    fine = hit > 0 and not lost and not corrupt and not untold
    return Row("failing system calls (strace)", GOAL, tried, figures, fine)


def injected(trace: str, folder: str) -> list[str]:
    """The calls that failed by injection; none where the first met something else than what lies in `folder`."""
    lines = [line.strip()[:150] for line in trace.splitlines() if "(INJECTED)" in line]
    return lines if lines and folder in lines[0] else []


def ended(code: int, out: str, said: str, failed: Sequence[str]) -> str:
    """How a writer ended that met those failed calls: TOLD, in other words, or IGNORED where it saw none; "" where
    nothing is to be said."""
    if code == 3 and out.splitlines()[-1].startswith("told "):
        return TOLD
    if code != 0:
        return said.strip().splitlines()[-1] if said.strip() else f"exit {code}"
    missed = [line for line in failed if not any(name in line for name in HARMLESS)]
    return f"{IGNORED}: {missed[0]}" if missed else ""


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


def _reads(address: str) -> bool:
    """Whether what is kept and what is cited can be read: by program and on pages."""
    status, kept = request(address, "GET", "api/conversations")
    if status != 200 or not kept:
        return False
    sheet = request(address, "GET", f"api/worksheets/foshan/{ELEMENTS[0]}")
    if sheet[0] != 200 or not sheet[1]["text"]:
        return False
    for path in (f"conversations/{kept[0]['id']}", "documents/foshan", f"worksheets/foshan/{ELEMENTS[0]}"):
        with urllib.request.urlopen(f"{address}{path}", timeout=30) as page:
            if "<main" not in page.read().decode():
                return False
    return True


def _tried(address: str, number: int, base: int) -> tuple[int, str, int]:
    """A question or, every other time, a worksheet: (status, line or what was said, version now)."""
    if number % 2:
        return save(address, ELEMENTS[0], f"底稿 {number}", base)
    return *ask(address, f"6.2谁牵头 {number}"), base


def _refused(status: int, said: str) -> bool:
    return status == 503 and "没有保存" in said


def _full() -> Row:
    name, goal = (
        "disk full under the server",
        "503 in our words, reading goes on, saving again once there is room",
    )
    with tempfile.TemporaryDirectory() as other, _tmpfs("6m") as disk:
        if disk is None:
            return Row(name, goal, 0, "skipped: no right to mount here", None)
        place = _Split(Path(other), disk)
        kept: list[str] = []
        with served(place) as server:
            filler = disk / "filler"
            kept.append(ask(server.address, "满之前")[1])
            _, line, base = save(server.address, ELEMENTS[0], "满之前的底稿", 0)
            kept.append(line)
            with filler.open("wb", buffering=0) as file:
                for size in (65_536, 4096, 1):  # to the last byte
                    with suppress(OSError):
                        while True:
                            file.write(b"x" * size)
            refused = told = 0
            for number in range(40):
                status, line, base = _tried(server.address, number, base)
                if status in {200, 201}:
                    kept.append(line)
                else:
                    refused += 1
                    told += _refused(status, line)
            reads = _reads(server.address)
            filler.unlink()
            after = [_tried(server.address, number, base)[:2] for number in (40, 41)]
            again = [status for status, _ in after] == [201, 200]
            kept += [line for status, line in after if status in {200, 201}]
        found = look(place.url, place.data)
        lost = len(found.missing(kept))
        figures = f"{refused} refused, {told} of them in our words; reading {reads}; saved again {again}; {lost} lost"
        fine = refused > 0 and told == refused and reads and again and not lost and not found.fault
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
            return Row(name, goal, 0, "skipped: no right to mount here", None)
        disk, trigger = made
        place = _Split(Path(other), disk)
        with served(place) as server:
            kept = [ask(server.address, "之前")[1], save(server.address, ELEMENTS[0], "之前的底稿", 0)[1]]
            # the kernel finds a fault and turns the disk read-only, open files and all
            trigger.write_text("1")
            answers = [_tried(server.address, number, 1)[:2] for number in range(10)]
            told = sum(_refused(*answer) for answer in answers)
            reads = _reads(server.address)
        copied = Place(Path(other) / "after")
        shutil.copytree(place.data, copied.data)
        found = look(copied.url, copied.data)
        lost = len(found.missing(kept))
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
