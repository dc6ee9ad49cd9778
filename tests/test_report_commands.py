"""`zhengai draft`, `check`, `export`, `report`, `conclusion`: files in, files out, one sentence for every error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app import bootstrap
from app.cli import main
from app.domain.corpus import Corpus
from app.settings import Settings
from tests.doors import ROOT, FakeAssistant, corpus

SAMPLES = ROOT / "corpus" / "samples"
LAST = SAMPLES / "示例职业技术学院自我诊改报告2023.docx"
NEXT = SAMPLES / "示例职业技术学院自我诊改报告2024.docx"
EVIDENCE = """\
school: 示例职业技术学院
cycle: 2024
due: 2024-12-20
evidence:
  - {text: 修订《教学事故认定办法》，分三类三级, date: 2024-03, kind: 文件, source: 教字1号}
  - {text: 2024 年教学事故 3 起，2023 年 7 起, date: 2024-12}
  - 两个二级学院未设投诉受理点
"""
CODES = "1.1 1.2 1.3 1.4 2.1 2.2 2.3 3.1 3.2 4.1 4.2 5.1 5.2 5.3 5.4".split()
ALL = ", ".join(f"'{code}': true" for code in CODES)
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The corpus read once, and a data folder of the test's own."""

    def load(_settings: Settings) -> Corpus:
        return corpus()

    monkeypatch.setattr(bootstrap, "load_corpus", load)
    monkeypatch.setattr(bootstrap, "load_assistant", lambda *_: FakeAssistant())
    monkeypatch.setenv("ZHENGAI_DATA_FOLDER", str(tmp_path / "data"))
    monkeypatch.delenv("ZHENGAI_DEBUG", raising=False)


@pytest.fixture
def draft(tmp_path: Path, capsys: Captured) -> Path:
    """A draft that was just made."""
    file, out = tmp_path / "证据.yaml", tmp_path / "草稿.json"
    file.write_text(EVIDENCE, encoding="utf-8")
    command = ["draft", "chongqing", "5.2", "--evidence", str(file), "--last", str(LAST), "--out", str(out)]
    assert main(command) == 0
    told = capsys.readouterr()
    assert "【存在问题】14 字\n两个二级学院未设投诉受理点。" in told.out
    assert "【原因分析】0 字\n【待补充：" in told.out  # what is owed counts in no limit
    assert "上轮措施：" in told.out
    assert f"草稿已写入 {out}" in told.err
    return out


def test_a_draft_is_checked_and_exported(draft: Path, capsys: Captured, tmp_path: Path) -> None:
    assert main(["check", str(draft)]) == 0
    told = capsys.readouterr().out
    assert "[请核对] 5.2 · 证据没有日期" in told
    assert "〔重庆方案 附件3 注1〕报告内容必须真实、准确" in told
    assert main(["check", str(draft), "--submitting", "--json"]) == 1
    findings = json.loads(capsys.readouterr().out)
    assert {one["rule"] for one in findings if one["severity"] == "error"} == {"unfinished"}
    for ending in ("docx", "md", "json"):
        out = tmp_path / f"报告.{ending}"
        assert main(["export", str(draft), "--out", str(out), "--sources"]) == 0
        assert out.stat().st_size > 500
    assert main(["check", str(tmp_path / "报告.docx")]) == 1  # fourteen elements have not been begun
    assert "这个要素还没有动笔。" in capsys.readouterr().out


def test_several_drafts_make_one_report(draft: Path, capsys: Captured, tmp_path: Path) -> None:
    other, evidence, out = tmp_path / "other.json", tmp_path / "e.yaml", tmp_path / "all.json"
    evidence.write_text("evidence: [质量保证机构已经健全]", encoding="utf-8")
    assert main(["draft", "chongqing", "1.2", "--evidence", str(evidence), "--out", str(other)]) == 0
    assert main(["export", str(draft), str(other), "--out", str(out)]) == 0
    assert [cell["element"] for cell in json.loads(out.read_text(encoding="utf-8"))["cells"]] == [
        "5.2",
        "1.2",
    ]
    capsys.readouterr()
    assert main(["export", str(draft), str(draft), "--out", str(out)]) == 3
    assert "都有要素“5.2”" in capsys.readouterr().err


