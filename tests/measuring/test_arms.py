"""The arms of a search measured over a small set, the clock given."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest

from app.measuring.arms import Measured, measure, table
from app.measuring.sets import JudgedQuery, read_set
from tests.measuring.given import WrittenArms, lines, set_folder, written_arms


def measured(folder: Path, arms: WrittenArms, split: str = "dev") -> Measured:
    """Each look at the clock is a tenth of a second after the last."""
    ticks = itertools.count()
    chosen = read_set(folder)
    return measure(chosen, split, chosen.queries[split], lambda: arms, lambda: next(ticks) / 10)


def test_each_arm_has_its_figures_and_as_shipped_comes_last(tmp_path: Path) -> None:
    words, shipped = measured(set_folder(tmp_path), written_arms()).arms
    assert (words.arm, shipped.arm) == ("words", "as shipped")
    assert shipped.ndcg10.mean == pytest.approx((1 + 1 / math.log2(3)) / 2)
    assert (shipped.mrr10.mean, shipped.recall5.mean, shipped.recall100.mean) == (0.75, 1.0, 1.0)
    assert words.ndcg10.mean == pytest.approx((1 / 2 + 0) / 2)
    assert words.mrr10.mean == pytest.approx(1 / 6)
    assert words.recall10.mean == 0.5


def test_unseen_queries_are_counted_and_scored_by_themselves(tmp_path: Path) -> None:
    found = measured(set_folder(tmp_path), written_arms())
    assert (found.queries, found.unseen) == (2, 1)
    assert [arm.unseen_ndcg10 and arm.unseen_ndcg10.mean for arm in found.arms] == [
        0.0,
        pytest.approx(1 / math.log2(3)),
    ]


def test_where_no_query_is_unseen_there_is_no_figure_for_them(tmp_path: Path) -> None:
    found = measured(set_folder(tmp_path), written_arms(), "train")
    assert (found.unseen, found.arms[0].unseen_ndcg10) == (0, None)


def test_without_a_train_split_nothing_is_said_of_unseen_queries(tmp_path: Path) -> None:
    queries = [{"id": "q1", "text": "假条找谁签", "split": "dev"}]
    found = measured(set_folder(tmp_path, queries=lines(queries), qrels="q1\td0\t1"), written_arms())
    assert (found.unseen, found.arms[0].unseen_ndcg10) == (None, None)
    assert "unseen;" not in table(found)


def test_the_index_and_each_shipped_search_are_timed_after_one_that_warms_up(tmp_path: Path) -> None:
    arms = written_arms()
    found = measured(set_folder(tmp_path), arms)
    assert found.build_seconds == pytest.approx(0.1)
    assert found.search_ms == pytest.approx((100, 100))
    assert arms.asked == ["假条找谁签", "假条找谁签", "几点能借书"]


def test_what_is_scored_as_shipped_is_what_was_timed(tmp_path: Path) -> None:
    class Pretending(WrittenArms):
        def rankings(self, question: str, limit: int) -> dict[str, list[int]]:
            return {"as shipped": [0, 1]}

    (shipped,) = measured(set_folder(tmp_path), Pretending({"谁批假": [2]}, {}), "train").arms
    assert shipped.recall100.mean == 0


def test_a_ranking_that_names_a_document_twice_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="as shipped: a ranking names a document twice"):
        measured(set_folder(tmp_path), WrittenArms({"谁批假": [0, 0]}, {"谁批假": [0]}), "train")


def test_the_table_is_in_percent_with_as_shipped_in_bold(tmp_path: Path) -> None:
    head, _, columns, _, words, shipped = table(
        measured(set_folder(tmp_path / "school"), written_arms())
    ).split("\n")
    assert head == (
        "school dev: 3 documents, 2 queries, 1 unseen; built in 0.1 s; a search p50 100.0 ms, p95 100.0 ms"
    )
    assert columns == "| arm | nDCG@10 [95 %] | MRR@10 | R@5 | R@10 | R@100 | nDCG@10 unseen |"
    assert words == "| words | 25.0 [0.0–50.0] | 16.7 | 50.0 | 50.0 | 50.0 | 0.0 |"
    assert shipped.startswith("| **as shipped** | **81.5 [63.1–100.0]** | **75.0** |")


def test_grades_count(tmp_path: Path) -> None:
    chosen = read_set(set_folder(tmp_path))
    graded = JudgedQuery("q2", "几点能借书", {2: 1.0, 1: 2.0}, True)
    found = measure(chosen, "dev", [graded], written_arms, lambda: 0.0)
    assert found.arms[-1].ndcg10.mean == pytest.approx((1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3)))
