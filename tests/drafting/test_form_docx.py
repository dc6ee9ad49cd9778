"""A report comes out in the official form, with every character that was written, and says what a model wrote."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given as tried
from hypothesis import settings
from hypothesis import strategies as st

from app.domain.drafts import (
    OPINION,
    OVERVIEW,
    Cell,
    Evidence,
    Origin,
    Part,
    PartKey,
    Report,
    Sentence,
    Source,
    SourceKind,
)
from app.domain.errors import ReportError
from app.drafting.form_docx import written
from app.drafting.printed import AI_LABEL, AI_MARK, owed, part_names
from app.reading.report_blocks import OURS_STYLE, PART_STYLE
from tests.drafting import given
from tests.drafting.word_file import W, WordFile, text


def export(report: Report, sources: bool = False) -> WordFile:
    return WordFile(written(report, given.chongqing(), given.chongqing(), sources))


@pytest.fixture(scope="module")
def plain() -> WordFile:
    return export(given.report(given.concepts()))


def test_the_form_stands_word_for_word_around_the_table(plain: WordFile) -> None:
    writing = given.chongqing().writing
    assert writing is not None
    assert writing.form is not None
    notes = [f"{number}. {note}" for number, note in enumerate(writing.form.notes, 1)]
    assert [said for _, said in plain.paragraphs()] == [
        "重庆市高等职业院校内部质量保证体系",
        "自我诊改报告",
        "学校名称：示例职业技术学院",
        "一、自我诊改工作概述（500字以内）",
        "学校成立诊改办公室。",
        "全年自查 2 次。",
        "二、自我诊断与改进报告表",
        "校长（签字）：",
        "年　　月　　日",
        f"注：{notes[0]}",
        *notes[1:],
    ]
    assert len(notes) == 5


def test_the_table_has_the_header_and_a_row_an_element(plain: WordFile) -> None:
    rows = [["".join(plain.lines(i, column)) for column in range(5)] for i in range(len(plain.rows))]
    assert rows[0] == ["诊断项目", "诊断要素", "自我诊断意见", "改进措施", "改进成效"]
    assert [row[1] for row in rows[1:]] == [f"{one.code} {one.name}" for one in given.chongqing().elements()]
    assert [row[2:] for row in rows[2:]] == [["", "", ""]] * 14
    assert [row[0] for row in rows[1:] if row[0]] == [
        "1 体系总体构架",
        "2 专业质量保证",
        "3 师资质量保证",
        "4 学生全面发展保证",
        "5 体系运行效果",
    ]


def test_elements_of_a_project_share_one_merged_cell(plain: WordFile) -> None:
    merges = [
        [merge.get(f"{W}val", "continue") for merge in plain.rows[i].iter(f"{W}vMerge")]
        for i in range(len(plain.rows))
    ]
    begun, more = ["restart"], ["continue"]
    assert merges == [
        [],
        *([begun, more, more, more] + [begun, more, more] + [begun, more] * 2 + [begun, more, more, more]),
    ]
    assert all(next(plain.cells(i)[0].iter(f"{W}vMerge"), None) is not None for i in range(1, 16))


def marked(file: WordFile, name: str) -> list[bool]:
    return [next(row.iter(f"{W}{name}"), None) is not None for row in file.rows]


def test_the_header_is_printed_on_every_page_and_long_rows_may_break(plain: WordFile) -> None:
    assert marked(plain, "tblHeader") == [True] + [False] * 15
    assert marked(plain, "cantSplit") == [True] * 16
    assert marked(export(given.long_report()), "cantSplit") == [True] + [False] * 15


def test_columns_are_fixed_and_fill_the_page(plain: WordFile) -> None:
    grid = [int(column.attrib[f"{W}w"]) for column in plain.table.iter(f"{W}gridCol")]
    page, margins = plain.one(plain.body, "pgSz"), plain.one(plain.body, "pgMar")
    width, sides = (
        int(page.attrib[f"{W}w"]),
        [int(margins.attrib[f"{W}{side}"]) for side in ("left", "right")],
    )
    assert {int(page.attrib[f"{W}w"]), int(page.attrib[f"{W}h"])} == {11906, 16838}  # A4
    assert sum(grid) == width - sum(sides) == int(plain.one(plain.table, "tblW").attrib[f"{W}w"])
    assert plain.one(plain.table, "tblLayout").attrib[f"{W}type"] == "fixed"
    for i in range(len(plain.rows)):
        assert [int(plain.one(cell, "tcW").attrib[f"{W}w"]) for cell in plain.cells(i)] == grid


def test_every_side_of_every_cell_has_a_rule(plain: WordFile) -> None:
    ruled = plain.styles[plain.one(plain.table, "tblStyle").attrib[f"{W}val"]]
    borders = plain.one(ruled, "tblBorders")
    assert [
        border.tag.removeprefix(W) for border in borders
    ] == "top left bottom right insideH insideV".split()
    assert {border.attrib[f"{W}val"] for border in borders} == {"single"}


def test_chinese_is_set_in_chinese_fonts_and_in_chinese(plain: WordFile) -> None:
    fonts = {
        plain.one(style, "name").attrib[f"{W}val"]: fonts.attrib[f"{W}eastAsia"]
        for style in plain.styles.values()
        for fonts in style.iter(f"{W}rFonts")
    }
    assert (fonts["Title"], fonts["heading 1"], fonts["诊改表格"], fonts[PART_STYLE]) == (
        "黑体",
        "黑体",
        "宋体",
        "宋体",
    )
    defaults = plain.one(plain.tree("word/styles.xml"), "docDefaults")
    language = plain.one(defaults, "lang").attrib
    # Were digits Chinese as well, LibreOffice would break a line inside a number.
    assert (language[f"{W}val"], language[f"{W}eastAsia"]) == ("en-US", "zh-CN")
    assert plain.one(defaults, "rFonts").attrib[f"{W}eastAsia"] == "宋体"


def test_nothing_of_the_librarys_template_is_left_over(plain: WordFile) -> None:
    assert set(plain.names) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/settings.xml",
        "word/footer1.xml",
        "docProps/core.xml",
    }
    everything = "".join(plain.parts.values())
    for leftover in ("python-docx", "Theme=", "theme/", "themeColor", "ja-JP", "Macintosh"):
        assert leftover not in everything
    names = {plain.one(style, "name").attrib[f"{W}val"] for style in plain.styles.values()}
    own = {name for name in names if name.startswith("诊改")}
    assert names - own == {
        "Normal",
        "Title",
        "heading 1",
        "footer",
        "Default Paragraph Font",
        "No List",
        "Normal Table",
        "Table Grid",
    }


def test_every_paragraph_names_a_style_that_is_there(plain: WordFile) -> None:
    named = {style.attrib[f"{W}val"] for style in plain.body.iter(f"{W}pStyle")}
    assert named <= plain.styles.keys()
    assert all(plain.style(paragraph) for paragraph in plain.body.iter(f"{W}p") if text(paragraph))


def test_the_footer_counts_pages(plain: WordFile) -> None:
    footer = plain.tree("word/footer1.xml")
    assert plain.one(footer, "fldSimple").attrib[f"{W}instr"].strip() == "PAGE"
    assert text(footer) == "第 1 页"


def test_the_opinion_is_its_parts_each_under_its_name(plain: WordFile) -> None:
    opinion = plain.cells(1)[2]
    assert plain.paragraphs(opinion) == [
        (PART_STYLE, "目标达成程度：2024 年制定的 5 项质量目标完成 4 项。"),
        ("诊改表格", "其中：\t毕业生去向落实率 94.1%。"),
        (PART_STYLE, "存在问题：二级学院自查记录 3 份不全。"),
        ("诊改表格", ""),
        ("诊改表格", "课程组 < 5 人的 & 专业有 2 个。"),
        (PART_STYLE, "原因分析：自查周期没有写进制度。"),
    ]
    bold = [text(run) for run in opinion.iter(f"{W}r") if next(run.iter(f"{W}b"), None) is not None]
    assert bold == ["目标达成程度：", "存在问题：", "原因分析："]


def test_measures_and_effects_are_a_paragraph_a_line(plain: WordFile) -> None:
    assert plain.lines(1, 3) == ["（一）修订自查办法。", "（二）每学期抽查一次。"]
    assert plain.lines(1, 4) == ["抽查 2 次，记录全部补齐。"]


LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12)
TEXT = (
    st.lists(LINE | st.just("\t甲\t"), min_size=1, max_size=4)
    .map("\n".join)
    .filter(lambda said: said.strip())
)


@settings(max_examples=30, deadline=None)
@tried(
    texts=st.fixed_dictionaries(
        {}, optional=dict.fromkeys((*OPINION, PartKey.MEASURES, PartKey.EFFECTS), TEXT)
    )
)
def test_every_character_comes_back(texts: dict[PartKey, str]) -> None:
    """All but the line ends at a part's end, which no paragraph shows."""
    cell = Cell("2.2", tuple(given.part(key, texts[key]) for key in PartKey if key in texts))
    read = export(given.report(cell))
    opinion: list[list[str]] = []
    for style, said in read.paragraphs(read.cells(6)[2]):
        if style == PART_STYLE:
            opinion.append([said])
        elif opinion:
            opinion[-1].append(said)
    names = part_names(given.chongqing())
    wanted = [f"{names[key]}：{texts[key]}".rstrip("\n") for key in OPINION if key in texts]
    assert ["\n".join(lines) for lines in opinion] == wanted
    for column, key in ((3, PartKey.MEASURES), (4, PartKey.EFFECTS)):
        assert "\n".join(read.lines(6, column)) == texts.get(key, "").rstrip("\n")


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_line_ends(ending: str) -> None:
    cell = Cell("1.1", (given.part(PartKey.MEASURES, f"甲{ending}{ending}乙{ending}"),))
    assert export(given.report(cell)).lines(1, 3) == ["甲", "", "乙"]


