"""Sizes → the table: texts and questions made once, every size measured on its part of them."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from app.domain.errors import CorpusError
from app.measuring.resampled import documents
from scripts._environment import ROOT
from scripts.scale.job import CHANGES, MOST, TIMED, WARM_UP, Job
from scripts.scale.measuring import Measured, measure
from scripts.scale.table import table
from scripts.scale.texts import base, questions

SHIPPED = ROOT / "scripts" / "benchmark_questions.txt"


def curve(
    sizes: Sequence[int],
    texts: Path | None,
    queries: Path | None,
    measured: Callable[[Job, int], Measured] = measure,
) -> str:
    """What libraries of `sizes` clauses take and give; CorpusError for a file that cannot be read."""
    clauses = base(texts, ROOT / "corpus")
    asked = questions(queries or SHIPPED, clauses[: min(sizes)], WARM_UP + TIMED)
    if len(asked) <= WARM_UP:
        raise CorpusError(
            f"问题只有 {len(asked)} 个，至少要 {WARM_UP + 1} 个：请给出更多文档或一个更长的 --queries 文件。"
        )
    whole = -(-max(sizes) // MOST) * MOST  # the documents behind it are the ones to be added
    with tempfile.TemporaryDirectory(prefix="zhengai-scale-", ignore_cleanup_errors=True) as folder:
        job = Job(Path(folder))
        job.write(documents(clauses, whole + 2 * CHANGES * MOST, MOST), asked)
        rows = []
        for size in sorted(sizes):
            rows.append(measured(job, size))
            print(table(rows).partition("\n\n")[0], file=sys.stderr, flush=True)
            shutil.rmtree(job.index(size), ignore_errors=True)
    return _about(clauses, texts, asked, queries) + "\n\n" + table(rows)


def _about(clauses: Sequence[object], texts: Path | None, asked: Sequence[str], queries: Path | None) -> str:
    source = texts.name if texts else "the project's own documents"
    return (
        f"The first {len(clauses):,} clauses are those of {source}, the others are made of their parts. "
        f"{len(asked)} questions: {queries.name if queries else SHIPPED.name}, filled up with pieces of clauses."
    )
