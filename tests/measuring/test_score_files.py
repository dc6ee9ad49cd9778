"""Score files: dated, never overwritten, the same on every machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import StorageError
from app.measuring.arms import measure
from app.measuring.gold import Sought, recall_by_type
from app.measuring.score_files import Circumstances, Commit, commit_of, of_questions, of_set, save
from app.measuring.sets import read_set
from app.measuring.strict import Wanted
from tests.measuring.given import set_folder, written_arms

DAY = date(2026, 11, 23)
ABOUT = Circumstances(DAY, Commit("c0ffee", True), "shipped", "f1f2", "before")
SCORES = Path(__file__).resolve().parents[1] / "scores"


def test_a_sets_file_tells_what_was_measured_on_what(tmp_path: Path) -> None:
    chosen = read_set(set_folder(tmp_path / "school"))
    content = of_set(measure(chosen, "dev", chosen.queries["dev"], written_arms, lambda: 0.0), ABOUT)
    assert content["date"] == "2026-11-23"
    assert content["note"] == "before"
    assert content["commit"] == {"id": "c0ffee", "dirty": True}
    assert content["encoder"] == {"name": "shipped", "fingerprint": "f1f2"}
    assert [content[key] for key in ("set", "split", "documents", "queries", "unseen")] == [
        "school",
        "dev",
        3,
        2,
        1,
    ]
    arms = content["arms"]
    assert isinstance(arms, list)
    assert [arm["arm"] for arm in arms] == ["words", "as shipped"]
    assert arms[0]["ndcg10"] == [0.25, 0.0, 0.5]
    assert arms[1]["unseen_ndcg10"] == [0.6309, 0.6309, 0.6309]


def test_a_questions_file_tells_the_recall_of_each_type() -> None:
    asked = Wanted("x", "谁", (), "answer", (("a", ("某人",)),), (), (), "who")
    content = of_questions("own.jsonl", "abc", recall_by_type([Sought(asked, (2,))]), ABOUT)
    assert (content["questions"], content["corpus"]) == ("own.jsonl", "abc")
    types = content["types"]
    assert isinstance(types, list)
    assert [row["type"] for row in types] == ["who", "all"]
    assert (types[0]["found1"], types[0]["found3"], types[0]["every10"]) == ([0, 0, 0], [1, 1, 1], [1, 1, 1])


def test_a_second_run_of_a_day_stands_beside_the_first(tmp_path: Path) -> None:
    paths = [save(tmp_path / "new", "my set-dev", DAY, {"run": run}) for run in range(3)]
    names = ["2026-11-23-my_set-dev.json", "2026-11-23-my_set-dev-2.json", "2026-11-23-my_set-dev-3.json"]
    assert [path.name for path in paths] == names
    assert [json.loads(path.read_text(encoding="utf-8"))["run"] for path in paths] == [0, 1, 2]


def test_a_file_has_one_line_a_key_and_one_an_entry(tmp_path: Path) -> None:
    path = save(tmp_path, "x", DAY, {"note": "“前”", "commit": None, "arms": [{"a": 1}, {"a": [2, 3]}]})
    assert path.read_text(encoding="utf-8") == (
        '{\n "note": "“前”",\n "commit": null,\n "arms": [\n  {"a": 1},\n  {"a": [2, 3]}\n ]\n}\n'
    )


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match=r"成绩写不进 .*--out"):
        save(tmp_path / "file", "x", DAY, {})


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_commit_is_told_and_new_scores_are_no_change(tmp_path: Path) -> None:
    def git(*command: str) -> None:
        who = {
            "GIT_AUTHOR_NAME": "a",
            "GIT_AUTHOR_EMAIL": "a@b",
            "GIT_COMMITTER_NAME": "a",
            "GIT_COMMITTER_EMAIL": "a@b",
        }
        subprocess.run(
            ["git", "-C", str(tmp_path), *command], check=True, capture_output=True, env=os.environ | who
        )

    scores = tmp_path / "tests" / "scores"
    scores.mkdir(parents=True)
    assert commit_of(tmp_path, scores) is None
    git("init")
    (tmp_path / "code").touch()
    git("add", ".")
    git("commit", "-m", "x")
    (scores / "new.json").touch()
    found = commit_of(tmp_path, scores)
    assert found
    assert (len(found.id), found.dirty) == (40, False)
    (tmp_path / "more").touch()
    assert commit_of(tmp_path, scores) == Commit(found.id, True)
    assert commit_of(tmp_path, tmp_path.parent / "elsewhere") == Commit(found.id, True)
    assert commit_of(tmp_path / "tests", scores) is None, "unpacked within somebody else's repository"


def test_the_scores_kept_can_be_read_and_name_no_place_on_a_machine() -> None:
    for path in sorted(SCORES.glob("*.json")):
        text = path.read_text(encoding="utf-8")
        assert path.name.startswith(json.loads(text)["date"])
        assert "/home" not in text
        assert "/work" not in text
        assert "\\\\" not in text
