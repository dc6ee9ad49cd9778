"""The command line: shapes, exit codes, one sentence for every error."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app import bootstrap
from app.cli import main
from app.domain.corpus import Corpus
from app.settings import Settings
from tests.doors import ROOT, FakeAssistant, corpus


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    """The corpus read once, and no index."""
    assistant = FakeAssistant()

    def load(_settings: Settings) -> Corpus:
        return corpus()

    monkeypatch.setattr(bootstrap, "load_corpus", load)
    monkeypatch.setattr(bootstrap, "load_assistant", lambda *_: assistant)
    monkeypatch.delenv("ZHENGAI_DEBUG", raising=False)
    return assistant


Captured = pytest.CaptureFixture[str]


def test_a_question_prints_the_reply_then_the_clause(capsys: Captured) -> None:
    assert main(["ask", "方针"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("您问的是：方针[1]\n· 方针有四句。[1]\n注：原文两处写法不同。")
    assert "[1] 《佛山职业技术学院内部质量保障体系诊断与改进实施方案》一（第 11 行）" in told
    assert "    需求导向、自我保证，多元诊断、重在改进" in told


def test_why_tells_of_each_clause_how_it_was_found(capsys: Captured) -> None:
    assert main(["ask", "方针", "--why"]) == 0
    told = capsys.readouterr().out
    assert (
        "为什么找到这些：按字词、问法和意思检索。\n"
        "[1]\n"
        "    相同的词：方针\n"
        "    口语词：“口号”读作“方针”“原则”（口语词典第 812 行，单向，权重 0.8）\n"
        "    最像的问法：诊改的方针是<哪>几句\n"
        "    相近程度：合计 0.71（满分 1）：条款用词 0.62，最像的问法 0.81，意思 0.49\n"
    ) in told
    assert main(["ask", "方针"]) == 0
    assert "为什么找到这些" not in capsys.readouterr().out


def test_a_question_as_json_is_the_shape_of_the_api(capsys: Captured, quick: FakeAssistant) -> None:
    assert main(["ask", "方针", "--scheme", "foshan", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["citations"][0]["address"] == "一"
    assert told["citations"][0]["why"]["asked_as"] == "诊改的方针是<哪>几句"
    assert quick.asked == [("方针", (), "foshan")]


def test_a_scheme_as_json_has_the_agreed_shape(capsys: Captured) -> None:
    assert main(["scheme", "chongqing", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["id", "title", "projects"]
    points = [p for project in told["projects"] for e in project["elements"] for p in e["points"]]
    assert len(points) == 37
    assert [p["id"] for p in points if p["name_inferred"]] == [
        f"chongqing:{code}" for code in ("1.1.2", "2.3.2", "3.1.1", "3.1.2", "3.2.1", "3.2.2")
    ]
    assert set(points[0]) == {
        "id",
        "name",
        "name_inferred",
        "criteria",
        "lead",
        "participants",
        "due",
        "platform_numbers",
        "lines",
    }
    assert points[0]["due"] is None


@pytest.mark.parametrize(
    ("code", "elements", "points"),
    [
        ("6", 4, 10),
        ("第6个诊断项目", 4, 10),
        ("6.2", 1, 3),
        ("６．２", 1, 3),
        ("六点二", 1, 3),
        ("6-2", 1, 3),
        ("6.2.1", 1, 1),
        ("foshan:6.2.1", 1, 1),
    ],
)
def test_a_part_is_found_in_any_notation(capsys: Captured, code: str, elements: int, points: int) -> None:
    assert main(["scheme", "foshan", code, "--json"]) == 0
    (project,) = json.loads(capsys.readouterr().out)["projects"]
    assert project["code"] == "6"
    assert len(project["elements"]) == elements
    assert sum(len(element["points"]) for element in project["elements"]) == points


def test_a_scheme_as_text_shows_owners(capsys: Captured) -> None:
    assert main(["scheme", "foshan", "6.2.1"]) == 0
    assert "牵头：质控办；参与：二级学院；完成：2021-05" in capsys.readouterr().out


def test_an_outline_has_the_agreed_shape(capsys: Captured) -> None:
    assert main(["outline", "foshan", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told[0]) == ["address", "level", "heading", "text", "start", "end", "lines"]
    assert main(["outline", "foshan"]) == 0
    assert "三（四）2" in capsys.readouterr().out


def test_questions_of_a_file_are_answered_in_the_scorers_format(
    tmp_path: Path, capsys: Captured, quick: FakeAssistant
) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    lines = [
        {"id": "q1", "question": "方针", "scope": "foshan", "type": "who"},
        {"id": "q2", "question": "那重庆呢", "history": ["方针"]},
    ]
    questions.write_text("\ufeff" + "\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert main(["answers", str(questions), "--out", str(out)]) == 0
    told = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [one["id"] for one in told] == ["q1", "q2"]
    assert set(told[0]) == {"id", "kind", "text", "citations", "seconds"}
    assert set(told[0]["citations"][0]) == {"document", "address", "headings", "text"}
    assert isinstance(told[0]["citations"][0]["headings"], str)
    assert quick.asked == [("方针", (), None), ("那重庆呢", ("方针",), None)]
    assert "2 个问题" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "JSON"),
        ("[]", "对象"),
        ('{"id": "q2"}', "question"),
        ('{"question": "x"}', "缺少 id"),
        ('{"id": "q2", "question": "x", "history": "y"}', "history"),
        ('{"id": "q2", "question": "x", "scheme": 5}', "scheme"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_written(
    tmp_path: Path, capsys: Captured, line: str, says: str
) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    questions.write_text('{"id": "q1", "question": "一"}\n' + line, encoding="utf-8")
    out.write_text("以前的答复", encoding="utf-8")
    assert main(["answers", str(questions), "--out", str(out)]) == 2
    told = capsys.readouterr().err
    assert f"{questions} 第 2 行" in told
    assert says in told
    assert out.read_text(encoding="utf-8") == "以前的答复"


def test_an_error_half_way_leaves_the_old_file(tmp_path: Path, capsys: Captured) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    questions.write_text('{"id": 1, "question": "一"}\n{"id": 2, "question": "故障"}', encoding="utf-8")
    out.write_text("以前的答复", encoding="utf-8")
    assert main(["answers", str(questions), "--out", str(out)]) == 1
    assert out.read_text(encoding="utf-8") == "以前的答复"
    assert len(list(tmp_path.iterdir())) == 2
    capsys.readouterr()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["ask", "   "], 2, "问题"),
        (["ask", "长" * 2001], 2, "2000"),
        (["ask", "\udcff"], 2, "乱码"),
        (["ask", "问", "--scheme", "guangzhou"], 2, "foshan"),
        (["scheme", "guangzhou"], 2, "chongqing"),
        (["scheme", "chongqing", "6.2"], 2, "5.2"),
        (["scheme", "foshan", "abc"], 2, "6.2"),
        (["outline", "x"], 2, "foshan"),
        (["answers", "/没有/q.jsonl", "--out", "a"], 2, "路径"),
        (["ask", "故障"], 1, "ZHENGAI_DEBUG=1"),
    ],
)
def test_an_error_is_one_sentence(capsys: Captured, arguments: list[str], code: int, says: str) -> None:
    assert main(arguments) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert len(told.err.strip().splitlines()) == 1
    assert "Traceback" not in told.err


def test_debugging_shows_where_it_happened(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("ZHENGAI_DEBUG", "1")
    assert main(["ask", "故障"]) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["ask"], ["bla"], ["ask", "问", "--x"], ["serve", "--port", "x"]])
def test_wrong_arguments_are_told_in_chinese(capsys: Captured, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    told = capsys.readouterr().err
    assert told.startswith("用法：zhengai")
    assert "错误：" in told
    assert "error" not in told


def test_help_is_chinese_and_names_every_command(capsys: Captured) -> None:
    assert main([]) == 0
    told = capsys.readouterr().out
    assert all(name in told for name in ("ask", "answers", "scheme", "outline", "index", "serve"))
    assert "usage" not in told


def test_a_closed_pipe_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "app", "outline", "foshan"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


def test_asking_loads_neither_torch_nor_the_server() -> None:
    code = (
        "import sys; from app.cli import main; main(['scheme', 'foshan', '--json']); "
        "import app.printing, app.answers_file, app.answering.assistant, app.engines.encoders; "
        "print([name for name in ('torch', 'fastapi', 'sqlmodel', 'sqlalchemy', 'uvicorn', 'jinja2')"
        " if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stderr.strip() == "[]"
