"""Every figure of one number of clauses, each from a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.measuring.ranking import recall
from scripts._environment import ROOT
from scripts.scale.job import DEEP, FOUND, READY, Asked, Built, Changed, Finding, Job, Opened, Ranked

CHILD = "scripts.scale.child"

Kind = TypeVar("Kind", bound=Finding)


@dataclass(frozen=True)
class Measured:
    """What a library of `clauses` takes and gives."""

    clauses: int
    built: Built
    disk: float  # MB
    cold: Opened | None  # the files not in memory; None where the system cannot be told so
    again: Opened
    alone: Asked
    together: Sequence[Asked]
    recalls: tuple[float, float]  # at FOUND and at DEEP
    changed: Changed


def measure(job: Job, clauses: int) -> Measured:
    """One row of the table; the index stays as it was built, SystemExit where a process fails."""
    built = _run(job, clauses, "build", Built)
    disk = job.megabytes(clauses)
    cold = _run(job, clauses, "open", Opened) if forget(job.index(clauses)) else None
    again = _run(job, clauses, "open", Opened)
    (alone,) = _ask(job, clauses, 1)
    together = _ask(job, clauses, 2)
    exact, usual = _run(job, clauses, "exact", Ranked), _run(job, clauses, "rank", Ranked)
    changed = _run(job, clauses, "change", Changed)
    return Measured(
        clauses, built, disk, cold, again, alone, together, recalls(usual.rows, exact.rows), changed
    )


def recalls(usual: Sequence[Sequence[int]], exact: Sequence[Sequence[int]]) -> tuple[float, float]:
    """The share of the exact FOUND and DEEP best that are among as many as are found in use, on average."""
    at_found, at_deep = (
        [
            recall(own, dict.fromkeys(wanted[:k], 1.0), k)
            for own, wanted in zip(usual, exact, strict=True)
            if wanted
        ]
        for k in (FOUND, DEEP)
    )
    return sum(at_found) / max(len(at_found), 1), sum(at_deep) / max(len(at_deep), 1)


def forget(folder: Path) -> bool:
    """Whether the system could be told to drop what it holds of the files in `folder`."""
    if not hasattr(os, "posix_fadvise"):
        return False
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return True


def _run(job: Job, clauses: int, task: str, kind: type[Kind]) -> Kind:
    with _child(job, clauses, task) as child:
        return _finding(child, task, kind)


def _ask(job: Job, clauses: int, workers: int) -> list[Asked]:
    """What `workers` processes find that are asked at the same time."""
    with ExitStack() as stack:
        children = [stack.enter_context(_child(job, clauses, "ask")) for _ in range(workers)]
        for child in children:
            if _line(child, "ask").strip() != READY:
                raise SystemExit("ask: said something else than that it is ready")
        for child in children:
            assert child.stdin
            child.stdin.write("go\n")
            child.stdin.flush()
        return [_finding(child, "ask", Asked) for child in children]


@contextmanager
def _child(job: Job, clauses: int, task: str) -> Iterator[subprocess.Popen[str]]:
    """A process at work; SystemExit where it fails in the end."""
    command = [sys.executable, "-m", CHILD, task, str(job.folder), str(clauses)]
    print(f"… {clauses:,} clauses: {task}", file=sys.stderr, flush=True)
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as child:
        try:
            yield child
        except BaseException:
            child.terminate()
            raise
    if child.returncode:
        raise SystemExit(f"{task}: ended with exit code {child.returncode}")


def _finding(child: subprocess.Popen[str], task: str, kind: type[Kind]) -> Kind:
    return kind(**json.loads(_line(child, task)))


def _line(child: subprocess.Popen[str], task: str) -> str:
    assert child.stdout
    line = child.stdout.readline()
    if not line:
        child.wait()
        raise SystemExit(f"{task}: ended with exit code {child.returncode} before it had found anything")
    return line
