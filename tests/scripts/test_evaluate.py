"""`scripts/evaluate.py`: three uses, each with its table, its score file and its complaints."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from app.answering.assistant import Assistant
from app.domain.ports import Embedder
from app.measuring.arms import Arms
from scripts import evaluate
from tests.indexing import given
from tests.measuring.given import set_folder, written_arms

DAY = date(2026, 11, 23)
OWN = given.ROOT / "tests" / "questions" / "own.jsonl"


def index_set(documents: Sequence[tuple[str, str, str]], encoder: Embedder, folder: Path) -> Arms:
    assert [document[0] for document in documents] == ["d0", "d1", "d2"]
    assert folder.parent.is_dir()
    return written_arms()


def run(*arguments: str | Path, assistant: Assistant | None = None) -> int:
    """The exit code; the date, the search over sets and the assistant are given."""

    def opened(encoder: Embedder, folder: Path) -> Assistant:
        assert assistant
        return assistant

    return evaluate.main([str(argument) for argument in arguments], DAY, index_set, opened)


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return given.assistant(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first questions of our own."""
    file = tmp_path_factory.mktemp("few") / "few.jsonl"
    lines = OWN.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(lines[:6]), encoding="utf-8")
    return file


def test_sets_are_measured_one_table_and_one_score_file_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = [set_folder(tmp_path / name) for name in ("one", "two")]
    assert run(*folders, "--out", tmp_path / "out", "--note", "前") == 0
    printed = capsys.readouterr().out
    assert printed.count("| **as shipped** |") == 2
    assert "one dev: 3 documents, 2 queries, 1 unseen" in printed
    written = sorted((tmp_path / "out").iterdir())
    assert [path.name for path in written] == ["2026-11-23-one-dev.json", "2026-11-23-two-dev.json"]
    found = json.loads(written[0].read_text(encoding="utf-8"))
    assert (found["set"], found["note"], found["encoder"]["name"]) == ("one", "前", "shipped")
    assert found["encoder"]["fingerprint"] == given.embedder().fingerprint
    assert str(tmp_path) not in written[0].read_text(encoding="utf-8")


def test_a_split_an_encoder_and_a_number_of_queries_can_be_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    encoder = given.ROOT / "app" / "engines" / "encoder"
    options = ("--split", "all", "--queries", "1", "--encoder", encoder, "--out", tmp_path / "out")
    assert run(set_folder(tmp_path / "one"), *options) == 0
    assert "one all: 3 documents, 1 queries" in capsys.readouterr().out
    (written,) = (tmp_path / "out").iterdir()
    assert json.loads(written.read_text(encoding="utf-8"))["encoder"]["name"] == "encoder"


def test_a_defect_of_a_set_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(set_folder(tmp_path, qrels="q1\td0\n"), "--out", tmp_path / "out") == 3
    assert "qrels.tsv 第 1 行：有 2 列" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_recall_of_the_gold_clause_is_told_by_type(
    tmp_path: Path, few: Path, assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--questions", few, "--out", tmp_path, assistant=assistant) == 0
    printed = capsys.readouterr().out
    assert "| paraphrase | 6 |" in printed
    assert "| **all** | **6** |" in printed
    found = json.loads((tmp_path / "2026-11-23-few-clauses.json").read_text(encoding="utf-8"))
    assert found["corpus"] == given.corpus().fingerprint
    assert found["types"][-1]["found10"][0] > 0.5


@pytest.mark.parametrize("use", [["--answers"], []], ids=["named", "left out"])
def test_answers_are_scored_of_all_our_questions_where_no_file_is_named(
    use: list[str],
    few: Path,
    assistant: Assistant,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(evaluate, "QUESTIONS", [few])
    assert run(*use, "--failures", assistant=assistant) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("few.jsonl: 6 questions, strict ")
    assert "\n  paraphrase " in printed


def test_answers_of_a_named_file_are_scored(
    few: Path, assistant: Assistant, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--answers", few, assistant=assistant) == 0
    assert "few.jsonl: 6 questions" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["SET", "--answers"], "choose one"),
        (["--questions", "FILE", "--answers"], "choose one"),
        (["FILE"], "put --answers or --questions before it"),
        (["SET", "--queries", "0"], "0 is not a number above 0"),
    ],
)
def test_uses_that_cannot_be_meant_are_told(
    arguments: list[str], complaint: str, tmp_path: Path, few: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = {"SET": set_folder(tmp_path / "one"), "FILE": few}
    with pytest.raises(SystemExit):
        run(*(named.get(argument, argument) for argument in arguments))
    assert complaint in capsys.readouterr().err


def test_paths_count_from_where_the_command_was_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(given.ROOT)
    set_folder(tmp_path / "one")
    assert run("one", "--out", "out", "--at", tmp_path) == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["2026-11-23-one-dev.json"]


def test_help_tells_the_three_uses(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        run("--help")
    printed = capsys.readouterr().out
    assert all(use in printed for use in ("FOLDER ...", "--questions FILE ...", "--answers [FILE ...]"))
