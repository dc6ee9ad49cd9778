"""Retrieval sets: documents, questions, and which documents are right for each question.

| file | a line |
|---|---|
| corpus.jsonl | {"id", "title", "text"}; the title may be missing |
| queries.jsonl | {"id", "text", "split"}; without a split it is of "test" |
| qrels.tsv | query, document, relevance; TREC's four columns (query, 0, document, relevance) and a header will do |
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from app.domain.errors import CorpusError
from app.measuring.json_lines import JsonLine, json_lines, text_lines, wrong_line

TRAIN, DEV, TEST = "train", "dev", "test"
NOT_TRAIN, ALL = "not-train", "all"


class SetDocument(NamedTuple):
    """A document as its set has it."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class JudgedQuery:
    """A question with at least one right document. `unseen`: none of those is right for a train question."""

    id: str
    text: str
    relevance: Mapping[int, float]  # document row → grade above 0
    unseen: bool


@dataclass(frozen=True)
class RetrievalSet:
    """Documents in file order, and the judged queries of each split in file order."""

    name: str
    documents: tuple[SetDocument, ...]
    queries: Mapping[str, tuple[JudgedQuery, ...]]

    @property
    def has_train(self) -> bool:
        return TRAIN in self.queries

    def split(self, name: str | None = None) -> tuple[str, tuple[JudgedQuery, ...]]:
        """A split's name and queries. Without a name: dev, else test, else all but train, else all.

        CorpusError, naming the splits there are, where there is none of that name.
        """
        if name is not None and name in self.queries:
            return name, self.queries[name]
        if name is None and (found := next((s for s in (DEV, TEST) if s in self.queries), None)):
            return found, self.queries[found]
        rest = tuple(query for split, own in self.queries.items() if split != TRAIN for query in own)
        if name in (None, NOT_TRAIN) and rest:
            return NOT_TRAIN, rest
        if name in (None, ALL):
            return ALL, tuple(query for own in self.queries.values() for query in own)
        known = "、".join((*self.queries, ALL))
        raise CorpusError(
            f"检索集 {self.name} 没有题目分组“{name}”；现有：{known}。请改正 --split 后再运行。"
        )


def read_set(folder: Path) -> RetrievalSet:
    """The set in `folder`, named as the folder is.

    A relevance of 0 or less is not relevant; of a pair judged twice the higher grade counts. CorpusError,
    naming file, line and remedy, for whatever cannot be used.
    """
    if not folder.is_dir():
        raise CorpusError(
            f"{folder} 不是文件夹：请给出含 corpus.jsonl、queries.jsonl、qrels.tsv 的文件夹后再运行。"
        )
    documents = _by_id(folder / "corpus.jsonl")
    queries = _by_id(folder / "queries.jsonl")
    rows = {id_: row for row, id_ in enumerate(documents)}
    relevance = _relevance(folder / "qrels.tsv", rows, queries)
    if not relevance:
        raise CorpusError(f"{folder / 'qrels.tsv'} 里没有一道题有相关文档：请补上相关度大于 0 的行后再运行。")
    return RetrievalSet(
        folder.resolve().name,
        tuple(SetDocument(id_, line.text("title", ""), line.text("text")) for id_, line in documents.items()),
        _judged(queries, relevance),
    )


def some_of(queries: Sequence[JudgedQuery], most: int | None, seed: int = 0) -> tuple[JudgedQuery, ...]:
    """At most `most` of the queries, drawn by `seed`, in their order; all where `most` is None."""
    if most is None or most >= len(queries):
        return tuple(queries)
    return tuple(queries[row] for row in sorted(random.Random(seed).sample(range(len(queries)), most)))


def _by_id(file: Path) -> dict[str, JsonLine]:
    found: dict[str, JsonLine] = {}
    for line in json_lines(file):
        id_ = line.text("id")
        if id_ in found:
            raise line.wrong(f"id“{id_}”在第 {found[id_].number} 行已用过", "请改名或删去一条")
        found[id_] = line
        line.text("text")
    return found


def _relevance(
    file: Path, rows: Mapping[str, int], queries: Mapping[str, JsonLine]
) -> dict[str, dict[int, float]]:
    """For each query with a relevant document its grades by document row."""
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for position, (number, line) in enumerate(text_lines(file)):
        query, document, grade = _columns(file, number, line)
        if position == 0 and query not in queries and _number(grade) is None:
            continue  # a header
        if query not in queries:
            raise wrong_line(file, number, f"queries.jsonl 里没有题目“{query}”", "请补上该题或删去这一行")
        if document not in rows:
            raise wrong_line(file, number, f"corpus.jsonl 里没有文档“{document}”", "请补上该文档或删去这一行")
        value = _number(grade)
        if value is None:
            raise wrong_line(file, number, f"相关度“{grade}”不是数字", "请改成 0、1 这样的数字")
        if value > 0:
            found[query][rows[document]] = max(value, found[query].get(rows[document], 0.0))
    return dict(found)


def _columns(file: Path, number: int, line: str) -> tuple[str, str, str]:
    """Query, document, relevance."""
    columns = [part.strip() for part in line.split("\t")] if "\t" in line else line.split()
    if len(columns) == 4:
        del columns[1]  # TREC's iteration
    if len(columns) != 3:
        what = f"有 {len(columns)} 列，应为 3 列（题目、文档、相关度）或 TREC 的 4 列"
        raise wrong_line(file, number, what, "请改正这一行，各列之间用制表符")
    return columns[0], columns[1], columns[2]


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _judged(
    queries: Mapping[str, JsonLine], relevance: Mapping[str, Mapping[int, float]]
) -> dict[str, tuple[JudgedQuery, ...]]:
    split_of = {id_: line.text("split", TEST) or TEST for id_, line in queries.items()}
    seen = {row for id_, grades in relevance.items() if split_of[id_] == TRAIN for row in grades}
    found: dict[str, list[JudgedQuery]] = defaultdict(list)
    for id_, line in queries.items():
        if grades := relevance.get(id_):
            query = JudgedQuery(id_, line.text("text"), grades, not seen & grades.keys())
            found[split_of[id_]].append(query)
    return {split: tuple(own) for split, own in found.items()}
