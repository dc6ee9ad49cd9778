"""Every clause of the two documents, of a third one, and of any text at all."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.documents import Clause, Document, SourceText
from app.reading import read_document
from app.reading.lines import split_lines, table_blocks

POLICY = """示范职业学院教学检查办法

示教〔2020〕5号

各系部：

为规范教学检查，制定本办法。

第一章 总则

第一条 教学检查每学期开展一次。

第二条 检查内容包括：

（一）教案；

（二）教学日志，包括：

1. 课堂记录；

2. 实训记录。

第二章 组织

第三条 检查由教务处组织。

2.5 万元以内的经费由教务处审批。

图1 检查流程

流程由教务处解释。

附件：1. 检查表

2. 评分表

示范职业学院

2020年3月1日

附件1

检查表

注：本表一式两份。
"""

MARKS = (
    "一、",
    "二、",
    "（一）",
    "(二) ",
    "1. ",
    "2.",
    "(1)",
    "①",
    "- ②",
    "第一章 ",
    "第二条 ",
    "1.1 ",
    "1.2 ",
)
FRONTS = (
    "附件1",
    "附件：",
    "附件 2：",
    "注：",
    "注：1. ",
    "图1 ",
    "表 2 ",
    "校长（签字）：",
    "年 月 日",
    "--",
)
WORDS = ("诊改工作", "各团队开展诊断。", "成员：李四", "检查表", "，", "（", "）")
BLANKS = ("\t", "\t\t", " ", "\u3000", "\ufeff", "\n", "\n\n", "\r\n", "\n \n", "\r")
PIECES = st.sampled_from((*MARKS, *FRONTS, *WORDS, *BLANKS))
TEXTS = st.lists(PIECES | st.text(max_size=3), max_size=60).map("".join)


def source(text: str) -> SourceText:
    return SourceText(id="试", title="试", issuer="试", kind="试", text=text, sha256="")


def numbered(document: Document) -> list[Clause]:
    """Numbered clauses of the body: attachments, captions and notes are counted apart."""
    return [
        c
        for c in document.clauses
        if c.kind in {"heading", "item"} and c.label and not c.address.startswith("附")
    ]


def spoken(document: Document, clause: Clause) -> str:
    """What a clause's span holds besides heading, paragraphs and table rows: its number and signs."""
    text = document.source.text
    said = {i for span in clause.heading_spans for i in range(span.start, span.end)}
    said |= {i for p in clause.paragraphs for span in p.spans for i in range(span.start, span.end)}
    for block in table_blocks(split_lines(text)):
        for row in block:
            said |= set(range(row.start, row.start + len(row.text)))
    left = range(clause.span.start, clause.span.end)
    return re.sub(r"[\s\ufeff\u200b]", "", "".join(text[i] for i in left if i not in said))


def test_headings_are_counted_as_in_the_inventory(foshan: Document, chongqing: Document) -> None:
    assert Counter(c.level for c in numbered(foshan)) == {1: 6, 2: 23, 3: 32, 4: 6}
    assert Counter(c.level for c in numbered(chongqing)) == {1: 7, 2: 15, 3: 6, 4: 3, 5: 6}


def test_what_is_counted_apart(foshan: Document, chongqing: Document) -> None:
    def addresses(document: Document, *kinds: str) -> list[str]:
        return [c.address for c in document.clauses if c.kind in kinds]

    assert addresses(foshan, "caption") == [f"图{n}" for n in range(1, 10)]
    assert addresses(foshan, "table") == ["表1", "表2"]
    assert addresses(foshan, "attachment") == ["附件目录", "附表"]
    assert addresses(foshan, "note") == ["附表 注"]
    assert addresses(chongqing, "attachment") == ["附件目录", "附件1", "附件2", "附件3"]
    assert [c.address for c in chongqing.children("附件1")] == [f"附件1 {n}" for n in "一二三四五"]
    notes = ["附件2 注1", "附件2 注2", *(f"附件3 注{n}" for n in range(1, 6))]
    assert addresses(chongqing, "note") == notes
    assert addresses(chongqing, "signature") == ["附件3 签署"]


