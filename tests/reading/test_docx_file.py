"""A Word file is read as it stands on the page, and one that is broken, huge or hostile is told of, quickly."""

from __future__ import annotations

import os
import struct
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
import pytest

from app.domain.errors import ReportError
from app.reading import docx_file
from app.reading.docx_file import DocxLimits, read_docx
from app.reading.report_blocks import Aside, Block, Paragraph, TableBlock
from tests.reading.docx_made import document, docx, p, run, saved, tbl, tc, tr, zipped

USUAL = DocxLimits()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
DTD = '<!DOCTYPE w [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;">]>'


def shown(block: Block) -> object:
    """A block as plain lists: a paragraph's text, a table's rows of cells' texts."""
    if isinstance(block, Paragraph):
        return block.text
    return [[cell.text for cell in row.cells] for row in block.rows]


def read(tmp_path: Path, *blocks: str) -> list[object]:
    return [shown(block) for block in read_docx(saved(tmp_path, *blocks)).blocks]


def refused(path: Path, limits: DocxLimits = USUAL) -> str:
    with pytest.raises(ReportError) as error:
        read_docx(path, limits)
    said = str(error.value)
    assert said.startswith(f"“{path.name}”"), said
    assert said.endswith("。"), said
    return said


def made(tmp_path: Path, data: bytes, name: str = "报告.docx") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


BOX = "<wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx>"
CONTENTS: list[tuple[str, list[str], list[object]]] = [
    ("in order", [p("一"), tbl(["甲", "乙"]), p("二")], ["一", [["甲", "乙"]], "二"]),
    ("breaks and tabs", [p("一\n二\t三")], ["一\n二\t三"]),
    ("deleted", [p("留", xml="<w:del><w:r><w:delText>删</w:delText></w:r></w:del>")], ["留"]),
    ("inserted", [p("留", xml=f"<w:ins>{run('增')}</w:ins>")], ["留增"]),
    (
        "moved",
        [p("一", xml=f"<w:moveFrom>{run('走')}</w:moveFrom><w:moveTo>{run('来')}</w:moveTo>")],
        ["一来"],
    ),
    ("a link", [p("见", xml=f"<w:hyperlink>{run('官网')}</w:hyperlink>")], ["见官网"]),
    ("a field", [p("", xml=f"<w:r><w:instrText>PAGE</w:instrText></w:r>{run('3')}")], ["3"]),
    ("a comment of XML", [p("前", xml=f"<!-- 注 -->{run('后')}")], ["前后"]),
    ("a formula", [p("", xml="<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>")], ["x=1"]),
    ("a symbol", [p("", xml='<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>')], ["þ"]),
    (
        "a text box once",
        [
            p(
                "旁",
                xml=f"<w:r><mc:AlternateContent><mc:Choice>{BOX.format(p('框里'))}</mc:Choice>"
                f"<mc:Fallback>{BOX.format(p('框里'))}</mc:Fallback></mc:AlternateContent></w:r>",
            )
        ],
        ["旁", "框里"],
    ),
    ("content controls", [f"<w:sdt><w:sdtContent>{p('控')}</w:sdtContent></w:sdt>"], ["控"]),
    (
        "content controls around rows and cells",
        [
            tbl(
                f"<w:sdt><w:sdtContent>{tr('甲', '乙')}</w:sdtContent></w:sdt>",
                tr("丙", f"<w:sdt><w:sdtContent>{tc('丁')}</w:sdtContent></w:sdt>"),
            )
        ],
        [[["甲", "乙"], ["丙", "丁"]]],
    ),
    ("a deleted row", [tbl(["甲"], tr("乙", properties="<w:del/>"), ["丙"])], [[["甲"], ["丙"]]]),
    ("paragraphs of a cell", [tbl(tr(tc([p("一"), p(""), p("二")])))], [[["一\n\n二"]]]),
    (
        "a nested table",
        [tbl(tr(tc([p("前"), tbl(["甲", "乙"], ["丙", "丁"]), p("后")])))],
        [[["前\n甲\t乙\n丙\t丁\n后"]]],
    ),
]