BAD = [
    (Cell("3.1", (given.part(PartKey.CAUSES, "经费\x0b不足"),)), "要素 3.1 的“原因分析”第 3 个字.*U\\+000B"),
    (Cell("5.4", (given.part(PartKey.EFFECTS, "\ud800"),)), "要素 5.4 的“改进成效”第 1 个字.*U\\+D800"),
    (Cell(OVERVIEW, (given.part(PartKey.OVERVIEW, "一\x00"),)), "^“自我诊改工作概述”第 2 个字"),
    (Cell("9.9", (given.part(PartKey.CAUSES, "一"),)), "要素 9.9，重庆方案没有这个要素"),
    (Cell("1.1", (given.part(PartKey.OVERVIEW, "一"),)), "“1.1”里有“自我诊改工作概述”"),
]


@pytest.mark.parametrize(("cell", "message"), BAD)
def test_what_cannot_be_printed_is_refused_by_name(cell: Cell, message: str) -> None:
    report = replace(given.report(), cells=(cell,))
    with pytest.raises(ReportError, match=message):
        export(report)


def test_evidence_and_school_are_refused_by_name_as_well() -> None:
    cell = Cell("1.1", evidence=(Evidence("E7", "抽\x07查"),))
    assert export(given.report(cell)).lines(1, 2) == [""]
    with pytest.raises(ReportError, match=r"要素 1\.1 的证据 E7"):
        export(given.report(cell), sources=True)
    with pytest.raises(ReportError, match="学校名称"):
        export(replace(given.report(), school="示例\x1f"))


