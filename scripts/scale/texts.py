"""What is indexed, and what is asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

from app.domain.errors import CorpusError
from app.indexing.library import ClauseText
from app.indexing.passages import passages
from app.measuring.json_lines import json_lines, text_lines
from app.measuring.resampled import pieces
from app.reading.corpus import read_corpus

FORMS = ("{}", "{}吗", "{}怎么办", "{}是怎么规定的", "请问哪里写了{}", "关于{}有什么要求")


def base(file: Path | None, corpus: Path) -> list[ClauseText]:
    """The clauses of `file` (JSON lines with title and text); without one those of the documents in `corpus`.

    CorpusError naming what cannot be read.
    """
    if file is None:
        found = passages(read_corpus(corpus))
        return [ClauseText(" ".join(p.headings), p.text) for p in found if p.kind == "text"]
    clauses = [ClauseText(line.text("title", ""), line.text("text")) for line in json_lines(file)]
    if not clauses:
        raise CorpusError(f"{file} 里没有一条文档：请给出每行一条 JSON（title、text）的文件后再运行。")
    return clauses


def questions(file: Path, clauses: Sequence[ClauseText], most: int, seed: int = 0) -> list[str]:
    """At most `most` questions in an order drawn by `seed`: those of `file`, filled up with pieces of `clauses`."""
    random = Random(seed)
    asked = _read(file)
    asked = random.sample(asked, min(most, len(asked)))
    known = list(dict.fromkeys(pieces(clause.text for clause in clauses)))
    turned = [form.format(piece) for form in FORMS for piece in known]
    asked += random.sample(turned, min(most - len(asked), len(turned)))
    random.shuffle(asked)
    return asked


def _read(file: Path) -> list[str]:
    """The questions of a JSON lines file ("text"), or of a text file, one a line, lines with # left out."""
    if file.suffix == ".txt":
        return [line.strip() for _, line in text_lines(file) if not line.startswith("#")]
    return [line.text("text") for line in json_lines(file)]
