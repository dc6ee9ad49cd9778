"""The two schemes as read: complete, every value where the source has it, every damage told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from app.domain.errors import SchemeError
from app.domain.schemes import Body, Point
from app.reading.schemes import read_schemes
from tests.reading.given import CORPUS, closed, edited, real_schemes, real_sources

SCHEMES = CORPUS / "schemes"


def points(scheme: str) -> list[Point]:
    return list(real_schemes()[scheme].points())


def body(scheme: str, name: str) -> Body:
    return next(body for body in real_schemes()[scheme].bodies if body.name == name)


def holders(scheme: str, name: str, title: str) -> tuple[str, ...]:
    return next(post.holders for post in body(scheme, name).posts if post.title == title)


@pytest.mark.parametrize(("scheme", "counts"), [("foshan", (6, 16, 37)), ("chongqing", (5, 15, 37))])
def test_projects_elements_and_points_are_complete(scheme: str, counts: tuple[int, int, int]) -> None:
    read = real_schemes()[scheme]
    assert (len(read.projects), len(list(read.elements())), len(list(read.points()))) == counts


def test_chongqing_has_eighty_criteria() -> None:
    assert sum(len(point.criteria) for point in points("chongqing")) == 80


def test_what_a_scheme_has() -> None:
    foshan, chongqing = real_schemes()["foshan"], real_schemes()["chongqing"]
    assert (foshan.has_owners, foshan.has_due, foshan.has_platform_numbers) == (True, True, False)
    assert (chongqing.has_owners, chongqing.has_due, chongqing.has_platform_numbers) == (False, False, True)
    assert foshan.writing is None
    assert foshan.review is None


def test_leads_by_department() -> None:
    assert Counter(point.lead for point in points("foshan")) == {
        "教务处": 13,
        "质控办": 12,
        "学生处": 4,
        "校办": 2,
        "人事处": 2,
        "科研处": 2,
        "保卫处": 1,
        "总务处": 1,
    }


def test_deadlines_by_month() -> None:
    assert Counter(point.due for point in points("foshan")) == {
        "2019-03": 2,
        "2019-04": 3,
        "2019-05": 1,
        "2019-06": 9,
        "2020-05": 3,
        "2021-05": 19,
    }


@pytest.mark.parametrize("scheme", ["foshan", "chongqing"])
def test_every_criterion_is_the_characters_of_its_spans(scheme: str) -> None:
    source = real_sources()[scheme]
    for point in points(scheme):
        for criterion in point.criteria:
            assert closed(source.cut(criterion.spans)) == closed(criterion.text)
            assert [source.line_of(span.start) for span in criterion.spans] == sorted(
                {source.line_of(span.start) for span in criterion.spans}
            ), "one span a physical line"


@pytest.mark.parametrize("scheme", ["foshan", "chongqing"])
def test_criteria_use_up_their_cells(scheme: str) -> None:
    source = real_sources()[scheme]
    for point in points(scheme):
        cells = [cell for span in point.spans for cell in source.cut((span,)).split("\t")]
        row = closed("".join(cells))
        joined = "".join(closed(criterion.text) for criterion in point.criteria)
        longest = max((closed(cell) for cell in cells), key=len)
        for mark in "①②③④":
            row, longest = row.replace(mark, ""), longest.replace(mark, "")
        assert len(joined) >= len(longest), point.id
        if len(point.lines) == 1:
            assert joined in row, point.id


@pytest.mark.parametrize("scheme", ["foshan", "chongqing"])
def test_point_spans_are_whole_lines(scheme: str) -> None:
    source = real_sources()[scheme]
    lines = source.text.split("\n")
    for point in points(scheme):
        assert [source.cut((span,)) for span in point.spans] == [lines[line - 1] for line in point.lines]


def test_rows_cut_by_a_page_end_are_joined() -> None:
    cut = {point.id: point.lines for name in real_schemes() for point in points(name) if len(point.lines) > 1}
    assert cut == {
        "foshan:1.2.2": (431, 434),
        "foshan:4.2.1": (454, 457),
        "foshan:5.2.1": (462, 465),
        "foshan:6.2.1": (470, 473),
        "foshan:6.3.2": (477, 480),
        "chongqing:2.2.3": (256, 258),
    }
    pieces = {
        point.id: sum(len(criterion.spans) - 1 for criterion in point.criteria)
        for name in real_schemes()
        for point in points(name)
        if len(point.lines) > 1
    }
    assert pieces["foshan:1.2.2"] == 0  # the cut falls between two questions
    assert all(cuts == 1 for id_, cuts in pieces.items() if id_ != "foshan:1.2.2")


def test_six_lost_names_are_inferred_with_a_reason() -> None:
    inferred = [point.id for point in points("chongqing") if point.name_inferred]
    assert inferred == [
        f"chongqing:{code}" for code in ("1.1.2", "2.3.2", "3.1.1", "3.1.2", "3.2.1", "3.2.2")
    ]
    assert not any(point.name_inferred for point in points("foshan"))


def test_blank_and_odd_cells_are_told() -> None:
    blank = [point.id for point in points("foshan") if not point.participants]
    assert blank == ["foshan:1.4.1", "foshan:6.1.1", "foshan:6.1.3"]
    told = {point.id for point in points("foshan") if any("参与部门一格为空" in note for note in point.notes)}
    assert told == set(blank)
    own = [point.id for point in points("foshan") if point.participants == (point.lead,)]
    assert own == ["foshan:6.2.3"]
    unnumbered = [point.id for point in points("chongqing") if not point.platform_numbers]
    assert len(unnumbered) == 8
    assert sum(bool(point.platform_raw) for point in points("chongqing")) == 3


def test_platform_numbers_of_a_damaged_cell() -> None:
    point = real_schemes()["chongqing"].point("chongqing:2.1.3")
    assert point is not None
    assert point.platform_numbers == ("3.4", "4", "5.1", "5.2", "6", "7.4", "7.5")
    assert point.platform_raw == "3. 4/4/5. 1/5. 2 6/7. 4/7. 5"


@pytest.mark.parametrize(
    ("scheme", "name", "title", "expected"),
    [
        ("foshan", "学生发展质量保证工作推进组", "组长", ("张竹英",)),
        ("foshan", "学生发展质量保证工作推进组", "副组长", ("杨国辉",)),
        ("foshan", "教师发展质量保证工作推进组", "成员", ("教务处", "人事处", "二级学院")),
        ("foshan", "质量保证体系诊断与改进工作委员会", "主任", ("徐小增", "袁毅桦")),
        ("chongqing", "培训指导组", "组长", ("张进",)),
        ("chongqing", "数据工作组", "成员", ("何履胜", "曹毅", "王智祥", "江洪")),
    ],
)
def test_who_holds_a_post(scheme: str, name: str, title: str, expected: tuple[str, ...]) -> None:
    assert holders(scheme, name, title) == expected


def test_bodies_have_as_many_people_as_printed() -> None:
    assert len(holders("foshan", "质量保证体系诊断与改进工作委员会", "成员")) == 23
    people = [
        holder
        for body in real_schemes()["chongqing"].bodies
        for post in body.posts
        for holder in post.holders
    ]
    assert len(people) == 33
    groups = [body.name for body in real_schemes()["foshan"].bodies if body.name.endswith("推进组")]
    assert len([name for name in groups if not name.startswith("五个")]) == 5


def test_a_post_outside_is_kept_beside_its_holder() -> None:
    post = body("chongqing", "试点工作组").posts[1]
    assert (
        dict(zip(post.holders, post.details, strict=True))["冯麒麟"] == "重庆伊士顿电梯有限责任公司副总经理"
    )


def test_no_contact_data_in_any_scheme_file() -> None:
    for file in SCHEMES.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        assert "@" not in text
        assert "**" not in text


def test_writing_rules() -> None:
    writing = real_schemes()["chongqing"].writing
    assert writing is not None
    assert {limit.part: limit.maximum for limit in writing.limits} == {
        "自我诊改工作概述": 500,
        "自我诊断意见": 500,
        "改进措施": 200,
        "改进效果": 200,
    }
    assert writing.opinion_parts == ("目标达成程度", "主要成绩", "存在问题", "原因分析")
    assert writing.observed_effects_only
    assert writing.no_grades
    assert "改进成效" in writing.limits[3].aliases


def test_review_rule() -> None:
    review = real_schemes()["chongqing"].review
    assert review is not None
    assert (review.elements, review.effective_minimum, review.abnormal_below) == (15, 12, 10)
    assert review.lines == (93, 95, 97)
    assert "；" in review.unclear


@pytest.mark.parametrize("scheme", ["foshan", "chongqing"])
def test_an_alias_is_no_name_of_another_point(scheme: str) -> None:
    names = {point.name for point in points(scheme)}
    for point in points(scheme):
        assert not names & set(point.aliases), point.id
    counted = Counter(alias for point in points(scheme) for alias in point.aliases)
    assert [alias for alias, count in counted.items() if count > 1] == []


TAMPERED = [
    ("foshan", "lead: 校办", "lead: 教务处", "牵头部门", "第 429 行"),
    ("foshan", "lead: 质控办", "lead: 教务处", "牵头部门", "第 427 行"),  # a participant of that row
    ("foshan", "participants: [校办, 二级学院]", "participants: [校办]", "参与部门", "第 428 行"),
    (
        "foshan",
        "participants: [质控办, 职能处室]",
        "participants: [质控办, 职能处]",
        "参与部门",
        "第 431、434 行",
    ),
    ("foshan", 'due: "2019-04"', 'due: "2019-05"', "完成时间", "第 429 行"),
    ("foshan", "name: 质量文化建设", "name: 质量文化建议", "诊断点名称", "第 429 行"),
    ("foshan", "name: 成长环境", "name: 成长条件", "诊断要素", "第 462 行"),
    ("foshan", 'code: "5.2"', 'code: "5.3"', "诊断要素", "第 462 行"),
    ("foshan", "name: 体系运行效果", "name: 运行效果", "诊断项目", "第 467 行"),
    ("foshan", "- 质量文化氛围；", "- 质量文化气氛；", "影响因素", "第 429 行"),
    ("foshan", "holders: [张竹英]", "holders: [张竹影]", "人员或部门", "第 131 行"),
    ("foshan", "duties: 负责制度建设的顶层设计", "duties: 负责制度建设的总体设计", "职责", "第 318 行"),
    ("foshan", "name: 制度建设领导小组", "name: 制度领导小组", "机构名称", "第 318 行"),
    ("foshan", "title: 副秘书长", "title: 副主任", "职务", "第 69 行"),
    ("foshan", "lines: [428]", "lines: [429]", "影响因素", "第 429 行"),
    ("foshan", "lines: [428]", "lines: [4280]", "没有第 4280 行", "484"),
    ("foshan", "lines: [431, 434]", "lines: [434, 431]", "从小到大", "请按原文"),
    ("chongqing", 'platform_numbers: ["3.4"]', 'platform_numbers: ["3.5"]', "相应编号", "第 250 行"),
    ("chongqing", '"5.2", "6", "7.4", "7.5"]', '"5.2", "7.4", "7.5"]', "数字不合", "第 253 行"),
    ("chongqing", "maximum: 200", "maximum: 300", "字数上限", "第 321 行"),
    ("chongqing", "minimum: 12", "minimum: 11", "相符项数", "第 93 行"),
    ("chongqing", "below: 10", "below: 9", "相符项数", "第 95 行"),
    ("chongqing", "below: 10", "below: 0", "应为大于 0 的整数", "below"),
    ("foshan", 'due: "2019-04"', "due: 2019年4月", "应写成“年-月”", "due"),
    ("chongqing", "measures: 改进措施针对性不强", "measures: 改进措施针对性强", "改进措施", "第 95 行"),
    ("chongqing", "parts: [目标达成程度, 主要", "parts: [目标完成程度, 主要", "意见组成", "第 320 行"),
    ("chongqing", "重庆电子工程职业学院院长]", "重庆工商职业学院院长]", "所任职务", "第 164 行"),
    ("chongqing", "count_lines: [284]", "count_lines: [286]", "诊断项目数", "第 286 行"),
    ("chongqing", "document: chongqing", "document: chengdu", "没有名为“chengdu”的原文", "chongqing、foshan"),
]


@pytest.mark.parametrize(("scheme", "old", "new", "what", "where"), TAMPERED)
def test_a_tampered_value_is_refused(
    tmp_path: Path, scheme: str, old: str, new: str, what: str, where: str
) -> None:
    edited(SCHEMES / f"{scheme}.yaml", tmp_path, old, new)
    with pytest.raises(SchemeError) as refused:
        read_schemes(tmp_path, real_sources())
    message = str(refused.value)
    assert f"{scheme}.yaml 第 " in message
    assert where in message
    assert what in message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("lead: 校办", "lead: 教务处"),
        ('due: "2019-04"', 'due: "2019-05"'),
        ("holders: [张竹英]", "holders: [张竹影]"),
        ("name: 成长环境", "name: 成长条件"),
        ("place: 佛山", "palce: 佛山"),
        ("place: 佛山", "place: 12"),
        ("lines: [428]", 'lines: ["428"]'),
        ("short: 佛山方案", "short: [佛山方案"),
        ("short: 佛山方案", "short: 佛山方案\nshort: 佛山"),
    ],
)
def test_the_message_names_the_line_of_the_file(tmp_path: Path, old: str, new: str) -> None:
    copy, line = edited(SCHEMES / "foshan.yaml", tmp_path, old, new)
    with pytest.raises(SchemeError) as refused:
        read_schemes(tmp_path, real_sources())
    last = line + 1  # a YAML error shows where the reader stumbled, at most a line further down
    assert any(f"{copy} 第 {number} 行" in str(refused.value) for number in (line, last))


def test_a_value_missing_in_print_passes_when_inferred(tmp_path: Path) -> None:
    edited(
        SCHEMES / "foshan.yaml",
        tmp_path,
        "lead: 校办",
        "inferred: {lead: 依据校办职责}\n            lead: 党办",
    )
    point = read_schemes(tmp_path, real_sources())["foshan"].point("foshan:1.1.3")
    assert point is not None
    assert point.lead == "党办"
    assert "牵头部门系推定：依据校办职责" in point.notes


def test_a_code_written_twice_is_refused(tmp_path: Path) -> None:
    edited(SCHEMES / "foshan.yaml", tmp_path, 'code: "1.2"', 'code: "1.1"')
    with pytest.raises(SchemeError, match=r"诊断要素编号“1\.1”重复"):
        read_schemes(tmp_path, real_sources())


def test_a_point_left_out_is_noticed_by_the_texts_own_count(tmp_path: Path) -> None:
    text = (SCHEMES / "foshan.yaml").read_text(encoding="utf-8")
    start, end = text.index("          - name: 政策环境"), text.index("          - name: 资源环境")
    (tmp_path / "foshan.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(SchemeError, match="诊断点数“36”"):
        read_schemes(tmp_path, real_sources())


def test_a_file_must_have_the_name_of_its_scheme(tmp_path: Path) -> None:
    text = (SCHEMES / "foshan.yaml").read_text(encoding="utf-8")
    (tmp_path / "copy.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SchemeError, match="应与文件名“copy”相同"):
        read_schemes(tmp_path, real_sources())


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(SchemeError, match="没有方案文件"):
        read_schemes(tmp_path, real_sources())


def test_a_file_of_other_bytes_is_told(tmp_path: Path) -> None:
    (tmp_path / "foshan.yaml").write_bytes("标题: 佛山".encode("gb18030"))
    with pytest.raises(SchemeError, match="不是 UTF-8"):
        read_schemes(tmp_path, real_sources())