def test_a_scheme_without_a_form_says_that_one_is_chosen_by_name() -> None:
    with pytest.raises(ReportError, match=r"佛山方案没有规定自我诊改报告的表样.*按名称选定"):
        written(given.report(scheme="foshan"), given.foshan(), given.foshan())


def test_another_schemes_form_is_told_under_the_title() -> None:
    read = WordFile(
        written(given.report(given.concepts(), scheme="foshan"), given.foshan(), given.chongqing())
    )
    assert read.paragraphs()[2] == (
        OURS_STYLE,
        "要素编号与名称按佛山方案；表样与字数要求按重庆方案，由学校选定",
    )
    assert [read.lines(i, 1)[0] for i in range(1, len(read.rows))] == [
        f"{one.code} {one.name}" for one in given.foshan().elements()
    ]


def test_what_a_model_wrote_is_labelled_where_it_stands_and_in_the_properties() -> None:
    read = export(given.report(given.concepts(Origin.MODEL)))
    assert read.paragraphs()[2] == (OURS_STYLE, AI_LABEL)
    assert [read.paragraphs(cell)[-1] == (OURS_STYLE, AI_MARK) for cell in read.cells(1)] == [False] * 3 + [
        True,
        False,
    ]
    assert sum(said == AI_MARK for row in read.rows for _, said in map(_flat, row.iter(f"{W}p"))) == 1
    core = read.parts["docProps/core.xml"]
    assert re.findall(r"<([\w:]+)>本内容由人工智能生成</", core) == ["cp:keywords", "dc:description"]
    (custom,) = read.tree("docProps/custom.xml")
    assert custom.attrib["name"] == "AIGC"
    assert [value.text for value in custom] == ["true"]


