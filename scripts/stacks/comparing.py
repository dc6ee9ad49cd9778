"""Every chosen stack run in a process of its own, what they found scored and printed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import CorpusError
from app.engines.encoders import SHIPPED
from scripts._environment import ROOT, SetupError
from scripts.benchmark import machine
from scripts.stacks import environment
from scripts.stacks.choosing import WARM_UP, Chosen, choose
from scripts.stacks.job import Job, Questions
from scripts.stacks.stack import Document, Entry
from scripts.stacks.table import Failed, Measured, quality, tables

LIMIT = 100  # documents asked for
LONGEST = 3600  # seconds a process may take
HOW = (
    f"Each stack was asked for {LIMIT} documents, one query at a time, timed from text to ids after {WARM_UP} "
    "other queries. Build: reading the encoder, cutting, encoding and indexing, imports left out. Cold start: "
    "a fresh process from its start to its first answer out of the saved index (–: it cannot be saved). "
    "Ratios: how many times ours."
)
SURROUNDINGS = {  # what a stack would fetch or send at its start is no part of the comparison
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "PYTHONUTF8": "1",
}


class StackError(Exception):
    """A stack's process did not end well; the message is the reason."""


@dataclass(frozen=True)
class Bench:
    """Where and with what the processes run."""

    job: Job
    ours: Path  # Python of the project's environment
    theirs: Path  # Python of the compared stacks
    encoder: Path = SHIPPED

    def measure(self, entry: Entry, chosen: Chosen, label: str) -> Measured | Failed:
        """The stack's row, whatever happens to it."""
        _say(f"{label}…")
        try:
            self._run("build", entry)
            built = self.job.built(entry.name)
            if built.saved:
                self._run("open", entry)
            opened = self.job.opened(entry.name) if built.saved else None
            scores = quality(built.rankings, chosen.queries, chosen.rows)
        except StackError as error:
            _say(f"  failed: {error}")
            return Failed(label, str(error))
        except KeyError as error:
            return Failed(label, f"gave a document that is not in the set: {error}")
        return Measured(label, entry.ours, scores, built, opened)

    def _run(self, task: str, entry: Entry) -> None:
        """StackError, with the last thing it said, where the process fails or takes too long."""
        python = self.ours if entry.ours else self.theirs
        command = [str(python), "-m", "scripts.stacks.child", task, entry.name]
        command += [str(self.job.folder), str(self.encoder), str(LIMIT), str(time.time())]
        with tempfile.TemporaryFile() as said:
            try:
                code = subprocess.run(
                    command,
                    cwd=ROOT,
                    env=os.environ | SURROUNDINGS,
                    stdout=sys.stderr,
                    stderr=said,
                    timeout=LONGEST,
                    check=False,
                ).returncode
            except subprocess.TimeoutExpired:
                raise StackError(f"{task}: took more than {LONGEST // 60} minutes") from None
            said.seek(0)
            if code:
                raise StackError(f"{task}: {why(code, said.read().decode('utf-8', 'replace'))}")


def compare(
    place: str, entries: Sequence[Entry], documents: int | None, queries: int | None, out: Path | None
) -> int:
    """The exit code: 0, 1 where a stack failed, 2 where nothing could be compared."""
    ours = Path(sys.executable)
    try:
        chosen = choose(place, documents, queries)
        theirs = environment.prepare() if any(not entry.ours for entry in entries) else ours
    except (CorpusError, SetupError) as error:
        _say(str(error))
        return 2
    described, versions = machine(), environment.pins()
    with tempfile.TemporaryDirectory(prefix="zhengai-compare-", ignore_cleanup_errors=True) as folder:
        job = Job(Path(folder))
        asked = {query.id: query.text for query in chosen.queries}
        job.write([Document(*document) for document in chosen.documents], Questions(chosen.warm_up, asked))
        bench = Bench(job, ours, theirs)
        rows = [bench.measure(entry, chosen, entry.labelled(versions)) for entry in entries]
    text = "\n\n".join([described, " ".join(chosen.says()), tables(rows, chosen.has_train), HOW])
    print(text)
    if out:
        out.write_text(text + "\n", encoding="utf-8")
    return int(any(isinstance(row, Failed) for row in rows))


def why(code: int, said: str) -> str:
    """The reason of a process's end: its signal, or the last line that it said."""
    if code < 0:
        return f"killed by signal {-code}" + (" (out of memory?)" if code == -9 else "")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1][:200] if lines else f"ended with exit code {code}"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