FIRST_LINES = [
    ("foshan", "一", 9),
    ("foshan", "二（二）5", 43),
    ("foshan", "三（一）3（3）", 107),
    ("foshan", "三（一）3（6）", 139),
    ("foshan", "三（四）", 216),
    ("foshan", "三（四）2", 227),
    ("foshan", "图4", 236),
    ("foshan", "四（八）", 324),
    ("foshan", "五（二）4", 346),
    ("foshan", "五（三）1", 350),
    ("foshan", "六（四）", 416),
    ("foshan", "附表", 424),
    ("chongqing", "引言", 5),
    ("chongqing", "四", 33),
    ("chongqing", "五（一）2", 47),
    ("chongqing", "五（二）2（2）③", 73),
    ("chongqing", "五（二）2（2）④", 75),
    ("chongqing", "六（二）2", 115),
    ("chongqing", "七（一）", 119),
    ("chongqing", "七（四）", 133),
    ("chongqing", "附件2 注2", 286),
    ("chongqing", "附件3 二", 296),
    ("chongqing", "附件3 注2", 320),
]


@pytest.mark.parametrize(("id_", "address", "line"), FIRST_LINES)
def test_addresses_are_those_people_write(
    documents: dict[str, Document], id_: str, address: str, line: int
) -> None:
    assert documents[id_].clause(address).lines[0] == line


@pytest.mark.parametrize("id_", ["foshan", "chongqing"])
def test_the_spans_of_all_clauses_are_the_whole_source(documents: dict[str, Document], id_: str) -> None:
    assert_whole(documents[id_])


@given(TEXTS)
def test_no_character_of_any_text_is_lost_or_doubled(text: str) -> None:
    assert_whole(read_document(source(text)))


def assert_whole(document: Document) -> None:
    clauses = document.clauses
    assert "".join(document.source.cut((c.span,)) for c in clauses) == document.source.text
    assert len({c.address for c in clauses}) == len(clauses)
    for clause in clauses:
        inner = [*clause.heading_spans, *(span for p in clause.paragraphs for span in p.spans)]
        assert inner == sorted(inner)
        assert all(span in clause.span for span in inner)
        assert all(one.end <= other.start for one, other in pairwise(inner))
        assert all(p.text == document.source.cut(p.spans) for p in clause.paragraphs)
        assert clause.parent is None or document.clause(clause.parent).span.start < clause.span.start
        assert len(spoken(document, clause)) <= len(clause.label) + 8


@pytest.mark.parametrize("id_", ["foshan", "chongqing"])
def test_heading_and_text_show_all_words_exactly_once(documents: dict[str, Document], id_: str) -> None:
    for clause in documents[id_].clauses:
        left = spoken(documents[id_], clause)
        label = clause.label.replace(" ", "").removesuffix("：")
        expected = {
            label,
            f"{label}。",
            f"-{label}",
            f"{label}：",
            f"注：{label[1:]}.",
            f"-注：{label[1:]}.",
            f"{label[1:]}.",
        }
        assert left in expected, (clause.address, left)


@pytest.mark.parametrize("id_", ["foshan", "chongqing"])
@pytest.mark.parametrize(
    "change", [lambda t: t.replace("\n", "\r\n"), lambda t: t + "\n", lambda t: "\ufeff" + t]
)
def test_line_ends_do_not_matter(documents: dict[str, Document], id_: str, change: object) -> None:
    assert callable(change)
    before = documents[id_]
    after = read_document(source(str(change(before.source.text))))
    assert_whole(after)
    told = [(c.address, c.level, c.title, c.text, c.lines) for c in before.clauses]
    assert [(c.address, c.level, c.title, c.text, c.lines) for c in after.clauses] == told