def _flat(paragraph: Element) -> tuple[str, str]:
    return "", text(paragraph)


def test_what_people_wrote_carries_no_label(plain: WordFile) -> None:
    assert not [name for name, part in plain.parts.items() if "人工智能" in part or "AIGC" in part]
    assert OURS_STYLE not in {plain.style(paragraph) for paragraph in plain.body.iter(f"{W}p")}


def test_an_overview_of_a_model_is_labelled_below_it() -> None:
    cell = Cell(OVERVIEW, (given.part(PartKey.OVERVIEW, "全年自查 2 次。", Origin.MODEL),))
    read = export(replace(given.report(), cells=(cell,)))
    said = [words for _, words in read.paragraphs()]
    assert said[said.index("全年自查 2 次。") + 1] == AI_MARK


def test_the_appendix_says_what_every_sentence_rests_on_in_our_style_only() -> None:
    plain, read = (export(given.report(given.concepts(Origin.MODEL)), sources) for sources in (False, True))
    shown = read.paragraphs()[len(plain.paragraphs()) :]
    assert read.paragraphs()[: len(plain.paragraphs())] == plain.paragraphs()
    assert {style for style, _ in shown} == {OURS_STYLE}
    said = [words for _, words in shown]
    assert said == [
        "附：各句依据",
        "自我诊改工作概述",
        "自我诊改工作概述：1. “学校成立诊改办公室。 全年自查 2 次”→ 未注明依据",
        "1.1 质量保证理念（“第…点”指重庆方案附件2 1.1 的诊断点）",
        "目标达成程度：1. “2024 年制定的 5 项质量目标完成 4 项…”→ 未注明依据",
        "存在问题：1. “二级学院自查记录 3 份不全”→ E1、第2点、上年报告 2024 1.1 改进措施",
        "2. “课程组 < 5 人的 & 专业有 2 个”→ 未注明依据",
        "原因分析：1. “自查周期没有写进制度”→ 未注明依据",
        f"改进措施：1. “（一）修订自查办法。 （二）每学期抽查一次{AI_MARK}”→ 未注明依据",
        "改进成效：1. “抽查 2 次，记录全部补齐”→ 未注明依据",
        "证据：E1（2025-09，文件：自查通报）：抽查 12 份，3 份不全",
    ]
    assert len(list(read.body.iter(f"{W}tbl"))) == 1
    sections = [read.one(section, "cols").attrib.get(f"{W}num") for section in read.body.iter(f"{W}sectPr")]
    assert sections == [None, "2"]  # the appendix is on pages of its own, in two columns


def cell(key: PartKey, text: str) -> Cell:
    return Cell("1.1", (given.part(key, text),))


def drawn(paragraph: Element) -> str:
    """The symbols of a paragraph, which are no text."""
    return "".join(chr(int(one.attrib[f"{W}char"], 16)) for one in paragraph.iter(f"{W}sym"))


@pytest.mark.parametrize(
    ("key", "text", "marks"),
    [
        (PartKey.PROBLEMS, "甲没有做。\n乙没有做。\n", ["１．", "２．"]),
        (PartKey.MEASURES, "做甲；\n【待补充：针对问题2的措施】", ["１．", "２．"]),
        (PartKey.EFFECTS, "甲做了。", [""]),
        (PartKey.MEASURES, "1. 做甲。\n2. 做乙。", ["", ""]),
        (PartKey.MEASURES, "一是做甲。\n二是做乙。", ["", ""]),
        (PartKey.MEASURES, "措施如下：\n做甲。", ["", ""]),
        (PartKey.MEASURES, "做甲。\n\n做乙。", ["", "", ""]),
        (PartKey.CAUSES, "因为甲。\n因为乙。", ["", ""]),
        (PartKey.EFFECTS, "".join(f"第{i}件做成。\n" for i in "甲乙丙丁戊己庚辛壬癸"), None),
    ],
)
def test_several_things_nobody_numbered_are_numbered_in_print_alone(
    key: PartKey, text: str, marks: list[str] | None
) -> None:
    column = {PartKey.MEASURES: 3, PartKey.EFFECTS: 4}.get(key, 2)
    read = export(given.report(cell(key, text)))
    found = [drawn(paragraph) for paragraph in read.cells(1)[column].findall(f"{W}p")]
    assert found == marks if marks is not None else found[-1] == "１０．"
    label = f"{part_names(given.chongqing())[key]}：" if column == 2 else ""
    assert "\n".join(read.lines(1, column)) == label + text.rstrip("\n")


