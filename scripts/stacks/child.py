"""One stack in a process of its own, started by `scripts/compare.py`:

    python -m scripts.stacks.child build|open STACK JOB_FOLDER ENCODER LIMIT STARTED

STARTED is the time.time() at which the process was started. Nothing of the project but `scripts/stacks` is
imported here: most stacks run in an environment without it.
"""

from __future__ import annotations

import gc
import importlib
import sys
import time
import traceback
from pathlib import Path

from scripts._memory import resident
from scripts.stacks.job import Built, Job, Opened
from scripts.stacks.stack import BY_NAME, Entry, Stack


def main() -> None:
    """The stack built or opened, measured, and what was found noted in the job's folder."""
    task, name, folder, encoder, limit, started = sys.argv[1:]
    job = Job(Path(folder))
    try:
        stack = _stack(BY_NAME[name])(Path(encoder), job.index(name), int(limit))
        job.note(name, build(stack, job) if task == "build" else open_saved(stack, job, float(started)))
    except Exception as error:
        traceback.print_exc()
        sys.exit(" ".join(f"{type(error).__name__}: {error}".split()))  # the reason, on the last line


def _stack(entry: Entry) -> type[Stack]:
    kind: type[Stack] = getattr(importlib.import_module(f"scripts.stacks.{entry.module}"), entry.kind)
    return kind


def build(stack: Stack, job: Job) -> Built:
    """`stack` built, warmed and asked every query once; saved at the end where it can be."""
    documents, questions = job.documents(), job.questions()
    began = time.perf_counter()
    stack.build(documents)
    build_seconds = time.perf_counter() - began
    _say(f"built in {build_seconds:.1f} s")
    del documents  # what the stack does not hold is not its memory
    gc.collect()
    for query in questions.warm_up:
        stack.search(query)
    milliseconds, rankings = [], {}
    for id_, query in questions.queries.items():
        began = time.perf_counter()
        rankings[id_] = stack.search(query)
        milliseconds.append((time.perf_counter() - began) * 1000)
    megabytes = resident()
    _say(f"{len(milliseconds)} queries in {sum(milliseconds) / 1000:.1f} s")
    if stack.saves:
        stack.save()
    return Built(build_seconds, milliseconds, megabytes, stack.saves, rankings)


def open_saved(stack: Stack, job: Job, started: float) -> Opened:
    """`stack` as an earlier process saved it, loaded and asked once."""
    questions = job.questions()
    stack.load()
    stack.search(next(iter(questions.queries.values())))
    seconds = time.time() - started
    _say(f"first answer of a fresh process after {seconds:.1f} s")
    for query in questions.warm_up:
        stack.search(query)
    return Opened(seconds, resident())


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


if __name__ == "__main__":
    main()
