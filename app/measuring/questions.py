"""Questions files: one question a line, with what a right answer has (docs/retrieval.md)."""

from __future__ import annotations

from pathlib import Path

from app.domain.errors import CorpusError
from app.measuring.json_lines import json_lines
from app.measuring.strict import Wanted


def read_questions(file: Path) -> tuple[Wanted, ...]:
    """The questions of `file` in order; CorpusError, naming the line, for what cannot be read or is there twice."""
    found: dict[str, Wanted] = {}
    for line in json_lines(file):
        for key in ("id", "type", "question"):
            line.text(key)
        try:
            wanted = Wanted.read(line.entry)
        except (KeyError, TypeError) as error:
            key = error.args[0] if isinstance(error, KeyError) else "gold、must_contain 或 must_not_contain"
            raise line.wrong(f"缺少“{key}”，或它的形式不对", "请照 docs/retrieval.md 改正") from None
        if wanted.id in found:
            raise line.wrong(f"id“{wanted.id}”已用过", "请改名或删去一条")
        found[wanted.id] = wanted
    if not found:
        raise CorpusError(f"{file} 里一道题也没有：请换一个题目文件后再运行。")
    return tuple(found.values())
