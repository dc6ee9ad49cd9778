"""A process that makes an index killed at any moment: the old index or the new one is left, whole."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.answering.assistant import open_assistant
from app.domain.corpus import Corpus
from app.domain.errors import IndexFolderError
from app.domain.ports import Embedder
from app.engines.encoders import open_encoder
from app.indexing.folder import build, open_index
from app.indexing.store import CURRENT, read_manifest
from app.reading.corpus import read_corpus
from scripts._environment import ROOT
from scripts.faults.asked import Asked
from scripts.faults.row import Row

READY = 10.0  # seconds until the new index answers, from whatever was left
STOPPED = 5.0  # seconds a server may take to stop
STOPS = 8  # for so many kills one server is stopped
TERM = "\n按自己的周期诊改 20000 n\n"  # a new term: every document is to be indexed anew
GOAL = f"the old or the new index is left, whole; answers right; ready within {READY:.0f} s"


@dataclass
class Tally:
    """What was left by processes that were killed or stopped."""

    old: int = 0
    new: int = 0
    neither: int = 0
    wrong: int = 0
    asked: int = 0
    ready: list[float] = field(default_factory=list)
    stop: list[float] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)  # exit codes of servers that were stopped


def run(rounds: int, say: Callable[[str], None]) -> list[Row]:
    """A row for `rounds` kills of `zhengai index`, one for stops of the server while it makes an index."""
    with tempfile.TemporaryDirectory() as place:
        bench = _Bench(Path(place), random.Random(1))
        rows = [bench.killed(rounds), bench.stopped(max(1, rounds // STOPS))]
    for row in rows:
        say(f"{row.fault}: {row.figures}")
    return rows


class _Bench:
    """An index of the corpus as it is, and a corpus with one term more that is to be indexed in its place."""

    def __init__(self, place: Path, chance: random.Random) -> None:
        self._place, self._chance = place, chance
        self._changed = Path(shutil.copytree(ROOT / "corpus", place / "corpus"))
        with (self._changed / "terms.txt").open("a", encoding="utf-8") as terms:
            terms.write(TERM)
        self._encoder: Embedder = open_encoder(None)
        self._corpora: dict[str, Corpus] = {
            "old": read_corpus(ROOT / "corpus"),
            "new": read_corpus(self._changed),
        }
        self._sound, self._folder = place / "sound", place / "index"
        build(self._corpora["old"], self._encoder, self._sound)
        self._asked = Asked.of(
            open_assistant(self._corpora["new"], self._encoder, place / "new", lambda _: None).answer
        )

    def killed(self, rounds: int) -> Row:
        """Half of the kills come at any moment, half once files are being written."""
        whole, written = self._whole_build()
        tally = Tally()
        for number in range(rounds):
            self._restore()
            self._kill(whole, written if number % 2 else None)
            self._judge(tally)
        left = self._left(whole, written)
        figures = (
            f"old {tally.old}, new {tally.new}, neither {tally.neither} of {rounds}; {tally.wrong} of "
            f"{tally.asked} answers wrong; ready after {max(tally.ready):.1f} s at most; "
            f"{left} files left by killed processes after the next build"
        )
        passed = not (tally.neither or tally.wrong or left) and max(tally.ready) <= READY
        return Row("index: kill -9 while it is made", GOAL, rounds, figures, passed and tally.asked > 0)

    def stopped(self, rounds: int) -> Row:
        """Servers that are told to stop while they make an index."""
        tally = Tally()
        for _ in range(rounds):
            self._restore()
            with self._process("serve", "--port", "0", stderr=subprocess.PIPE) as process:
                assert process.stderr is not None
                next(line for line in process.stderr if re.search(r"http://\S+", line))
                time.sleep(self._chance.uniform(0, 1))
                began = time.perf_counter()
                process.send_signal(signal.SIGINT if os.name != "nt" else signal.SIGTERM)
                tally.codes.append(process.wait(60))
                tally.stop.append(time.perf_counter() - began)
            self._judge(tally)
        figures = (
            f"stopped after {max(tally.stop):.1f} s at most, exit codes {sorted(set(tally.codes))}; "
            f"old {tally.old}, new {tally.new}, neither {tally.neither} of {rounds}; "
            f"{tally.wrong} of {tally.asked} answers wrong"
        )
        passed = max(tally.stop) <= STOPPED and not (tally.neither or tally.wrong or any(tally.codes))
        goal = f"stops within {STOPPED:.0f} s; the old or the new index is left, whole"
        return Row("index: server stopped while it is made", goal, rounds, figures, passed)

    def _judge(self, tally: Tally) -> None:
        """Which index is left, and what an assistant says that is opened there as the server does."""
        left = [name for name, corpus in self._corpora.items() if self._holds(corpus)]
        tally.old += left == ["old"]
        tally.new += left == ["new"]
        tally.neither += len(left) != 1
        began = time.perf_counter()
        assistant = open_assistant(
            self._corpora["new"], self._encoder, self._folder, lambda _: None, waiting=False
        )
        tally.wrong += len(self._asked.wrong(assistant.answer))
        assistant.settled()
        tally.ready.append(time.perf_counter() - began)
        tally.wrong += len(self._asked.others(assistant.answer)) + len(assistant.notices)
        tally.asked += 2 * len(self._asked.questions)

    def _holds(self, corpus: Corpus) -> bool:
        try:
            open_index(corpus, self._encoder, self._folder)
        except IndexFolderError:
            return False
        return True

    def _kill(self, whole: float, written: float | None) -> None:
        """Makes an index and is killed: within `whole` seconds, or `written` seconds of its first file."""
        before = self._files()
        with self._process("index") as process:
            if written is not None:
                _wait(lambda: self._files() != before or process.poll() is not None)
            time.sleep(self._chance.uniform(0, whole if written is None else written))
            process.kill()

    def _left(self, whole: float, written: float) -> int:
        """How many files of killed processes remain once an index has been made after all."""
        self._restore()
        for _ in range(3):
            self._kill(whole, written)
        build(self._corpora["new"], self._encoder, self._folder)
        used = {*read_manifest(self._folder).files, CURRENT}
        return len({path.name for path in self._files()} - used) - 1  # the manifest itself

    def _files(self) -> set[Path]:
        return {path for path in self._folder.rglob("*") if path.is_file()}

    def _whole_build(self) -> tuple[float, float]:
        """Seconds that a whole `zhengai index` takes, and those from its first file to its end."""
        self._restore()
        before = self._files()
        began = time.perf_counter()
        with self._process("index") as process:
            _wait(lambda: self._files() != before)
            written = time.perf_counter()
            if process.wait():
                raise RuntimeError("zhengai index 没有成功，无从比较。")
        ended = time.perf_counter()
        return ended - began, ended - written

    @contextmanager
    def _process(self, *arguments: str, stderr: int = subprocess.DEVNULL) -> Iterator[subprocess.Popen[str]]:
        """`zhengai` on the changed corpus and the folder that is to be broken; killed at the end if it still runs."""
        settings = {
            "ZHENGAI_CORPUS_FOLDER": str(self._changed),
            "ZHENGAI_INDEX_FOLDER": str(self._folder),
            "ZHENGAI_DATA_FOLDER": str(self._place / "data"),
            "PYTHONUNBUFFERED": "1",
        }
        command: Sequence[str] = [sys.executable, "-m", "app", *arguments]
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            text=True,
            encoding="utf-8",
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def _restore(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._sound, self._folder)


def _wait(come: Callable[[], bool], seconds: float = 60.0) -> None:
    """Returns once `come` is true."""
    until = time.perf_counter() + seconds
    while not come():
        if time.perf_counter() > until:
            raise TimeoutError(f"{seconds:.0f} 秒内没有等到。")
        time.sleep(0.001)
