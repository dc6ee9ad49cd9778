"""Figures of an encoder on retrieval sets of the layout corpus.jsonl, queries.jsonl, qrels.tsv."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.ports import Embedder
from app.engines.encoder_training.data import Pair
from app.engines.encoder_training.lexical import BM25, characters, pairs, words

Scores = NDArray[np.float32]
_FIELDS = ((characters, 0.3), (pairs, 0.5), (words, 0.2))
MIXES = (0.0, 0.15, 0.35, 0.5, 0.65, 0.8, 1.0)  # weight of the dense arm; 0 is lexical alone, 1 dense alone


@dataclass(frozen=True)
class Bench:
    """One retrieval set: documents (title and text), questions of one split, the right documents of each."""

    name: str
    documents: tuple[str, ...]
    questions: tuple[str, ...]
    right: tuple[frozenset[int], ...]
    fresh: tuple[bool, ...]  # no right document is one of a train question


@dataclass(frozen=True)
class Figures:
    """Means over the questions, 0..1."""

    ndcg10: float
    recall100: float
    ndcg10_fresh: (
        float  # over the questions whose documents no train question asks for; nan where there are none
    )


def read_bench(folder: Path, split: str) -> Bench:
    corpus = list(_lines(folder / "corpus.jsonl"))
    rows = {row["id"]: number for number, row in enumerate(corpus)}
    right: dict[str, set[int]] = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        question, document, _ = line.split("\t")
        right[question].add(rows[document])
    queries = list(_lines(folder / "queries.jsonl"))
    seen = {number for query in queries if query["split"] == "train" for number in right[query["id"]]}
    asked = [query for query in queries if query["split"] == split and right[query["id"]]]
    return Bench(
        folder.name,
        tuple(f"{row['title']}\n{row['text']}".strip() for row in corpus),
        tuple(query["text"] for query in asked),
        tuple(frozenset(right[query["id"]]) for query in asked),
        tuple(not right[query["id"]] & seen for query in asked),
    )


def lexical_scores(bench: Bench) -> Scores:
    """(questions, documents): three BM25 fields, each brought to 0..1 per question, 3:5:2."""
    total = np.zeros((len(bench.questions), len(bench.documents)), dtype=np.float32)
    for cut, weight in _FIELDS:
        index = BM25(bench.documents, cut)
        for row, question in enumerate(bench.questions):
            total[row] += weight * _unit_range(index.scores(question))
    return total


def dense_scores(bench: Bench, embedder: Embedder) -> Scores:
    """(questions, documents): cosine brought to 0..1 per question."""
    scores = embedder.encode(bench.questions) @ embedder.encode(bench.documents).T
    return np.stack([_unit_range(row) for row in scores])


def measure(
    bench: Bench, lexical: Scores, dense: Scores, weights: Sequence[float] = MIXES
) -> dict[float, Figures]:
    """Figures by weight of the dense arm."""
    return {weight: _figures(bench, (1 - weight) * lexical + weight * dense) for weight in weights}


def held_out_recall(
    embedder: Embedder, held_out: Sequence[Pair], passages: Sequence[str], top: int = 5
) -> float:
    """Share of held-out asked-as questions whose passage is among the `top` nearest of `passages`."""
    if not held_out:
        return float("nan")
    scores = embedder.encode([pair.question for pair in held_out]) @ embedder.encode(passages).T
    best = np.argsort(-scores, axis=1)[:, :top]
    return float(
        np.mean(
            [pair.passage in {passages[i] for i in row} for pair, row in zip(held_out, best, strict=True)]
        )
    )


def table(name: str, figures: Mapping[float, Figures]) -> str:
    """Lines of a Markdown table, one a mix."""
    rows = (
        (weight, *(100 * v for v in (f.ndcg10, f.recall100, f.ndcg10_fresh))) for weight, f in figures.items()
    )
    return "\n".join(
        f"| {name} | {w:.2f} | {ndcg:.1f} | {recall:.1f} | {fresh:.1f} |" for w, ndcg, recall, fresh in rows
    )


def _figures(bench: Bench, scores: Scores) -> Figures:
    ndcg, recall = [], []
    for row, right in zip(scores, bench.right, strict=True):
        best = np.argpartition(-row, 100)[:100] if len(row) > 100 else np.arange(len(row))
        ranked = best[np.argsort(-row[best], kind="stable")]
        hits = np.array([int(i) in right for i in ranked])
        ideal = (1 / np.log2(np.arange(2, min(len(right), 10) + 2))).sum()
        ndcg.append(float((hits[:10] / np.log2(np.arange(2, len(hits[:10]) + 2))).sum() / ideal))
        recall.append(float(hits.sum() / len(right)))
    fresh = [value for value, new in zip(ndcg, bench.fresh, strict=True) if new]
    return Figures(
        float(np.mean(ndcg)), float(np.mean(recall)), float(np.mean(fresh)) if fresh else float("nan")
    )


def _unit_range(scores: Scores) -> Scores:
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)


def _lines(path: Path) -> Iterator[dict[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)
