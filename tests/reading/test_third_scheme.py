"""A third scheme is a file: a fictional college, its own text and table style, no code."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import SchemeError
from app.domain.schemes import Scheme
from app.reading.schemes import read_schemes
from tests.reading.given import closed, source_text

# Fictional. Owners first, upright strokes, codes A/B, months as 2026.09, a row cut by a page end.
TEXT = """云岭职业学院（虚构）教学自查办法

| 责任部门 | 协办 | 期限 | 一级指标 | 二级指标 | 观测点 | 要求 |
| 教务部 | 实训部，图书馆 | 2026.09 | A 课堂教学 | A1 备课 | 教案准备 | 1）教案齐全。2）每周更新一次。 |
| 教务部 | | 2026.10 | | A2 授课 | 到课情况 | 到课率每月公布。 |
| 后勤部 | 教务 | 2026.12 | B 校园服务 | 食堂服务 | 饭菜质量 | 价格公开，学生 |

| | 部 | | | | | 满意度逐年提高。 |
| 后勤部 | 保卫部 | 2027年1月 | | | | 宿舍每学期检修一次。 |
共设 2 个一级指标、3 个二级指标、4 个观测点。
自查小组由院长任组长，负责全院自查。
报告每项不超过 300 字，须写成绩、不足两部分。
8 项中相符 ≥ 6 项且措施有力为“通过”；
8 项中相符 < 4 项且措施无力为“不通过”；
其余为“再查”。
"""

FILE = """
id: yunling
title: 云岭职业学院（虚构）教学自查办法
title_lines: [1]
short: 云岭办法
place: 云岭
document: yunling_2026
table: yunling_2026:表
names: [云岭, 云岭职院]
count_lines: [10]
columns: [lead, participants, due, name, criteria]
projects:
  - code: A
    name: 课堂教学
    lines: [4]
    elements:
      - code: A1
        name: 备课
        lines: [4]
        points:
          - {name: 教案准备, lines: [4], criteria: [教案齐全。, 每周更新一次。], lead: 教务部,
             participants: [实训部, 图书馆], due: "2026-09"}
      - code: A2
        name: 授课
        lines: [5]
        points:
          - {name: 到课情况, lines: [5], criteria: [到课率每月公布。], lead: 教务部, due: "2026-10"}
  - code: B
    name: 校园服务
    lines: [6]
    elements:
      - code: B1
        name: 食堂服务
        lines: [6]
        code_inferred: 原表没有印编号
        points:
          - {name: 饭菜质量, lines: [6, 8], criteria: ["价格公开，学生满意度逐年提高。"], lead: 后勤部,
             participants: [教务部], due: "2026-12"}
          - name: 宿舍检修
            lines: [9]
            criteria: [宿舍每学期检修一次。]
            lead: 后勤部
            participants: [保卫部]
            due: "2027-01"
            inferred: {name: 原表此格为空}
bodies:
  - name: 自查小组
    lines: [11]
    posts:
      - {title: 组长, holders: [院长], lines: [11]}
    duties: 负责全院自查
writing:
  limits:
    - {part: 报告每项, maximum: 300, lines: [12]}
  opinion: {parts: [成绩, 不足], lines: [12]}
review:
  elements: 8
  effective: {name: 通过, minimum: 6, measures: 措施有力, line: 13}
  abnormal: {name: 不通过, below: 4, measures: 措施无力, line: 14}
  otherwise: {name: 再查, line: 15}
"""


def read(folder: Path, file: str = FILE) -> Scheme:
    (folder / "yunling.yaml").write_text(file, encoding="utf-8")
    return read_schemes(folder, {"yunling_2026": source_text("yunling_2026", TEXT)})["yunling"]


def test_a_third_scheme_is_a_file(tmp_path: Path) -> None:
    scheme = read(tmp_path)
    assert [project.name for project in scheme.projects] == ["课堂教学", "校园服务"]
    points = list(scheme.points())
    assert [(point.id, point.name, point.lead, point.participants, point.due) for point in points] == [
        ("yunling:A1.1", "教案准备", "教务部", ("实训部", "图书馆"), "2026-09"),
        ("yunling:A2.1", "到课情况", "教务部", (), "2026-10"),
        ("yunling:B1.1", "饭菜质量", "后勤部", ("教务部",), "2026-12"),
        ("yunling:B1.2", "宿舍检修", "后勤部", ("保卫部",), "2027-01"),
    ]
    assert [point.element for point in points] == ["A1", "A2", "B1", "B1"]
    assert scheme.has_owners
    assert not scheme.has_platform_numbers


def test_its_spans_are_its_own_text(tmp_path: Path) -> None:
    source = source_text("yunling_2026", TEXT)
    for point in read(tmp_path).points():
        for criterion in point.criteria:
            assert closed(source.cut(criterion.spans)) == criterion.text
    cut = read(tmp_path).point("yunling:B1.1")
    assert cut is not None
    assert [source.cut((span,)) for span in cut.criteria[0].spans] == ["价格公开，学生", "满意度逐年提高。"]


def test_its_rules_may_be_fewer(tmp_path: Path) -> None:
    scheme = read(tmp_path)
    assert scheme.writing is not None
    assert scheme.writing.share == ""
    assert not scheme.writing.no_grades
    assert scheme.review is not None
    assert (scheme.review.effective, scheme.review.effective_minimum) == ("通过", 6)
    assert (scheme.review.abnormal_below, scheme.review.otherwise) == (4, "再查")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("participants: [保卫部]", "participants: [后勤部]", "参与部门“后勤部”"),  # only as the lead
        ("name: 饭菜质量", "name: 饭菜价格", "诊断点名称“饭菜价格”"),
        ("code: A2", "code: A3", "诊断要素“A3 授课”"),
        ("maximum: 300", "maximum: 200", "字数上限“200”"),
        ("minimum: 6", "minimum: 5", "相符项数“5”"),
        ("            inferred: {name: 原表此格为空}\n", "", "诊断点名称“宿舍检修”"),
        ("        code_inferred: 原表没有印编号\n", "", "诊断要素“B1 食堂服务”"),
        ("count_lines: [10]", "count_lines: [12]", "诊断项目数“2”"),
    ],
)
def test_it_is_checked_like_any_other(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in FILE
    with pytest.raises(SchemeError) as refused:
        read(tmp_path, FILE.replace(old, new))
    assert message in str(refused.value)
    assert "yunling.yaml 第 " in str(refused.value)
