"""Questions files: read whole, and every defect told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import CorpusError
from app.measuring.questions import read_questions

LINE = (
    '{"id": "x1", "type": "who", "question": "谁", "gold": [{"doc": "a", "quote": "某人", "alt": ["他"]}], '
    '"must_contain": [["某"]], "must_not_contain": []}'
)
ROOT = Path(__file__).resolve().parents[2]


def test_a_question_has_what_a_right_answer_has(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(LINE, encoding="utf-8")
    (found,) = read_questions(tmp_path / "q.jsonl")
    assert (found.id, found.type, found.expect) == ("x1", "who", "answer")
    assert found.gold == (("a", ("某人", "他")),)


@pytest.mark.parametrize("file", sorted((ROOT / "tests" / "questions").glob("*.jsonl")), ids=lambda p: p.name)
def test_our_own_files_can_be_read(file: Path) -> None:
    assert len(read_questions(file)) > 200


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "q.jsonl 第 1 行：不是完整的 JSON 对象"),
        (LINE + "\n" + LINE, "q.jsonl 第 2 行：id“x1”已用过"),
        (LINE.replace('"type": "who", ', ""), "q.jsonl 第 1 行：缺少“type”"),
        (LINE.replace("must_contain", "contains"), "q.jsonl 第 1 行：缺少“must_contain”"),
        (LINE.replace('"doc"', '"document"'), "q.jsonl 第 1 行：缺少“doc”"),
        (LINE.replace('[["某"]]', "3"), "q.jsonl 第 1 行：缺少“gold、must_contain 或 must_not_contain”"),
        ("\n", "q.jsonl 里一道题也没有"),
    ],
)
def test_a_defect_is_told(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "q.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError) as told:
        read_questions(tmp_path / "q.jsonl")
    assert message in str(told.value)
