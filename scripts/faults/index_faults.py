"""Every file of an index broken in every way: noticed at opening, and never answered from."""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.answering.assistant import Assistant, open_assistant
from app.domain.corpus import Corpus
from app.domain.errors import IndexFolderError
from app.domain.ports import Embedder
from app.engines.encoders import open_encoder
from app.indexing.folder import build, open_index
from app.reading.corpus import read_corpus
from scripts._environment import ROOT
from scripts.faults.asked import Asked
from scripts.faults.row import Row

PAGE = 4096
READY = 10.0  # seconds
SERVED = 3  # folders of each kind of fault that are served from as well
Damage = Callable[[], object]


@dataclass(frozen=True)
class Cut:
    """Another encoder: the first columns of the given one's vectors, all of them in another order."""

    whole: Embedder
    dimension: int

    @property
    def fingerprint(self) -> str:
        return f"cut to {self.dimension}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        columns = self.whole.encode(texts)[:, : self.dimension][:, ::-1]
        norms = np.linalg.norm(columns, axis=1, keepdims=True)
        return np.asarray(columns / np.maximum(norms, 1e-9), dtype=np.float32)


@dataclass(frozen=True)
class Held:
    """The given encoder, which encodes nothing before it is let go: what is asked until then is asked meanwhile."""

    whole: Embedder
    go: threading.Event = field(default_factory=threading.Event)

    @property
    def dimension(self) -> int:
        return self.whole.dimension

    @property
    def fingerprint(self) -> str:
        return self.whole.fingerprint

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.go.wait()
        return self.whole.encode(texts)


@dataclass
class Tally:
    """How often one fault was brought about, and what came of it."""

    tried: int = 0
    noticed: int = 0
    wrong: int = 0  # answers before the full index was there
    others: int = 0  # answers from the full index unlike those of a sound one
    asked: int = 0
    left: int = 0  # folders that are not sound after all, or of which a page still speaks
    first: list[float] = field(default_factory=list)  # seconds until the first answer
    full: list[float] = field(default_factory=list)  # seconds until the full index

    def row(self, fault: str) -> Row:
        figures = (
            f"noticed {self.noticed} of {self.tried}; served from {len(self.full)}: {self.wrong} of {self.asked} "
            f"answers wrong meanwhile, {self.others} of {self.asked} changed afterwards, {self.left} left broken; "
            f"first answer after {max(self.first):.1f} s, all of the index after {max(self.full):.1f} s"
        )
        passed = (
            self.noticed == self.tried > 0
            and self.asked > 0
            and not (self.wrong or self.others or self.left)
            and max(self.full) <= READY
        )
        return Row(f"index: {fault}", GOAL, self.tried, figures, passed)


GOAL = f"noticed every time; no wrong answer; all of the index within {READY:.0f} s"


def run(rounds: int, say: Callable[[str], None]) -> list[Row]:
    """A row for each kind of fault; `rounds` random bits, and as many random pages, are tried in each file."""
    with tempfile.TemporaryDirectory() as place:
        return _Bench(Path(place), random.Random(1)).rows(rounds, say)


class _Bench:
    """A sound index over the real corpus, and a copy of it to be broken."""

    def __init__(self, place: Path, chance: random.Random) -> None:
        self._place, self._chance = place, chance
        self._corpus: Corpus = read_corpus(ROOT / "corpus")
        self._encoder: Embedder = open_encoder(None)
        self._sound, self._folder = place / "sound", place / "index"
        build(self._corpus, self._encoder, self._sound)
        self._asked = Asked.of(self._opened(self._encoder, self._sound).answer)
        self._restore()

    def rows(self, rounds: int, say: Callable[[str], None]) -> list[Row]:
        rows = []
        for fault, damages in self._faults(rounds):
            tally = Tally()
            served = self._chance.sample(range(len(damages)), min(SERVED, len(damages)))
            for number, damage in enumerate(damages):
                damage()
                tally.tried += 1
                tally.noticed += self._is_noticed()
                if number in served:
                    self._serve(tally)
                self._restore()
            tally.left += self._is_noticed()  # what nobody broke must open
            rows.append(tally.row(fault))
            say(f"{rows[-1].fault}: {rows[-1].figures}")
        return rows

    def _faults(self, rounds: int) -> Iterator[tuple[str, list[Damage]]]:
        files = sorted(path for path in self._folder.rglob("*") if path.is_file())
        yield "a file cut short", [partial(_cut, path, n) for path in files for n in _lengths(path)]
        yield (
            "a page of a file zeroed",
            [partial(_zero, path, at) for path in files for at in self._pages(path, rounds)],
        )
        yield (
            "a bit of a file flipped",
            [partial(_flip, path, self._chance.random()) for path in files for _ in range(rounds)],
        )
        yield "a file missing", [path.unlink for path in files]
        yield (
            "a file put in another's place",
            [
                partial(shutil.copyfile, other, path)
                for path in files
                for other in files
                if other.read_bytes() != path.read_bytes()
            ],
        )
        whole = self._encoder.dimension
        others = [Cut(self._encoder, dimension) for dimension in (whole, whole // 2)]
        yield (
            "an index of another encoder or corpus",
            [
                *(partial(self._of_another, self._corpus, other) for other in others),
                partial(self._of_another, replace(self._corpus, fingerprint="another"), self._encoder),
            ],
        )

    def _pages(self, path: Path, most: int) -> list[int]:
        """Where pages begin that are not zero as they are."""
        content = path.read_bytes()
        begins = [at for at in range(0, len(content), PAGE) if any(content[at : at + PAGE])]
        return self._chance.sample(begins, min(most, len(begins)))

    def _of_another(self, corpus: Corpus, encoder: Embedder) -> None:
        shutil.rmtree(self._folder)
        build(corpus, encoder, self._folder)

    def _is_noticed(self) -> bool:
        try:
            open_index(self._corpus, self._encoder, self._folder)
        except IndexFolderError:
            return True
        return False

    def _serve(self, tally: Tally) -> None:
        """Opens the broken folder as the server does, and asks before and after the full index is there."""
        encoder = Held(self._encoder)
        began = time.perf_counter()
        assistant = self._opened(encoder, self._folder)
        assistant.answer(self._asked.questions[0].question)
        tally.first.append(time.perf_counter() - began)
        tally.wrong += len(self._asked.wrong(assistant.answer))
        began = time.perf_counter()
        encoder.go.set()
        assistant.settled()
        tally.full.append(tally.first[-1] + time.perf_counter() - began)
        tally.others += len(self._asked.others(assistant.answer))
        tally.asked += len(self._asked.questions)
        tally.left += bool(assistant.notices) or self._is_noticed()

    def _opened(self, encoder: Embedder, folder: Path) -> Assistant:
        return open_assistant(self._corpus, encoder, folder, lambda _: None, waiting=False)

    def _restore(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        shutil.copytree(self._sound, self._folder)


def _lengths(path: Path) -> list[int]:
    size = path.stat().st_size
    return sorted({0, 1, size // 2, max(0, size - PAGE), size - 1} - {size})


def _cut(path: Path, length: int) -> None:
    with path.open("r+b") as file:
        file.truncate(length)


def _zero(path: Path, at: int) -> None:
    size = min(PAGE, path.stat().st_size - at)
    with path.open("r+b") as file:
        file.seek(at)
        file.write(bytes(size))


def _flip(path: Path, place: float) -> None:
    """One bit changed, at a share of the file's length."""
    bit = int(place * 8 * path.stat().st_size)
    with path.open("r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0] ^ 1 << bit % 8
        file.seek(bit // 8)
        file.write(bytes([byte]))