@pytest.mark.parametrize(
    ("blocks", "expected"), [one[1:] for one in CONTENTS], ids=[one[0] for one in CONTENTS]
)
def test_it_is_read_as_it_stands_on_the_page(
    tmp_path: Path, blocks: list[str], expected: list[object]
) -> None:
    assert read(tmp_path, *blocks) == expected


def test_merged_cells_keep_their_place_in_the_grid(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        tbl(
            tr(tc("高", merge="restart"), tc("宽", span=2), "窄"),
            tr(tc("", merge=""), "一", "二", "三"),
            tr(tc("", merge="continue"), "一", properties='<w:gridBefore w:val="0"/>'),
            tr("迟", properties='<w:gridBefore w:val="2"/>'),
        ),
    )
    (table,) = read_docx(path).blocks
    assert isinstance(table, TableBlock)
    assert [[(cell.column, cell.span, cell.continued) for cell in row.cells] for row in table.rows] == [
        [(0, 1, False), (1, 2, False), (3, 1, False)],
        [(0, 1, True), (1, 1, False), (2, 1, False), (3, 1, False)],
        [(0, 1, True), (1, 1, False)],
        [(2, 1, False)],
    ]


def test_a_paragraph_has_the_name_of_its_style(tmp_path: Path) -> None:
    path = saved(
        tmp_path,
        p("一", "a7"),
        tbl(tr(tc([p("主要成绩：好", "Part"), p("又")]))),
        styles={"a7": "heading 1", "Part": "诊改分部"},
    )
    heading, table = read_docx(path).blocks
    assert heading == Paragraph("一", "heading 1")
    assert isinstance(table, TableBlock)
    assert table.rows[0].cells[0].paragraphs == (Paragraph("主要成绩：好", "诊改分部"), Paragraph("又"))


def test_headers_footers_and_notes_stand_apart(tmp_path: Path) -> None:
    notes = f'<w:footnote w:type="separator">{p("线")}</w:footnote><w:footnote>{p("脚")}</w:footnote>'
    parts = {"header1": p("页眉"), "footer1": p(""), "footnotes": notes}
    content = read_docx(made(tmp_path, docx(document(p("正文")), parts=parts)))
    assert content.blocks == (Paragraph("正文"),)
    assert content.asides == (Aside("页眉", "页眉"), Aside("脚注", "脚"))


def test_a_file_that_python_docx_wrote_is_read(tmp_path: Path) -> None:
    written = python_docx.Document()
    written.add_heading("标题", 1)
    written.add_table(1, 2).rows[0].cells[1].text = "乙"
    written.save(str(tmp_path / "a.docx"))
    content = read_docx(tmp_path / "a.docx")
    assert [shown(block) for block in content.blocks] == ["标题", [["", "乙"]]]
    assert content.blocks[0] == Paragraph("标题", "heading 1")


