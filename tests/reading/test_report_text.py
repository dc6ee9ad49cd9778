"""Reports in plain text and Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import ReportError
from app.domain.receipts import ReadReport
from app.reading.reports import read_report
from tests.growth import LINEAR, growth
from tests.reading.given import closed, real_schemes
from tests.reading.report_read import (
    HEAD,
    A,
    G,
    M,
    cells,
    counts_agree,
    lost,
    read,
)


def test_a_line_with_tabs_under_a_heading_is_text(tmp_path: Path) -> None:
    rows = (
        f"姓名\t年龄\t备注\n1.1 质量保证理念\n{G}：甲\n指标\t目标\t完成\n事故率\t0.2%\t0.18%\n\n改进措施：措"
    )
    found = read(tmp_path, rows)
    assert cells(found) == {"1.1": {G: "甲\n指标\t目标\t完成\n事故率\t0.2%\t0.18%", M: "措"}}
    assert lost(found) == ["姓名", "年龄", "备注"]
    assert counts_agree(found)


BYTES: list[tuple[str, bytes, str]] = [
    ("报告.txt", b"", "是空的"),
    ("报告.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 .doc"),
    ("报告.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 .doc"),
    ("报告.pdf", b"%PDF-1.7", "的格式不能读"),
    ("报告.docx", "文字".encode(), "不是 Word 的 .docx"),
    ("报告.txt", "好\n".encode() + b"\xff\xfe\xff", "第 2 行有无法识别的字节"),
    ("报告.txt", bytes(99), "不是文本文件"),
    ("报告.md", b"PK\x03\x04" + bytes(99), "没有传完整"),
    ("报告.txt", b"x" * 8_000_001, "超过 8 MB"),
    ("报告.txt", "好".encode() * 2_000_001, "超过 2000000 字"),
    ("报告.txt", "好\n".encode() * 20_001, "段落和单元格超过 20000 个"),
    ("报告.md", b"|" * 1_000_000, "段落和单元格超过 20000 个"),
]


@pytest.mark.parametrize(("name", "data", "said"), BYTES)
def test_a_file_that_cannot_be_read_is_told_of(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ReportError) as error:
        read_report(path, real_schemes())
    assert str(error.value).startswith(f"“{name}”")
    assert said in str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    (tmp_path / "a.txt").write_bytes(f"{HEAD}\n\t1.1\t{G}：㐂甲\t\t".replace("\n", end).encode(encoding))
    assert cells(read_report(tmp_path / "a.txt", real_schemes())) == {"1.1": {G: "㐂甲"}}


def test_control_characters_are_taken_out_and_told(tmp_path: Path) -> None:
    found = read(tmp_path, f"{HEAD}\n\t1.1\t{G}：甲\x00乙\x1b\ufffe\t\t")
    assert cells(found) == {"1.1": {G: "甲乙"}}
    assert any("3 个控制字符" in note for note in found.receipt.notes)


def test_a_cell_of_50000_characters_is_kept_whole(tmp_path: Path) -> None:
    text = "质量保证。原因：" * 6250
    found = read(tmp_path, f"{HEAD}\n\t1.1\t{G}：甲\t{text}\t")
    assert cells(found)["1.1"][M] == text


def test_blanks_without_end_are_read_in_one_pass(tmp_path: Path) -> None:
    def blank(size: int) -> ReadReport:
        blanks = " " * size + "<br>" * (size // 2)
        return read(tmp_path, f"{HEAD}\n\t1.1\t{G}：甲{blanks}乙\t{blanks}措\t")

    assert closed(cells(blank(20_000))["1.1"][G]) == "甲乙"
    assert growth(blank, 10_000) < LINEAR


@pytest.mark.parametrize(
    ("head", "unit", "tail", "size"),
    [
        ("", "一、", "", 20_000),
        ("## ", "# ", "x", 20_000),
        ("", "**", "", 20_000),
        ("|", "--|", "x", 4_000),
        ("", " \t", "", 4_000),
    ],
)
def test_a_line_without_end_is_read_in_one_pass(
    tmp_path: Path, head: str, unit: str, tail: str, size: int
) -> None:
    def repeated(times: int) -> ReadReport:
        line = f"{head}{unit * times}{tail}"
        return read(tmp_path, f"{line}\n\n{HEAD}\n\t1.1\t{G}：甲\t\t", "报告.md")

    assert cells(repeated(size)) == {"1.1": {G: "甲"}}
    assert growth(repeated, size) < LINEAR


def test_a_name_before_a_colon_opens_its_element(tmp_path: Path) -> None:
    text = "5.3 质量保证效果\n目标达成程度：甲\n主要成绩：乙\n体系特色：\n目标达成程度：丙\n主要成绩：丁"
    assert cells(read(tmp_path, text)) == {"5.3": {G: "甲", A: "乙"}, "5.4": {G: "丙", A: "丁"}}


@pytest.mark.parametrize("line", ["- 2 -", "第 2 页 共 9 页", "某学院自我诊改报告"])
def test_page_numbers_and_running_heads_in_a_text_are_told(tmp_path: Path, line: str) -> None:
    text = f"某学院自我诊改报告\n1.1 质量保证理念\n目标达成程度：甲\n{line}\n主要成绩：乙"
    found = read(tmp_path, text)
    assert [one.text for one in found.receipt.doubtful] == [line]
    assert cells(found)["1.1"] == {G: f"甲\n{line}", A: "乙"}
