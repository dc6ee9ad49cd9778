"""A child process that saves and says so: one line an acknowledged item, to be held against what is found later.

python -m scripts.faults.writing URL FOLDER NAME SECONDS KINDS
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlmodel import select

from app.domain.answers import Answer, Kind, Statement
from app.domain.errors import IndexFolderError, StorageError, ZhengaiError
from app.domain.people import LOCAL, Actor
from app.durable import write_text
from app.indexing.library import ClauseText, Library
from app.storage.audit import AuditLog
from app.storage.database import Database, open_database
from app.storage.originals import Originals
from app.storage.shelf import SqlShelf
from app.storage.tables import ConversationRow, TurnRow, WorksheetVersionRow
from app.storage.worksheets import Worksheets

ANSWER = Answer(Kind.ANSWER, (Statement("答" * 200),))
ME = Actor(LOCAL)


@dataclass(frozen=True)
class Flat:
    """An encoder that costs nothing: every text has the same vector."""

    dimension: int = 8
    fingerprint: str = "flat"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.full((len(texts), self.dimension), self.dimension**-0.5, dtype=np.float32)


@dataclass(frozen=True)
class Found:
    """What is in a place after a fault."""

    questions: frozenset[str]
    texts: frozenset[str]
    files: frozenset[str]
    originals: frozenset[str]
    indexed: frozenset[str]
    halves: int  # conversations without a turn
    fault: str  # of the database, an original or the audit log; "" for none

    def missing(self, acknowledged: Iterable[str]) -> list[str]:
        """The acknowledged items that are not there."""
        held = {
            "question": self.questions,
            "text": self.texts,
            "file": self.files,
            "original": self.originals,
            "indexed": self.indexed,
        }
        return [line for line in acknowledged if (item := line.split(" ", 1))[1] not in held[item[0]]]


def look(url: str, folder: Path) -> Found:
    """Everything in the database at `url` and the files below `folder`."""
    database, originals = open_database(url), Originals(folder / "originals")
    indexed, fault = _indexed(folder / "library")
    try:
        with database.reading() as session:
            conversations = set(session.exec(select(ConversationRow.id)))
            turns = session.exec(select(TurnRow.question, TurnRow.conversation_id)).all()
            texts = frozenset(session.exec(select(WorksheetVersionRow.text)))
        names = list(originals.names())
        faults = [fault, database.fault(), AuditLog(database).verify().fault, *map(originals.fault, names)]
        return Found(
            frozenset(question for question, _ in turns),
            texts,
            frozenset(
                path.name for path in (folder / "files").glob("*.txt") if path.read_text("utf-8") == path.name
            ),
            frozenset(names),
            indexed,
            len(conversations - {conversation for _, conversation in turns}),
            next(filter(None, faults), ""),
        )
    finally:
        database.close()


def _indexed(folder: Path) -> tuple[frozenset[str], str]:
    """(the documents of the library in `folder`, what is wrong with it or "")."""
    if not folder.exists():
        return frozenset(), ""
    try:
        library = Library.open(folder, Flat())
    except IndexFolderError as error:
        return frozenset(), str(error)
    return frozenset(document.id for document in library.collection.documents), ""


class Writer:
    """Saves one item after another, of each kind in turn."""

    def __init__(self, database: Database, folder: Path, name: str) -> None:
        self._shelf, self._sheets = SqlShelf(database), Worksheets(database)
        self._originals, self._folder, self._name = Originals(folder / "originals"), folder, name
        self._element = f"e-{name}"
        self._base = 0
        self._count = 0
        self._library: Library | None = None

    def step(self, kind: str) -> str:
        """Saves the next item of `kind`; the line that acknowledges it."""
        self._count += 1
        item = f"{self._name}-{self._count}"
        made: dict[str, Callable[[str], str]] = {
            "question": self._question,
            "text": self._text,
            "file": self._file,
            "original": self._original,
            "indexed": self._put,
        }
        return f"{kind} {made[kind](item)}"

    def _question(self, item: str) -> str:
        return self._shelf.keep("local", None, item, None, ANSWER, 0)[1].question

    def _text(self, item: str) -> str:
        saved = self._sheets.save(ME, "foshan", self._element, item, self._base)
        self._base = saved.worksheet.version
        return saved.version.text

    def _file(self, item: str) -> str:
        (self._folder / "files").mkdir(exist_ok=True)
        try:
            write_text(self._folder / "files" / f"{item}.txt", f"{item}.txt")
        except OSError as error:  # what app.durable promises; the sentence is its callers'
            raise StorageError(f"没有写入 {item}.txt：{error}") from error
        return f"{item}.txt"

    def _original(self, item: str) -> str:
        return self._originals.put([item.encode() * 50], 10_000_000).sha256

    def _put(self, item: str) -> str:
        self._library = self._library or Library.open(self._folder / "library", Flat())
        self._library.put({item: [ClauseText("第一条", item)]})
        return item


def main() -> int:
    """Writes for so long, or until a fault is told; 3 then."""
    url, folder, name, seconds, kinds = sys.argv[1:6]
    until = time.monotonic() + float(seconds)
    try:
        writer = Writer(open_database(url), Path(folder), name)
        print("ready", flush=True)
        while time.monotonic() < until:
            for kind in kinds.split(","):
                print(writer.step(kind), flush=True)
    except ZhengaiError as error:
        print(f"told {error}", flush=True)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