LOST = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="a" Target="lost.xml"/></Relationships>'
)
GOOD = docx(document(p("好")))
MAIN = document(p("好"))
STRICT = MAIN.replace(
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
)
BAD: list[tuple[str, bytes, str]] = [
    ("empty", b"", "是空的"),
    ("no zip", "这是一段文字".encode(), "不是 Word 的 .docx 文件"),
    ("a PDF", b"%PDF-1.7\n", "不是 Word 的 .docx 文件"),
    ("an old .doc", OLE, "旧版 .doc 格式"),
    ("under a password", OLE + "EncryptedPackage".encode("utf-16-le"), "有打开密码"),
    ("cut off", GOOD[: len(GOOD) // 2], "没有传完整"),
    ("only the beginning of a zip", b"PK\x03\x04", "没有传完整"),
    ("another zip", zipped({"a.txt": b"1"}), "没有 word/document.xml"),
    ("a spreadsheet", zipped({"xl/workbook.xml": b"<a/>"}), "没有 word/document.xml"),
    ("only the main part", zipped({"word/document.xml": MAIN}), "已损坏"),
    ("a bad main part", docx(b"<w:document"), "已损坏"),
    ("an unclosed main part", docx(MAIN[:-20]), "已损坏"),
    ("a lost part", docx(MAIN, extra={"word/_rels/document.xml.rels": LOST}), "已损坏"),
    ("a document type", docx(document(p("好"), prolog=DTD)), "DTD"),
    (
        "an entity that fetches",
        docx(document(p("好"), prolog='<!DOCTYPE w SYSTEM "file:///etc/passwd">')),
        "DTD",
    ),
    ("a document type in UTF-16", docx(document(p("好"), prolog=DTD, encoding="utf-16")), "DTD"),
    (
        "a document type behind a long comment",
        docx(document(p("好"), prolog=f"<!--{'长' * 99999}-->{DTD}")),
        "DTD",
    ),
    ("a document type in another part", docx(MAIN, extra={"word/a.xml": f"{DTD}<w/>".encode()}), "DTD"),
    ("Strict Open XML", docx(STRICT), "Strict"),
    (
        "a template",
        docx(MAIN, kind="application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"),
        "模板",
    ),
    ("too deep", docx(document("<w:tbl><w:tr><w:tc>" * 2000 + "</w:tc></w:tr></w:tbl>" * 2000)), "已损坏"),
]


@pytest.mark.parametrize(("data", "said"), [one[1:] for one in BAD], ids=[one[0] for one in BAD])
def test_what_is_wrong_is_said(tmp_path: Path, data: bytes, said: str) -> None:
    assert said in refused(made(tmp_path, data))


def test_a_file_that_is_not_there_or_is_none_is_told_of(tmp_path: Path) -> None:
    assert "不存在" in refused(tmp_path / "无.docx")
    assert "不存在" in refused(made(tmp_path, b"x", "文件") / "无.docx")
    (tmp_path / "夹.docx").mkdir()
    assert "文件夹" in refused(tmp_path / "夹.docx")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with names are POSIX's")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管.docx")
    assert "不是普通文件" in refused(tmp_path / "管.docx")


@pytest.fixture
def unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file must be refused before a process is started to read it."""
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("a process was started"))


def test_200_megabytes_are_refused_unopened(tmp_path: Path, unopened: None) -> None:
    path = tmp_path / "大.docx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200_000_000)
    assert "200.0 MB，超过 30 MB" in refused(path)


@pytest.fixture(scope="module")
def bomb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gigabyte of zeros in a file of one megabyte."""
    path = tmp_path_factory.mktemp("bomb") / "弹.docx"
    path.write_bytes(GOOD)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/media/a.png", "w") as member,
    ):
        for _ in range(1000):
            member.write(bytes(1_000_000))
    return path


def test_a_zip_bomb_is_refused_unopened(bomb: Path, unopened: None) -> None:
    assert bomb.stat().st_size < 10_000_000
    assert "压缩炸弹" in refused(bomb)


def test_a_zip_bomb_that_lies_about_its_size_is_refused(bomb: Path, tmp_path: Path) -> None:
    told, lie = struct.pack("<L", 1_000_000_000), struct.pack("<L", 1000)
    data = bomb.read_bytes()
    assert told in data
    assert "已损坏" in refused(made(tmp_path, data.replace(told, lie)))


LIMITED: list[tuple[str, DocxLimits, str]] = [
    ("file", DocxLimits(file=100), "超过 0.0001 MB"),
    ("unzipped", DocxLimits(unzipped=500), "压缩炸弹"),
    ("main", DocxLimits(main=100), "压缩炸弹"),
    ("members", DocxLimits(members=3), "超过 3 个"),
    ("paragraphs", DocxLimits(paragraphs=2), "段落和单元格太多"),
    ("characters", DocxLimits(characters=2), "字数太多"),
    ("seconds", DocxLimits(seconds=0), "还没读完"),
]


@pytest.mark.parametrize(("limits", "said"), [one[1:] for one in LIMITED], ids=[one[0] for one in LIMITED])
def test_every_limit_holds(tmp_path: Path, limits: DocxLimits, said: str) -> None:
    assert said in refused(saved(tmp_path, p("一二三"), tbl(["甲", "乙"])), limits)


def test_a_list_of_very_many_members_is_refused_unopened(tmp_path: Path, unopened: None) -> None:
    path = made(tmp_path, zipped({f"{'长' * 60}{number}": b"" for number in range(20_000)}))
    assert "超过 5000 个" in refused(path)


def test_very_many_paragraphs_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, p("段") * 260_000)
    assert "段落和单元格太多" in refused(path)


