"""Which pieces belong to one paragraph."""

from __future__ import annotations

import pytest

from app.domain.documents import Document
from app.reading.paragraphs import continues

JOINED = {
    "foshan": "11 19 31 45 103 163 184 229 240 251 277 326 380 394",
    "chongqing": "13 27 47 121 172",
}


@pytest.mark.parametrize("id_", ["foshan", "chongqing"])
def test_exactly_the_paragraphs_cut_at_page_ends_are_joined(documents: dict[str, Document], id_: str) -> None:
    source = documents[id_].source
    joined = [
        [source.line_of(span.start) for span in paragraph.spans]
        for clause in documents[id_].clauses
        for paragraph in clause.paragraphs
        if len(paragraph.spans) > 1
    ]
    assert joined == [[int(line), int(line) + 2] for line in JOINED[id_].split()]


def test_a_post_cut_from_its_holder_is_joined(chongqing: Document) -> None:
    texts = [paragraph.text for paragraph in chongqing.clause("附件1 二").paragraphs]
    assert "冯麒麟 重庆伊士顿电梯有限责任公司副总经理" in texts
    assert "戴伟重 重庆科创职业学院院长" in texts


def test_a_word_cut_in_two_is_whole_again(foshan: Document) -> None:
    assert "教师职称评审标准等教师发展标准。" in foshan.clause("三（三）3").text


@pytest.mark.parametrize(
    ("before", "piece", "expected"),
    [
        ("具有全国影响力的制造", "业转型升级示范城市为宗旨，", True),
        ("明确工作任务，", "成员：各部门", True),
        ("组长：袁毅桦", "副组长：吴奕标", False),
        ("成员：顾家弟 重庆电力专科学校", "王官成 重庆工业学院", False),
        ("冯麒麟 重庆伊士顿公司", "副总经理", True),
        ("全员参与。", "组织体系架构图如下：", False),
        ("他说“好。”", "学校同意", False),
        ("佛山职业技术学院", "2019年3月1日", False),
        ("", "学校", False),
    ],
)
def test_a_piece_goes_on_where_the_sentence_is_open(before: str, piece: str, expected: bool) -> None:
    assert continues(before, piece) is expected
