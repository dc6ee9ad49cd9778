"""Answers ⇄ JSON text, without loss: `from_json(to_json(answer)) == answer` for every answer.

`v` is the version of the shape; a change of the domain values adds a branch to `from_json`, never edits one.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from app.domain.answers import Answer, Kind, Statement
from app.domain.documents import Span
from app.domain.errors import StorageError
from app.domain.evidence import Citation, ReadAs, Why

VERSION = 2
_READ = (1, VERSION)  # 1 did not keep why a clause was found


def to_json(answer: Answer) -> str:
    """The answer as JSON text (ASCII only, so that any character comes back as it was)."""
    return json.dumps({"v": VERSION, **asdict(answer)}, separators=(",", ":"))


def from_json(text: str) -> Answer:
    """The answer kept as `text`; StorageError where it is not one of ours."""
    try:
        kept = json.loads(text)
        if kept["v"] not in _READ:
            raise ValueError(kept["v"])
        return _answer(kept)
    except (ValueError, KeyError, TypeError) as error:
        raise StorageError(
            "数据库里有一条答复无法读取，可能由更新的版本写成；请升级程序，或用备份恢复数据库。"
        ) from error


def _answer(kept: dict[str, Any]) -> Answer:
    return Answer(
        kind=Kind(kept["kind"]),
        statements=tuple(
            Statement(one["text"], tuple(one["citations"]), one["item"]) for one in kept["statements"]
        ),
        citations=tuple(_citation(one) for one in kept["citations"]),
        notes=tuple(kept["notes"]),
        choices=tuple(kept["choices"]),
        related=tuple(kept["related"]),
        method=kept["method"],
        schemes=tuple(kept["schemes"]),
    )


def _citation(kept: dict[str, Any]) -> Citation:
    first, last = kept["lines"]
    return Citation(
        document=kept["document"],
        address=kept["address"],
        headings=tuple(kept["headings"]),
        text=kept["text"],
        spans=tuple(Span(one["start"], one["end"]) for one in kept["spans"]),
        lines=(first, last),
        point=kept["point"],
        note=kept["note"],
        why=_why(kept["why"]) if kept.get("why") else None,
    )


def _why(kept: dict[str, Any]) -> Why:
    everyday = tuple(ReadAs(**one) for one in kept["everyday"])
    return Why(**{**kept, "words": tuple(kept["words"]), "everyday": everyday})
