"""What passes between the comparison and a stack's process, as files of one folder. Standard library only."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scripts.stacks.stack import Document


@dataclass(frozen=True)
class Questions:
    """`warm_up` is asked first and not timed; `queries` by id, in the order they are asked."""

    warm_up: Sequence[str]
    queries: Mapping[str, str]


@dataclass(frozen=True)
class Built:
    """A process that built the index and answered every query, one at a time."""

    build_seconds: float
    milliseconds: Sequence[float]
    megabytes: float | None  # resident, after the queries
    saved: bool
    rankings: Mapping[str, Sequence[str]] = field(repr=False)  # query id → document ids, best first


@dataclass(frozen=True)
class Opened:
    """A fresh process that loaded the saved index: seconds from its start to its first answer."""

    seconds: float
    megabytes: float | None  # resident, after the warm-up queries


@dataclass(frozen=True)
class Job:
    """The folder: what is asked in its files, what each stack found and keeps in a folder of its own."""

    folder: Path

    def write(self, documents: Sequence[Document], questions: Questions) -> None:
        _write(self.folder / "documents.json", documents)
        _write(self.folder / "questions.json", asdict(questions))

    def documents(self) -> list[Document]:
        return [Document(*entry) for entry in _read(self.folder / "documents.json")]

    def questions(self) -> Questions:
        return Questions(**_read(self.folder / "questions.json"))

    def index(self, name: str) -> Path:
        """Where stack `name` keeps its index; made where it is missing."""
        folder = self.folder / name / "index"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def note(self, name: str, found: Built | Opened) -> None:
        _write(self._note(name, type(found)), asdict(found))

    def built(self, name: str) -> Built:
        return Built(**_read(self._note(name, Built)))

    def opened(self, name: str) -> Opened:
        return Opened(**_read(self._note(name, Opened)))

    def _note(self, name: str, kind: type[Built] | type[Opened]) -> Path:
        return self.folder / name / f"{kind.__name__.lower()}.json"


def _write(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def _read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
