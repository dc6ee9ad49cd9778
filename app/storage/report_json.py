"""Cells, sentences, receipts and reviews ⇄ JSON text, without loss.

`v` is the version of the shape; a change of the domain values adds a branch to reading, never edits one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from app.domain.drafts import (
    Cell,
    Evidence,
    EvidenceKind,
    Origin,
    Part,
    PartKey,
    Sentence,
    Source,
    SourceKind,
)
from app.domain.errors import StorageError
from app.domain.receipts import Doubt, Receipt

VERSION = 1
T = TypeVar("T")


@dataclass(frozen=True)
class Review:
    """What a report's review needs: materials at hand (places in the rule's list), what was said of each element."""

    materials: tuple[int, ...] = ()
    agreed: dict[str, bool] = field(default_factory=dict)
    measures: bool | None = None


def cell_to_json(cell: Cell) -> str:
    """The cell as JSON text (ASCII only, so that any character comes back as it was)."""
    return _text(asdict(cell))


def cell_from_json(text: str, where: str) -> Cell:
    """The cell kept as `text`; StorageError naming `where` it stands."""
    return _read(text, where, _cell)


def sentence_to_json(sentence: Sentence) -> str:
    return _text(asdict(sentence))


def sentence_from_json(text: str, where: str) -> Sentence:
    return _read(text, where, _sentence)


def receipt_to_json(receipt: Receipt) -> str:
    return _text(asdict(receipt))


def receipt_from_json(text: str, where: str) -> Receipt:
    return _read(text, where, _receipt)


def review_to_json(review: Review) -> str:
    return _text(asdict(review))


def review_from_json(text: str, where: str) -> Review:
    return _read(text, where, lambda kept: Review(tuple(kept["materials"]), kept["agreed"], kept["measures"]))


def _text(value: dict[str, Any]) -> str:
    return json.dumps({"v": VERSION, **value}, separators=(",", ":"))


def _read(text: str, where: str, made: Callable[[dict[str, Any]], T]) -> T:
    try:
        kept = json.loads(text)
        if kept["v"] != VERSION:
            raise ValueError(kept["v"])
        return made(kept)
    except (ValueError, KeyError, TypeError) as error:
        raise StorageError(
            f"数据库里{where}的内容无法读取，可能由更新的版本写成；请升级程序，或用备份恢复数据库。"
        ) from error


def _cell(kept: dict[str, Any]) -> Cell:
    parts = (Part(PartKey(one["key"]), tuple(map(_sentence, one["sentences"]))) for one in kept["parts"])
    return Cell(kept["element"], tuple(parts), tuple(map(_evidence, kept["evidence"])))


def _sentence(kept: dict[str, Any]) -> Sentence:
    sources = tuple(Source(SourceKind(one["kind"]), one["name"]) for one in kept["sources"])
    answers = tuple(kept["answers"])
    return Sentence(kept["text"], kept["id"], sources, Origin(kept["origin"]), answers, kept["done"])


def _evidence(kept: dict[str, Any]) -> Evidence:
    part = PartKey(kept["part"]) if kept["part"] is not None else None
    points = tuple(kept["points"])
    kind = EvidenceKind(kept["kind"])
    return Evidence(kept["id"], kept["text"], kept["dated"], kind, kept["source"], points, part)


def _receipt(kept: dict[str, Any]) -> Receipt:
    return Receipt(
        kept["seen"],
        kept["stored"],
        tuple(map(_doubt, kept["doubtful"])),
        tuple(map(_doubt, kept["lost"])),
        tuple(kept["missing"]),
        tuple(kept["notes"]),
    )


def _doubt(kept: dict[str, Any]) -> Doubt:
    part = PartKey(kept["part"]) if kept["part"] is not None else None
    return Doubt(kept["where"], kept["text"], kept["reason"], kept["element"], part)