def test_a_filled_form_is_read_once_and_found(capsys: Captured) -> None:
    assert main(["report", "list"]) == 0
    assert "还没有报告" in capsys.readouterr().err
    assert main(["report", "import", str(NEXT)]) == 0
    told = capsys.readouterr()
    assert "存疑" in told.out
    assert "已存为“示例职业技术学院 2024”" in told.err
    assert main(["report", "import", str(NEXT)]) == 3
    assert "已经读入过" in capsys.readouterr().err
    assert main(["report", "list"]) == 0
    assert "往年  重庆方案  示例职业技术学院 2024" in capsys.readouterr().out
    assert main(["report", "search", "质量事故 投诉受理"]) == 0
    found = capsys.readouterr().out
    assert found.startswith("下面是学校自己写过的话，不是方案的规定：")
    assert "示例，虚构" in found  # the other sample


def test_a_form_may_be_read_into_a_file_alone(capsys: Captured, tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    assert main(["report", "import", str(LAST), "--out", str(out), "--json"]) == 0
    receipt = json.loads(capsys.readouterr().out)
    assert receipt["seen"] == receipt["stored"] + len(receipt["lost"])
    assert len(receipt["missing"]) == 1
    assert not (tmp_path / "data").exists()
    assert main(["check", str(out), "--last", str(NEXT)]) in (0, 1)


def test_a_question_about_earlier_reports_is_told_what_they_say(capsys: Captured) -> None:
    assert main(["ask", "去年的报告里投诉受理怎么写的"]) == 0
    assert "下面是学校自己写过的话，不是方案的规定" in capsys.readouterr().out
    assert main(["ask", "投诉受理的标准"]) == 0
    assert "学校自己写过的话" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("agreed: {'1.1': true}\nmeasures: true", ["相符 1 项，不符 0 项，未定 14 项", "若满足其一即可："]),
        (
            f"agreed: {{{ALL}}}\nmeasures: true",
            ["结论：“有效”", "〔重庆方案 五（三） 第 93 行〕"],
        ),
    ],
)
def test_conclusions(capsys: Captured, tmp_path: Path, text: str, told: list[str]) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    assert main(["conclusion", str(file)]) == 0
    out = capsys.readouterr().out
    for words in told:
        assert words in out


BAD = [
    (["draft", "chongqing", "9.9", "--evidence", "e.yaml", "--out", "o.json"], 2, "没有“9.9”"),
    (["draft", "mars", "1.1", "--evidence", "e.yaml", "--out", "o.json"], 2, "没有方案“mars”"),
    (["draft", "chongqing", "5.2", "--evidence", "none.yaml", "--out", "o.json"], 3, "找不到文件"),
    (
        ["draft", "chongqing", "5.2", "--evidence", "e.yaml", "--form", "foshan", "--out", "o.json"],
        2,
        "没有规定报告表样",
    ),
    (["draft", "chongqing", "5.2", "--evidence", "e.yaml", "--out", "no/folder/o.json"], 3, "无法写入"),
    (["check", "none.docx"], 3, "不存在"),
    (["check", "e.yaml"], 3, "第 1 行"),
    (["export", "e.yaml", "--out", "x.pdf"], 3, ""),
    (["conclusion", "foshan.yaml"], 2, "佛山方案没有规定复核结论的标准"),
]


@pytest.mark.parametrize(("command", "code", "told"), BAD)
def test_errors_are_one_sentence(
    capsys: Captured,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
    code: int,
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("e.yaml").write_text("evidence: [一句]", encoding="utf-8")
    Path("foshan.yaml").write_text("scheme: foshan\nagreed: {}", encoding="utf-8")
    assert main(command) == code
    error = capsys.readouterr().err
    assert error.startswith("错误：")
    assert told in error
    assert error.count("\n") == 1