def test_what_is_still_owed_is_marked_yellow() -> None:
    read = export(
        given.report(cell(PartKey.CAUSES, "人手少。【待补充：问题2的原因】\n【待补充：依据】见附件"))
    )
    shown = [
        text(run)
        for run in read.cells(1)[2].iter(f"{W}r")
        if [one.attrib[f"{W}val"] for one in run.iter(f"{W}highlight")] == ["yellow"]
    ]
    assert shown == ["【待补充：问题2的原因】", "【待补充：依据】"]
    assert read.lines(1, 2) == ["原因分析：人手少。【待补充：问题2的原因】", "【待补充：依据】见附件"]


@pytest.mark.parametrize(
    ("due", "printed"),
    [
        ("", "年　　月　　日"),
        ("年底", "年　　月　　日"),
        ("2025", "2025年　　月　　日"),
        ("2025-12", "2025年12月　　日"),
        ("2025-12-20", "2025年12月20日"),
    ],
)
def test_the_date_is_the_reports(due: str, printed: str) -> None:
    read = export(replace(given.report(), due=due))
    assert ("诊改日期", printed) in read.paragraphs()


def test_what_a_report_still_owes_is_counted() -> None:
    missing = cell(PartKey.CAUSES, "人手少。【待补充：问题2的原因】\n【待补充：依据】见附件")
    assert owed(given.report(missing), given.chongqing()) == (2, 14)
    assert owed(given.long_report(), given.chongqing()) == (0, 0)


def test_the_appendix_leaves_out_what_is_only_owed_and_names_each_plan() -> None:
    sentences = (
        Sentence("【待补充：原因】\n", "s1", (Source(SourceKind.MISSING, "原因"),)),
        Sentence("“办法”没有\n培训。", "s2", (Source(SourceKind.CLAUSE, "foshan:附表 6.2 第1点"),)),
        Sentence("没有经费。", "s3", (Source(SourceKind.CLAUSE, "nowhere:附件9 三"),)),
    )
    own = Cell("1.1", (Part(PartKey.CAUSES, sentences),))
    said = [words for _, words in export(given.report(own), sources=True).paragraphs()]
    assert said[-2:] == [
        "原因分析：2. “‘办法’没有 培训”→ 附表 6.2 第1点",
        "3. “没有经费”→ 附件9 三",
    ]


def test_the_same_report_gives_the_same_bytes() -> None:
    first, second = (
        written(given.report(given.concepts()), given.chongqing(), given.chongqing(), sources=True)
        for _ in range(2)
    )
    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None


def test_the_properties_name_the_assistant_and_no_day() -> None:
    first = Document(BytesIO(written(given.report(), given.chongqing(), given.chongqing()))).core_properties
    assert first.title == "重庆市高等职业院校内部质量保证体系自我诊改报告"
    assert (first.author, first.last_modified_by, first.language) == ("诊改助手", "诊改助手", "zh-CN")
    assert first.keywords == first.comments == ""
    assert first.created == first.modified == datetime(1980, 1, 1, tzinfo=UTC)


def test_python_docx_reads_it() -> None:
    data = written(given.report(given.concepts(Origin.MODEL)), given.chongqing(), given.chongqing())
    document = Document(BytesIO(data))
    (table,) = document.tables
    assert [cell.text for cell in table.columns[0].cells][1:6] == ["1 体系总体构架"] * 4 + ["2 专业质量保证"]
    opinion = table.cell(1, 2).paragraphs
    assert [paragraph.style and paragraph.style.name for paragraph in opinion[:2]] == [PART_STYLE, "诊改表格"]
    assert opinion[0].runs[0].bold
    assert opinion[1].text == "其中：\t毕业生去向落实率 94.1%。"
    mark = table.cell(1, 3).paragraphs[-1].style
    assert mark is not None
    assert mark.name == OURS_STYLE
    assert document.core_properties.keywords == document.core_properties.comments == AI_LABEL
