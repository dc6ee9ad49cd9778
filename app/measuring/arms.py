"""The arms of the search (each field alone, mixes, the whole as shipped) measured over one retrieval set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from app.measuring.ranking import Figure, figure, ndcg, recall, reciprocal_rank
from app.measuring.sets import JudgedQuery, RetrievalSet

SHIPPED = "as shipped"
DEPTH = 100  # documents asked for


class Arms(Protocol):
    """The search over one indexed set. Rankings are document rows, best first, each once."""

    def rankings(self, question: str, limit: int) -> Mapping[str, Sequence[int]]:
        """The best `limit` documents by each arm, in the order in which the arms are to be told."""
        ...

    def search(self, question: str, limit: int) -> Sequence[int]:
        """The best `limit` documents by the road as shipped, and nothing else done: this is what is timed."""
        ...


@dataclass(frozen=True)
class ArmFigures:
    """An arm's figures, each 0..1; `unseen_ndcg10` over the unseen queries alone, None where there are none."""

    arm: str
    ndcg10: Figure
    mrr10: Figure
    recall5: Figure
    recall10: Figure
    recall100: Figure
    unseen_ndcg10: Figure | None


@dataclass(frozen=True)
class Measured:
    """What was measured on a set; `unseen` is None where the set has no train split."""

    name: str
    split: str
    documents: int
    queries: int
    unseen: int | None
    build_seconds: float
    search_ms: tuple[float, float]  # median and 95th percentile of a search as shipped
    arms: tuple[ArmFigures, ...]  # as shipped comes last


def measure(
    chosen: RetrievalSet,
    split: str,
    queries: Sequence[JudgedQuery],
    index: Callable[[], Arms],
    clock: Callable[[], float],
) -> Measured:
    """The figures of `queries`, which are of `split`, over the index that `index` makes; `clock` tells seconds.

    The figures "as shipped" are those of the timed searches themselves.
    """
    began = clock()
    arms = index()
    built = clock() - began
    found, seconds = _search(arms, queries, clock)
    median, slow = np.percentile(seconds, (50, 95)) * 1000
    unseen = sum(query.unseen for query in queries) if chosen.has_train else None
    return Measured(
        chosen.name,
        split,
        len(chosen.documents),
        len(queries),
        unseen,
        built,
        (float(median), float(slow)),
        tuple(_figures(arm, queries, ranked, bool(unseen)) for arm, ranked in found.items()),
    )


def table(measured: Measured) -> str:
    """A Markdown table, one row an arm, in percent; the interval stands behind nDCG@10."""
    unseen = "" if measured.unseen is None else f", {measured.unseen} unseen"
    head = (
        f"{measured.name} {measured.split}: {measured.documents} documents, {measured.queries} queries{unseen}; "
        f"built in {measured.build_seconds:.1f} s; a search p50 {measured.search_ms[0]:.1f} ms, "
        f"p95 {measured.search_ms[1]:.1f} ms"
    )
    columns = "| arm | nDCG@10 [95 %] | MRR@10 | R@5 | R@10 | R@100 | nDCG@10 unseen |"
    return "\n".join((head, "", columns, "|---" * 7 + "|", *map(_row, measured.arms)))


def _search(
    arms: Arms, queries: Sequence[JudgedQuery], clock: Callable[[], float]
) -> tuple[dict[str, list[Sequence[int]]], list[float]]:
    """The rankings of each arm, a query a ranking, as shipped last; and the seconds of each shipped search."""
    found: dict[str, list[Sequence[int]]] = {}
    shipped: list[Sequence[int]] = []
    seconds = []
    arms.search(queries[0].text, DEPTH)  # what is loaded at first use is not the search's time
    for query in queries:
        began = clock()
        shipped.append(arms.search(query.text, DEPTH))
        seconds.append(clock() - began)
        for arm, ranked in arms.rankings(query.text, DEPTH).items():
            if arm != SHIPPED:
                found.setdefault(arm, []).append(ranked)
    return found | {SHIPPED: shipped}, seconds


def _figures(
    arm: str, queries: Sequence[JudgedQuery], rankings: Sequence[Sequence[int]], unseen: bool
) -> ArmFigures:
    pairs = [
        ([int(row) for row in ranked], query.relevance)
        for ranked, query in zip(rankings, queries, strict=True)
    ]
    if any(len(set(ranked)) < len(ranked) for ranked, _ in pairs):
        raise ValueError(f"{arm}: a ranking names a document twice")
    gains = [ndcg(*pair, 10) for pair in pairs]
    new = [gain for gain, query in zip(gains, queries, strict=True) if query.unseen]
    return ArmFigures(
        arm,
        figure(gains),
        figure([reciprocal_rank(*pair, 10) for pair in pairs]),
        figure([recall(*pair, 5) for pair in pairs]),
        figure([recall(*pair, 10) for pair in pairs]),
        figure([recall(*pair, 100) for pair in pairs]),
        figure(new) if unseen else None,
    )


def _row(arm: ArmFigures) -> str:
    first = f"{arm.ndcg10.mean:.1%} [{arm.ndcg10.low:.1%}–{arm.ndcg10.high:.1%}]"
    rest = (arm.mrr10, arm.recall5, arm.recall10, arm.recall100, arm.unseen_ndcg10)
    cells = [arm.arm, first, *(f"{one.mean:.1%}" if one else "–" for one in rest)]
    if arm.arm == SHIPPED:
        cells = [f"**{cell}**" for cell in cells]
    return f"| {' | '.join(cells)} |".replace("%", "")
