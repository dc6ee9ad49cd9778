"""`scripts/benchmark.py`: what may be asked of it, and the curve over numbers of clauses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import CorpusError
from app.indexing.library import ClauseText
from app.measuring.resampled import documents
from scripts import _memory, benchmark
from scripts.scale import child, curve, measuring, texts
from scripts.scale.job import CHANGES, MOST, WARM_UP, Asked, Built, Changed, Document, Job, Opened, line_of
from scripts.scale.measuring import Measured
from scripts.scale.table import HEADS, table
from tests.indexing import given

BASE = [
    ClauseText(f"学籍条例第{number}条", f"学生在第{number}周报到，逾期的由学院通知家长。")
    for number in "一二三四五"
]
FEW = 40  # clauses


def measured(clauses: int, wrong: Sequence[str] = ()) -> Measured:
    asked = Asked([1.0] * 98 + [7.0, 9.0], 400.4, 150.2, 250.0)
    changed = Changed([0.2, 0.4, 0.3], [0.5], [0.1], wrong)
    return Measured(
        clauses,
        Built(10.0, 812.0),
        120.4,
        Opened(0.5),
        Opened(0.25),
        asked,
        [asked, asked],
        (0.99, 0.981),
        changed,
    )


def cells(text: str, label: str) -> dict[str, str]:
    """The cells of the row of `label` by their heads."""
    (row,) = (line for line in text.splitlines() if line.startswith(f"| {label} |"))
    return dict(zip(HEADS, (cell.strip() for cell in row.split("|")[1:-1]), strict=True))


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """FEW clauses indexed, with the documents that are added, and few questions."""
    job = Job(tmp_path_factory.mktemp("job"))
    job.write(documents(BASE, FEW + 2 * CHANGES * 4, 4), ["学生哪一周报到"] * (WARM_UP + 3))
    child.build(job, FEW, given.embedder())
    return job


@pytest.mark.parametrize(
    ("typed", "sizes"), [("57750", [57750]), ("100000,10000", [10000, 100000]), (" 1_000 , 1_000", [1000])]
)
def test_sizes_are_read_smallest_first_and_each_once(typed: str, sizes: list[int]) -> None:
    assert benchmark._options(["--clauses", typed]).clauses == sizes


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--clauses", "many"], "many is not a whole number above 0"),
        (["--clauses", "10,0"], "0 is not a whole number above 0"),
        (["--clauses", ","], "no number is given"),
        (["--documents", "x.jsonl"], "go with --clauses"),
        (["--clauses", "10", "--setup"], "do not go with --clauses"),
    ],
)
def test_uses_that_cannot_be_meant_are_told(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        benchmark.main(arguments)
    assert complaint in capsys.readouterr().err


def test_the_curve_is_printed_under_the_machine_and_written_where_the_command_was_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(given.ROOT)
    monkeypatch.setattr(benchmark, "_curve", lambda options: f"the curve of {options.clauses}")
    assert benchmark.main(["--clauses", "10", "--out", "out.md", "--at", str(tmp_path)]) == 0
    written = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert written == f"{benchmark.machine()}\n\nthe curve of [10]\n" == capsys.readouterr().out


def test_a_file_that_is_missing_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(given.ROOT)
    assert benchmark.main(["--clauses", "10", "--documents", "none.jsonl", "--at", str(tmp_path)]) == 3
    assert "缺少文件 none.jsonl" in capsys.readouterr().err


def test_a_copy_of_the_checkout_has_no_environment() -> None:
    assert {".venv", ".venv-compare"} <= set(benchmark.NOT_COPIED)


def test_clauses_are_those_of_the_file_and_without_one_our_own(tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl"
    file.write_text(
        '{"id": "a", "title": "总则", "text": "第一句。"}\n{"text": "第二句。"}\n', encoding="utf-8"
    )
    assert texts.base(file, tmp_path) == [ClauseText("总则", "第一句。"), ClauseText("", "第二句。")]
    own = texts.base(None, given.ROOT / "corpus")
    assert any("诊断与改进" in clause.heading for clause in own)
    file.write_text("", encoding="utf-8")
    with pytest.raises(CorpusError, match="没有一条文档"):
        texts.base(file, tmp_path)


def test_questions_are_those_of_the_file_filled_up_with_pieces(tmp_path: Path) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_text("\n".join(json.dumps({"text": f"问{number}"}) for number in range(9)), encoding="utf-8")
    assert set(texts.questions(file, BASE, 5)) < {f"问{number}" for number in range(9)}
    asked = texts.questions(file, BASE, 30)
    assert len(set(asked)) == 30
    assert sum("学院通知家长" in question for question in asked) > 2
    assert asked == texts.questions(file, BASE, 30)
    assert len(texts.questions(curve.SHIPPED, [], 1000)) < 60


def test_the_documents_of_a_size_are_the_first_and_the_last_are_added(job: Job) -> None:
    found = list(job.documents(FEW + 2))
    assert [len(own) for _, own in found] == [4] * (FEW // 4) + [2]
    added = job.last(2 * CHANGES)
    assert len(added) == 2 * CHANGES
    assert not {id_ for id_, _ in added} & {id_ for id_, _ in job.documents(FEW)}


def test_clauses_are_put_some_documents_at_once() -> None:
    given_: list[Document] = [(str(number), BASE[:4]) for number in range(5)]
    assert [list(batch) for batch in child._batches(given_, 8)] == [["0", "1"], ["2", "3"], ["4"]]
    assert [list(batch) for batch in child._batches(given_, 1)] == [["0"], ["1"], ["2"], ["3"], ["4"]]


def test_what_is_added_is_found_until_it_is_replaced_or_removed(job: Job) -> None:
    found = child.change(job, FEW, given.embedder())
    assert found.wrong == []
    assert len(found.added) == len(found.replaced) == len(found.removed) == CHANGES


def test_what_is_found_against_expectation_is_told(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "CHANGES", 4)
    monkeypatch.setattr(child, "_found", lambda search, document, clause: document == "new 3")
    wrong = child.change(job, FEW, given.embedder()).wrong
    assert "new 2 not found after it was added" in wrong
    assert "new 3 still found after it was removed" in wrong


def test_the_usual_search_is_held_against_the_exact_one(job: Job) -> None:
    usual, exact = (task(job, FEW, given.embedder()) for task in (child.rank, child.exact))
    assert len(usual.rows) == 3
    assert measuring.recalls(usual.rows, exact.rows) == (1.0, 1.0)


def test_recall_is_the_share_of_the_exact_best() -> None:
    exact = [list(range(100)), list(range(50)), []]
    usual = [[*range(5), *range(200, 295)], list(range(50)), [7]]
    assert measuring.recalls(usual, exact) == (0.75, (0.05 + 1) / 2)


def test_two_processes_are_asked_at_the_same_time(job: Job) -> None:
    found = measuring._ask(job, FEW, 2)
    assert [len(asked.milliseconds) for asked in found] == [3, 3]


def test_a_process_that_fails_is_told(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "CHILD", "scripts.nothing")
    with pytest.raises(SystemExit, match="open: ended with exit code 1"):
        measuring._run(job, FEW, "open", Opened)


def test_every_size_is_measured_on_the_same_texts_and_put_away(tmp_path: Path) -> None:
    seen = []

    def measure(job: Job, clauses: int) -> Measured:
        job.index(clauses).mkdir()
        found = [clause for _, own in job.documents(clauses) for clause in own]
        seen.append(
            (
                len(found),
                len(job.last(1)[0][1]),
                len(job.questions()) > WARM_UP,
                len(list(job.folder.iterdir())),
            )
        )
        return measured(clauses)

    text = curve.curve([30, 400], None, None, measure)
    assert seen == [(30, MOST, True, 3), (400, MOST, True, 3)]
    assert text.startswith("The first 1")
    assert cells(text, "400")["build s (clauses/s)"] == "10.0 (40)"


def test_a_row_tells_every_figure_and_the_promise_stands_below() -> None:
    text = table([measured(1_000_000), measured(58_000, ["new 0 not found after it was added"])])
    assert text.index("| 58,000 |") < text.index("| 1,000,000 |") < text.index("promised |")
    assert cells(text, "58,000") == dict(
        zip(
            HEADS,
            (
                "58,000",
                "10.0 (5,800)",
                "812",
                "120",
                "0.50 / 0.25",
                "400 (150)",
                "250",
                "1.0 / 1.0 / 7.0",
                "1.0 / 1.0 / 7.0",
                "0.990 / 0.981",
                "0.30 (0.40)",
                "0.50 (0.50)",
                "0.10 (0.10)",
                "new 0 not found after it was added",
            ),
            strict=True,
        )
    )
    assert cells(text, "1,000,000: promised")["recall@10 / @100"] == "≥ .97 / –"


def test_what_the_system_does_not_tell_is_left_open() -> None:
    row = measured(10)
    untold = replace(row.alone, resident=None, own=None, share=None)
    text = table([replace(row, cold=None, built=Built(1.0, None), alone=untold, together=[untold])])
    assert cells(text, "10")["open s: cold / again"] == "? / 0.25"
    assert cells(text, "10")["search MB: resident (own)"] == "? (?)"
    assert cells(text, "10")["two at once: MB each"] == "?"


def test_findings_pass_between_processes_as_lines() -> None:
    assert Built(**json.loads(line_of(Built(1.5, None)))) == Built(1.5, None)


def test_memory_is_told_where_the_system_tells_it() -> None:
    resident = _memory.resident()
    assert resident is None or resident > 10
    own, share, peak = _memory.own(), _memory.share(), _memory.peak()
    if own is not None and share is not None and peak is not None and resident is not None:
        assert 0 < own <= share <= peak
