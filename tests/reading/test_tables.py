"""The five tables of the two documents, cell by cell, and the rules that read them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import Document, SourceText, Table
from app.reading import read_document

GOLD = Path(__file__).parent / "gold"


def gold(name: str) -> list[list[object]]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def squeezed(text: object) -> str:
    return "".join(str(text).split())


def read(text: str) -> Document:
    return read_document(SourceText(id="试", title="试", issuer="试", kind="试", text=text, sha256=""))


def texts(table: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.cells) for row in table.rows]


def test_the_five_tables_are_there(documents: dict[str, Document]) -> None:
    sizes = {t.id: (t.address, len(t.rows)) for d in documents.values() for t in d.tables}
    assert sizes == {
        "foshan:表1": ("表1", 29),
        "foshan:表2": ("表2", 7),
        "foshan:附表": ("附表", 37),
        "chongqing:附件2": ("附件2", 37),
        "chongqing:附件3": ("附件3 二", 15),
    }


def test_foshan_points_equal_the_gold_file(foshan: Document) -> None:
    table = foshan.table("foshan:附表")
    header = ("诊断项目", "诊断要素", "诊断点", "影响因素参考提示", "牵头部门", "参与部门", "完成时间")
    assert table.header == header
    for row, (project, element, point, text, lead, participants, due, lines) in zip(
        table.rows, gold("foshan_points.jsonl"), strict=True
    ):
        year, month = str(due).split("-")
        expected = (project, element, point, text, lead, participants, f"{year}年{int(month)}月")
        assert tuple(squeezed(cell.text) for cell in row.cells) == tuple(map(squeezed, expected))
        assert list(row.lines) == lines
        assert row.cells[1].text == element


def test_chongqing_points_equal_the_gold_file(chongqing: Document) -> None:
    table = chongqing.table("chongqing:附件2")
    assert table.header == ("诊断项目", "诊断要素", "诊断点", "影响因素", "数据管理平台相应编号")
    for row, (project, element, point, text, numbers, lost, lines) in zip(
        table.rows, gold("chongqing_points.jsonl"), strict=True
    ):
        expected = (project, element, point, text, numbers)
        assert tuple(squeezed(cell.text) for cell in row.cells) == tuple(map(squeezed, expected))
        assert list(row.lines) == lines
        assert (not row.cells[2].spans) is lost
        assert bool(row.cells[2].inferred and "推定" in row.cells[2].inferred) is lost


def test_the_report_form_has_one_row_an_element(chongqing: Document) -> None:
    table = chongqing.table("chongqing:附件3")
    assert table.header == ("诊断项目", "诊断要素", "自我诊断意见", "改进措施", "改进成效")
    rows = texts(table)
    assert rows[0] == ("1 体系总体构架", "1.1 质量保证理念", "", "", "")
    assert rows[-1] == ("5 体系运行效果", "5.4 体系特色", "", "", "")
    assert all(row[0] and row[1] for row in rows)


def test_the_total_row_of_the_budget_is_read_right(foshan: Document) -> None:
    table = foshan.table("foshan:表2")
    years = ("2016年", "2017年", "2018年", "2019年", "2020年")
    assert table.header == (
        "序号",
        "项目名称",
        "建设起止时间",
        "主要建设内容",
        "预期建设成果",
        "小计",
        *years,
    )
    *items, total = texts(table)
    assert [row[0] for row in items] == ["1", "2", "3", "4", "6", "7"]
    assert total[:6] == ("合计", "", "", "", "", "266.0")
    for column in range(5, 11):
        assert sum(float(row[column] or 0) for row in items) == pytest.approx(float(total[column]))
    for row in (*items, total):
        assert sum(float(cell or 0) for cell in row[6:]) == pytest.approx(float(row[5]))
    assert "一期完成校本数据中心、教学质量常态检测" in items[-1][3]


def test_the_standards_are_listed_by_column(foshan: Document) -> None:
    table = foshan.table("foshan:表1")
    assert table.header == ("类别", "系列标准", "标准", "说明")
    series: dict[tuple[str, str], list[str]] = {}
    for kind, name, standard, _ in texts(table):
        series.setdefault((kind, name), []).append(standard)
    assert {key: len(found) for key, found in series.items()} == {
        ("专业、课程标准", "1. 专业标准"): 4,
        ("专业、课程标准", "2. 课程标准"): 5,
        ("教师发展标准", "1. 职业发展"): 4,
        ("教师发展标准", "2. 岗位聘任"): 3,
        ("教师发展标准", "3. 评聘认证"): 2,
        ("教师发展标准", "4. 业绩考核"): 3,
        ("教师发展标准", "5. 学习实践"): 3,
        ("学生发展标准", "1. 学业发展标准"): 1,
        ("学生发展标准", "2. 德育发展标准"): 1,
        ("学生发展标准", "3. 职业发展标准"): 1,
        ("学生发展标准", "4. 个人发展标准"): 1,
        ("学生发展标准", "5. 团队发展标准"): 1,
    }
    explained = {row[2]: row[3] for row in texts(table)}
    assert explained["任课聘任标准"] == "（含校内专任、校内兼课、校外兼课、校外兼职、企业导师等）"
    assert explained["个人发展标准"].endswith("管理能力、创业能力、优秀毕业生等)")
    assert explained["专业教学标准"] == ""


def test_every_cell_says_where_it_is_printed(documents: dict[str, Document]) -> None:
    for document in documents.values():
        for table in document.tables:
            for row in table.rows:
                for cell in row.cells:
                    assert cell.raw == document.source.cut(cell.spans)
                    assert not cell.text or cell.spans or cell.inferred
                    assert cell.inferred or squeezed(cell.text) == squeezed(cell.raw)


def test_no_word_of_a_table_is_lost(documents: dict[str, Document]) -> None:
    """What stands in no cell is header, the header again, a rule, or the label printed twice."""
    for document in documents.values():
        source = document.source
        for table in document.tables:
            said = {i for r in table.rows for c in r.cells for s in c.spans for i in range(s.start, s.end)}
            unsaid = [i for i in range(table.span.start, table.span.end) if i not in said]
            left = {source.line_of(i) for i in unsaid if not source.text[i].isspace()}
            dropped = {
                "foshan:表1": {194, 195, 200, 203, 205, 208, 213, 214},  # header, rule, and numbers of series
                "foshan:表2": {404, 405},
                "foshan:附表": {426, 433, 439, 447, 456, 464, 472, 479},
                "chongqing:附件2": {240},
                "chongqing:附件3": {298},
            }[table.id]
            assert left <= dropped, (table.id, left - dropped)


def test_what_was_repaired_is_told(documents: dict[str, Document]) -> None:
    told = {t.id: "\n".join(t.repairs) for d in documents.values() for t in d.tables}
    assert "第 414 行" in told["foshan:表2"]
    assert "第 477 行" in told["foshan:附表"]
    assert "共 7 处" in told["foshan:附表"]
    for lines in ("431、434", "454、457", "462、465", "470、473", "477、480"):
        assert f"第 {lines} 行" in told["foshan:附表"]
    assert told["chongqing:附件2"].count("推定") == 6
    assert told["chongqing:附件3"] == ""


@pytest.mark.parametrize(
    ("printed", "rows"),
    [
        ("项\t点\t文\n1 甲\t子\tＡ\n\t丑\tＢ", [("1 甲", "子", "Ａ"), ("1 甲", "丑", "Ｂ")]),
        ("项\t点\t文\n甲\t子\t前\n\n\t\t后", [("甲", "子", "前后")]),
        (
            "项\t点\t文\n甲\t子\t前\n项\t点\t文\n\t\t后\n乙\t丑\t全",
            [("甲", "子", "前后"), ("乙", "丑", "全")],
        ),
        ("项\t要\t点\n甲\t一\t子\n乙\t\t丑", [("甲", "一", "子"), ("乙", "", "丑")]),
        ("项\t点\t人\n甲\t子\t张\n乙\t丑\t", [("甲", "子", "张"), ("乙", "丑", "")]),
        ("项\t点\n--\t--\n甲\t子", [("甲", "子")]),
        ("--\t--\n--\t--", []),
        ("项\t点\n甲\t-", [("甲", "-")]),
        ("项\t年\t\n\t今\t明\n甲\t1\t2", [("甲", "1", "2")]),
        ("项\t点\n甲\t子\t多", [("甲", "子", "多")]),
    ],
)
def test_rules_that_need_no_repair_file(printed: str, rows: list[tuple[str, ...]]) -> None:
    (table,) = read(printed).tables
    assert texts(table) == rows


def test_a_table_without_caption_is_named_after_its_clause() -> None:
    document = read("一、经费\n甲\t乙\n1\t2\n\n说明如下。\n\n子\t丑\n3\t4\n\n二、其他\n无。")
    assert [(t.id, t.address) for t in document.tables] == [("试:一", "一"), ("试:一〔2〕", "一")]
    assert document.clause("一").text == "说明如下。"


ROWS = st.lists(
    st.lists(st.sampled_from(["", "甲", "1 乙", "丙 丁", "--"]), min_size=3, max_size=3), min_size=2
)


@given(ROWS)
def test_any_run_of_rows_becomes_whole_rows(rows: list[list[str]]) -> None:
    document = read("表1 试\n" + "\n".join("\t".join(row) for row in rows))
    for table in document.tables:
        assert all(len(row.cells) == len(table.header) for row in table.rows)
        assert all(cell.raw == document.source.cut(cell.spans) for row in table.rows for cell in row.cells)