def test_heading_paths_run_from_the_outside_in(foshan: Document, chongqing: Document) -> None:
    path = ("三、体系建设", "（一）健全组织，形成组织体系", "3. 五个层面质量保证工作推进组")
    assert foshan.clause("三（一）3（2）").headings == path
    assert chongqing.clause("五（二）2（2）③").headings[-1] == "（2）资料复核"
    title = "附件 3 重庆市高等职业院校内部质量保证体系自我诊改报告"
    assert chongqing.clause("附件3 注2").headings == (title,)


def test_a_sentence_is_split_from_its_heading_and_a_paragraph_has_none(chongqing: Document) -> None:
    split = chongqing.clause("二（三）")
    assert split.heading == "树立现代质量文化"
    assert split.text.startswith("通过开展")
    whole = chongqing.clause("七（四）")
    assert (whole.kind, whole.heading) == ("item", "")
    assert whole.text.startswith("重庆市教委将诊改相关政策文件")


def test_text_below_a_list_belongs_to_the_clause_the_list_stands_in(chongqing: Document) -> None:
    assert chongqing.clause("五（二）2（2）⑥").text == "学校所在地区的区域经济社会事业发展规划。"
    rest = chongqing.clause("五（二）2（2）续")
    assert rest.text == "报送材料应于复核工作开始前 30 日在校园网上公示。"
    assert rest.parent == "五（二）2（2）"


def test_titles_run_over_lines(foshan: Document, chongqing: Document) -> None:
    assert foshan.clause("标题").title == "附件1佛山职业技术学院内部质量保障体系诊断与改进实施方案"
    assert foshan.clause("引言").text.startswith("根据教育部办公厅")
    assert chongqing.clause("附件2").heading == "重庆市高等职业院校内部质量保证体系诊断项目表（供参考）"
    assert len(chongqing.clause("附件2").heading_spans) == 2


def test_a_third_document_with_other_levels_is_read() -> None:
    document = read_document(source(POLICY))
    assert_whole(document)
    seen = [(c.address, c.level, c.kind) for c in document.clauses]
    assert seen == [
        ("标题", 0, "title"),
        ("引言", 0, "title"),
        ("第一章", 1, "heading"),
        ("第一章第一条", 2, "item"),
        ("第一章第二条", 2, "item"),
        ("第一章第二条（一）", 3, "item"),
        ("第一章第二条（二）", 3, "item"),
        ("第一章第二条（二）1", 4, "item"),
        ("第一章第二条（二）2", 4, "item"),
        ("第二章", 1, "heading"),
        ("第二章第三条", 2, "item"),
        ("图1", 3, "caption"),
        ("第二章第三条续", 3, "item"),
        ("附件目录", 0, "attachment"),
        ("签署", 1, "signature"),
        ("附件1", 0, "attachment"),
        ("附件1 注", 1, "note"),
    ]
    assert document.clause("第二章第三条").text == "检查由教务处组织。\n2.5 万元以内的经费由教务处审批。"
    assert document.clause("附件1").heading == "检查表"


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("", ["标题"]),
        (" \n\n", ["标题"]),
        ("学校同意。", ["引言"]),
        (
            "一、甲\n（一）乙\n二、丙\n1. 丁\n（一）戊\n1. 己",
            ["一", "一（一）", "二", "二1", "二（一）", "二（一）1"],
        ),
        ("1 总则\n1. 范围\n1.1 目的\n1.2 依据\n2. 职责", ["标题", "1", "1.1", "1.2", "2"]),
        ("一、甲\n一、乙", ["一", "一〔2〕"]),
        ("检查办法\n注：试行\n检查表", ["标题", "注"]),
        ("表1 甲\n子\t丑\n寅\t卯\n\n一、乙", ["表1", "一"]),
        ("1.2 甲", ["1.2"]),
        (
            "第一章 甲\n第一节 乙\n一、丙\n（一）丁",
            ["第一章", "第一章第一节", "第一章第一节一", "第一章第一节一（一）"],
        ),
    ],
)
def test_small_texts(text: str, addresses: list[str]) -> None:
    assert [c.address for c in read_document(source(text)).clauses] == addresses
