"""What passes between the measurement and its processes: texts and questions as files, findings as lines of JSON."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from app.indexing.library import ClauseText

WARM_UP, TIMED, COMPARED = 50, 500, 100  # questions: asked first, timed, of these held against exact search
FOUND, DEEP = 10, 100  # clauses asked for: by a user, and for the deeper recall
MOST = 300  # clauses a document
CHANGES = 10  # documents added, replaced and removed
READY = "ready"  # says a process that waits to be told to begin

Document = tuple[str, Sequence[ClauseText]]


@dataclass(frozen=True)
class Built:
    """A process that put all clauses into an empty folder, some documents a call."""

    seconds: float  # in `put` alone
    peak: float | None  # MB the process ever held


@dataclass(frozen=True)
class Opened:
    """A fresh process that opened the index."""

    seconds: float


@dataclass(frozen=True)
class Asked:
    """A fresh process that opened the index and answered every question."""

    milliseconds: Sequence[float]
    resident: float | None  # MB, after the questions; pages of files that are mapped are counted
    own: float | None  # MB of these that are not pages of a file
    share: float | None  # MB, each page divided by the processes that hold it


@dataclass(frozen=True)
class Ranked:
    """The best rows of the first questions."""

    rows: Sequence[Sequence[int]]


@dataclass(frozen=True)
class Changed:
    """Seconds of each call; `wrong` tells what was or was not found against expectation."""

    added: Sequence[float]
    replaced: Sequence[float]
    removed: Sequence[float]
    wrong: Sequence[str]


Finding = Built | Opened | Asked | Ranked | Changed


@dataclass(frozen=True)
class Job:
    """A folder with the texts, the questions and, for each number of clauses, an index."""

    folder: Path

    def write(self, documents: Iterable[Document], questions: Sequence[str]) -> None:
        with self._texts.open("w", encoding="utf-8") as file:
            for id_, clauses in documents:
                line = [id_, [[clause.heading, clause.text] for clause in clauses]]
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._asked.write_text(json.dumps(questions, ensure_ascii=False), encoding="utf-8")

    def documents(self, clauses: int) -> Iterator[Document]:
        """The first documents, `clauses` in all; the last may be cut short."""
        with self._texts.open(encoding="utf-8") as file:
            for line in file:
                if clauses <= 0:
                    return
                id_, own = json.loads(line)
                yield id_, [ClauseText(*clause) for clause in own[:clauses]]
                clauses -= len(own)

    def last(self, count: int) -> list[Document]:
        """The last `count` documents, which no index is built of."""
        with self._texts.open(encoding="utf-8") as file:
            lines = deque(file, maxlen=count)
        return [(id_, [ClauseText(*clause) for clause in own]) for id_, own in map(json.loads, lines)]

    def questions(self) -> list[str]:
        found: list[str] = json.loads(self._asked.read_text(encoding="utf-8"))
        return found

    def index(self, clauses: int) -> Path:
        return self.folder / f"index-{clauses}"

    def megabytes(self, clauses: int) -> float:
        """What the index takes on the disk."""
        return sum(file.stat().st_size for file in self.index(clauses).rglob("*") if file.is_file()) / 1e6

    @property
    def _texts(self) -> Path:
        return self.folder / "texts.jsonl"

    @property
    def _asked(self) -> Path:
        return self.folder / "questions.json"


def line_of(finding: Finding) -> str:
    """A finding as a line of JSON; read with `Kind(**json.loads(line))`."""
    return json.dumps(asdict(finding))
