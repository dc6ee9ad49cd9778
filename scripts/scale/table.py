"""The curve as a Markdown table, a row a number of clauses."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, median

import numpy as np

from scripts.scale.job import CHANGES, COMPARED, MOST, WARM_UP, Asked
from scripts.scale.measuring import Measured

HEADS = (
    "clauses",
    "build s (clauses/s)",
    "build, most MB",
    "disk MB",
    "open s: cold / again",
    "search MB: resident (own)",
    "two at once: MB each",
    "one: p50 / p95 / p99 ms",
    "two at once: p50 / p95 / p99 ms",
    "recall@10 / @100",
    "add s (slowest)",
    "replace s (slowest)",
    "remove s (slowest)",
    "found as it should be",
)
PROMISED = (
    (
        "58,000 articles: promised",
        "≤ 60",
        "",
        "",
        "",
        "≤ 700",
        "",
        "≤ 5 / ≤ 15 / –",
        "",
        "",
        "",
        "",
        "",
        "yes",
    ),
    (
        "1,000,000: promised",
        "",
        "",
        "",
        "",
        "≤ 4,000",
        "",
        "– / ≤ 50 / –",
        "",
        "≥ .97 / –",
        "≤ 5",
        "",
        "",
        "yes",
    ),
)
HOW = (
    "Each figure is from a process of its own. Build: encoding and indexing, made durable on the disk, the reading "
    "of the texts left out. Open: every checksum looked at; cold with the files dropped from memory. Resident "
    "memory counts the pages of mapped files that were looked at, which the system takes back when it needs them; "
    "own is what is in no file. Two at once: two processes over the same folder, memory with each page divided by "
    f"those that hold it. Questions are timed one at a time, after {WARM_UP} others. Recall: how many of the best "
    f"of an exact search are found, over {COMPARED} questions. Add, replace, remove: a document of {MOST} clauses, "
    f"one call each until it is on the disk, median (slowest) of {CHANGES}; found, or not, in the library opened anew."
)


def table(rows: Sequence[Measured]) -> str:
    """The rows, smallest first, what is promised, and how it was measured."""
    cells = [HEADS, ("---",) * len(HEADS), *map(_cells, sorted(rows, key=lambda row: row.clauses)), *PROMISED]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells) + f"\n\n{HOW}"


def _cells(row: Measured) -> tuple[str, ...]:
    return (
        f"{row.clauses:,}",
        f"{row.built.seconds:.1f} ({row.clauses / row.built.seconds:,.0f})",
        _whole(row.built.peak),
        _whole(row.disk),
        f"{f'{row.cold.seconds:.2f}' if row.cold else '?'} / {row.again.seconds:.2f}",
        f"{_whole(row.alone.resident)} ({_whole(row.alone.own)})",
        _whole(_mean(row.together)),
        _times(row.alone.milliseconds),
        _times([time for asked in row.together for time in asked.milliseconds]),
        " / ".join(f"{share:.3f}" for share in row.recalls),
        _changes(row.changed.added),
        _changes(row.changed.replaced),
        _changes(row.changed.removed),
        "; ".join(row.changed.wrong) or "yes",
    )


def _mean(asked: Sequence[Asked]) -> float | None:
    shares = [one.share for one in asked if one.share is not None]
    return mean(shares) if shares else None


def _times(milliseconds: Sequence[float]) -> str:
    return " / ".join(f"{time:.1f}" for time in np.percentile(milliseconds, (50, 95, 99)))


def _changes(seconds: Sequence[float]) -> str:
    return f"{median(seconds):.2f} ({max(seconds):.2f})"


def _whole(megabytes: float | None) -> str:
    return "?" if megabytes is None else f"{megabytes:,.0f}"