def test_what_takes_too_much_memory_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, "<w:p><w:r/></w:p>" * 2_000_000)
    assert "内存" in refused(path, DocxLimits(memory=200_000_000))


def test_a_table_of_many_cells_is_read(tmp_path: Path) -> None:
    path = saved(tmp_path, tbl(*(["甲", "乙", "丙", "丁", "戊"] for _ in range(4000))))
    (table,) = read_docx(path).blocks
    assert isinstance(table, TableBlock)
    assert len(table.rows) == 4000


CHILDREN: list[tuple[str, str, str]] = [
    ("dies", "import os; os._exit(3)", "意外停止"),
    ("is killed", "import os; os.abort()", "意外停止"),
    ("raises", "raise SystemError", "意外停止"),
    ("hangs", "import time; time.sleep(30)", "还没读完"),
    ("says nothing", "", "回答不完整"),
    ("writes rubbish", "print('\\x00rubbish')", "回答不完整"),
    ("stops halfway", 'print(\'{"content": {"blocks": [\')', "回答不完整"),
    ("writes another shape", 'print(\'{"content": {"blocks": [{"cells": 1}]}}\')', "回答不完整"),
    ("nests without end", "print('[' * 100000)", "回答不完整"),
    ("answers an unknown fault", 'print(\'{"fault": "?"}\')', "已损坏"),
    ("floods", "print('x' * 2_000_000)", "意外停止"),
]


@pytest.mark.parametrize(("code", "said"), [one[1:] for one in CHILDREN], ids=[one[0] for one in CHILDREN])
def test_a_child_that_misbehaves_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, said: str
) -> None:
    child = tmp_path / "child.py"
    child.write_text(code, encoding="utf-8")
    monkeypatch.setattr(docx_file, "CHILD", child)
    assert said in refused(saved(tmp_path, p("好")), DocxLimits(seconds=2, output=1_000_000))


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Runs an expression in the child's place; its value comes back as text."""

    def answer(expression: str) -> str:
        script = tmp_path / "child.py"
        text = f"import json, os, sys\nprint(json.dumps({{'content': {{'blocks': [{{'text': {expression}}}]}}}}))"
        script.write_text(text, encoding="utf-8")
        monkeypatch.setattr(docx_file, "CHILD", script)
        (block,) = read_docx(saved(tmp_path, p("好"))).blocks
        assert isinstance(block, Paragraph)
        return block.text

    return answer


def test_the_child_knows_no_secrets(child: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGAI_DATABASE", "postgresql://user:secret@host/db")
    names = child("' '.join(os.environ)").split()
    assert "PYTHONPATH" in names
    assert "ZHENGAI_DATABASE" not in names


def test_where_the_server_was_started_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = saved(tmp_path, p("好"))
    for name in ("json.py", "docx.py", "zipfile.py"):
        (tmp_path / name).write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_docx(path).blocks == (Paragraph("好"),)
