"""What the stacks found → Markdown: quality and cost, best first, each beside ours."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.measuring.ranking import figure, ndcg, recall, reciprocal_rank
from app.measuring.sets import JudgedQuery
from scripts.stacks.job import Built, Opened


@dataclass(frozen=True)
class Quality:
    """Scores query by query, 0..1."""

    ndcg: Sequence[float]  # at 10
    unseen: Sequence[float]  # the same, of unseen queries alone
    reciprocal_rank: Sequence[float]  # at 10
    recall_10: Sequence[float]
    recall_100: Sequence[float]


@dataclass(frozen=True)
class Measured:
    """A stack that ran. `opened` is None where it cannot be loaded again."""

    label: str
    ours: bool
    quality: Quality
    built: Built
    opened: Opened | None


@dataclass(frozen=True)
class Failed:
    """A stack that did not, and why."""

    label: str
    reason: str


Cell = Callable[[Measured], float | None]
COSTS: Mapping[str, tuple[Cell, str]] = {
    "build s": (lambda row: row.built.build_seconds, ".1f"),
    "query p50 ms": (lambda row: statistics.median(row.built.milliseconds), ".1f"),
    "query p95 ms": (lambda row: share(row.built.milliseconds, 0.95), ".1f"),
    "MB after the queries": (lambda row: row.built.megabytes, ",.0f"),
    "cold start s": (lambda row: row.opened.seconds if row.opened else None, ".1f"),
    "MB after a cold start": (lambda row: row.opened.megabytes if row.opened else None, ",.0f"),
}


def quality(
    rankings: Mapping[str, Sequence[str]], queries: Sequence[JudgedQuery], rows: Mapping[str, int]
) -> Quality:
    """Scores of `rankings` (query id → document ids); `rows`: document id → row.

    KeyError for a query without a ranking or a document that is not in the set.
    """
    ranked = [[rows[id_] for id_ in dict.fromkeys(rankings[query.id])] for query in queries]
    pairs = list(zip(ranked, (query.relevance for query in queries), strict=True))
    gains = [ndcg(*pair, 10) for pair in pairs]
    return Quality(
        gains,
        [gain for gain, query in zip(gains, queries, strict=True) if query.unseen],
        [reciprocal_rank(*pair, 10) for pair in pairs],
        [recall(*pair, 10) for pair in pairs],
        [recall(*pair, 100) for pair in pairs],
    )


def tables(outcomes: Iterable[Measured | Failed], has_train: bool) -> str:
    """A table of quality with the failed stacks below the others, and a table of cost; best nDCG@10 first."""
    outcomes = list(outcomes)
    measured = sorted(
        (row for row in outcomes if isinstance(row, Measured)), key=lambda row: -_mean(row.quality.ndcg)
    )
    ours = next((row for row in measured if row.ours), None)
    titles = ["nDCG@10", "of ours", "ours − it [95 %]", "MRR@10", "Recall@10", "Recall@100"]
    titles += ["nDCG@10, unseen"] if has_train else []
    lines = [_quality_line(row, ours, has_train) for row in measured]
    failed = [row for row in outcomes if isinstance(row, Failed)]
    lines += [_line(row.label, [f"failed: {_flat(row.reason)}", *[""] * (len(titles) - 1)]) for row in failed]
    costs = [_line(_label(row), [_cost(row, ours, *cost) for cost in COSTS.values()]) for row in measured]
    return "\n".join([*_head(titles), *lines, "", *_head(COSTS), *costs])


def share(values: Sequence[float], part: float) -> float:
    """The value that `part` of `values` stay below."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def _quality_line(row: Measured, ours: Measured | None, has_train: bool) -> str:
    found = row.quality
    cells = [_percent(found.ndcg), *_beside(row, ours)]
    cells += [_percent(found.reciprocal_rank), _percent(found.recall_10), _percent(found.recall_100)]
    return _line(_label(row), cells + ([_percent(found.unseen)] if has_train else []))


def _beside(row: Measured, ours: Measured | None) -> list[str]:
    """Its nDCG as a ratio to ours, and what ours has more, query by query, in points with the interval."""
    if ours is None or row.ours:
        return ["", ""]
    more = figure([ours - its for ours, its in zip(ours.quality.ndcg, row.quality.ndcg, strict=True)])
    points = f"{more.mean * 100:+.1f} [{more.low * 100:+.1f}, {more.high * 100:+.1f}]"
    return [_ratio(_mean(row.quality.ndcg), _mean(ours.quality.ndcg)), points]


def _cost(row: Measured, ours: Measured | None, cell: Cell, form: str) -> str:
    """A measured value, with how many times ours it is."""
    value = cell(row)
    if value is None:
        return "–"
    own = cell(ours) if ours and not row.ours else None
    return f"{value:{form}} ({_ratio(value, own)})" if own else f"{value:{form}}"


def _ratio(value: float, own: float) -> str:
    """ "12×", "1.3×", "0.08×": two digits that say something."""
    times = value / own if own else math.nan
    return f"{times:,.0f}×" if times >= 10 else f"{times:.1f}×" if times >= 1.05 else f"{times:.2f}×"


def _percent(values: Sequence[float]) -> str:
    return f"{_mean(values) * 100:.1f}" if values else "–"


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else math.nan


def _label(row: Measured) -> str:
    return f"**{row.label}**" if row.ours else row.label


def _head(titles: Iterable[str]) -> list[str]:
    cells = list(titles)
    return [_line("", cells), "|---" * (len(cells) + 1) + "|"]


def _line(label: str, cells: Sequence[str]) -> str:
    return f"| {' | '.join([label, *cells])} |"


def _flat(text: str) -> str:
    """`text` as one table cell."""
    return " ".join(text.split()).replace("|", "\\|")
