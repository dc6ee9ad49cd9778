"""Retrieval sets for the tests: three documents, four queries, and a search whose rankings are written down."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

DOCUMENTS = (
    {"id": "d0", "title": "请假", "text": "三天以内由辅导员批准。"},
    {"id": "d1", "title": "", "text": "图书馆九点开门。"},
    {"id": "d2", "title": "食堂", "text": "食堂七点开饭。"},
)
QUERIES = (
    {"id": "q0", "text": "谁批假", "split": "train"},
    {"id": "q1", "text": "假条找谁签", "split": "dev"},
    {"id": "q2", "text": "几点能借书", "split": "dev"},
    {"id": "q3", "text": "没有人问过"},
)
QRELS = "q0\td0\t1\nq1\td0\t1\nq2\td1\t1\nq2\td2\t0\n"


def lines(entries: Sequence[Mapping[str, object]]) -> str:
    """The entries as JSON lines."""
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def set_folder(
    folder: Path, corpus: str = lines(DOCUMENTS), queries: str = lines(QUERIES), qrels: str = QRELS
) -> Path:
    """`folder`, holding a set."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("corpus.jsonl", corpus), ("queries.jsonl", queries), ("qrels.tsv", qrels)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@dataclass
class WrittenArms:
    """Rankings as written down for each question; notes what was asked. Conforms to `Arms`."""

    shipped: Mapping[str, Sequence[int]]
    words: Mapping[str, Sequence[int]]
    asked: list[str] = field(default_factory=list)

    def rankings(self, question: str, limit: int) -> Mapping[str, Sequence[int]]:
        return {"as shipped": self.shipped[question][:limit], "words": self.words[question][:limit]}

    def search(self, question: str, limit: int) -> Sequence[int]:
        self.asked.append(question)
        return self.shipped[question][:limit]


def written_arms() -> WrittenArms:
    """The shipped road finds the right document first, then second; the words find it third, then never."""
    return WrittenArms(
        {"谁批假": [0, 1, 2], "假条找谁签": [0, 1, 2], "几点能借书": [2, 1, 0]},
        {"谁批假": [0], "假条找谁签": [2, 1, 0], "几点能借书": [2, 0]},
    )
