"""A third scheme is a text, a record and a scheme file: answered by name, no code, no asked-as questions."""

from __future__ import annotations

import shutil

import pytest

from app.answering.assistant import Assistant
from app.domain.answers import Answer, Kind
from app.domain.corpus import Corpus
from app.indexing.folder import build_in_memory
from app.reading.corpus import read_corpus
from tests.answering.checks import documents, faults, has, points
from tests.indexing.given import ROOT, embedder

# Fictional.
TEXT = """云岭职业学院（虚构）教学自查办法

一、自查周期

各二级单位每 4 年至少开展一次教学自查，图书馆每周六闭馆盘点一次。

二、自查小组

自查小组由院长任组长，负责全院自查。

三、报告

报告每项不超过 300 字，须写成绩、不足两部分。

8 项中相符 ≥ 6 项且措施有力为“通过”；

8 项中相符 < 4 项且措施无力为“不通过”；

其余为“再查”。

四、教学自查指标

一级指标\t二级指标\t观测点\t要求\t责任部门\t协办\t期限
1 课堂教学\t1.1 备课\t教案准备\t1）教案齐全。2）每周更新一次。\t教务部\t实训部，图书馆\t2026.09
\t1.2 授课\t到课情况\t到课率每月公布。\t教务部\t\t2026.10
2 校园服务\t2.1 食堂服务\t饭菜质量\t价格公开，学生满意度逐年提高。\t后勤部\t教务部\t2026.12

共设 2 个一级指标、3 个二级指标、3 个观测点。
"""

RECORD = """
  - id: yunling
    file: yunling.txt
    title: 云岭职业学院（虚构）教学自查办法
    issuer: 云岭职业学院（虚构）
    kind: 学校办法
"""


def line(words: str) -> int:
    """The 1-based line of TEXT that holds `words`."""
    return TEXT.count("\n", 0, TEXT.index(words)) + 1


FILE = f"""
id: yunling
title: 云岭职业学院（虚构）教学自查办法
title_lines: [1]
short: 云岭办法
place: 云岭
document: yunling
table: yunling:四
names: [云岭, 云岭职院, Yunling]
count_lines: [{line("共设 2 个")}]
columns: [name, criteria, lead, participants, due]
projects:
  - code: "1"
    name: 课堂教学
    lines: [{line("教案准备")}]
    elements:
      - code: "1.1"
        name: 备课
        lines: [{line("教案准备")}]
        points:
          - {{name: 教案准备, lines: [{line("教案准备")}], criteria: [教案齐全。, 每周更新一次。], lead: 教务部,
             participants: [实训部, 图书馆], due: "2026-09"}}
      - code: "1.2"
        name: 授课
        lines: [{line("到课情况")}]
        points:
          - {{name: 到课情况, lines: [{line("到课情况")}], criteria: [到课率每月公布。], lead: 教务部, due: "2026-10"}}
  - code: "2"
    name: 校园服务
    lines: [{line("饭菜质量")}]
    elements:
      - code: "2.1"
        name: 食堂服务
        lines: [{line("饭菜质量")}]
        points:
          - {{name: 饭菜质量, lines: [{line("饭菜质量")}], criteria: ["价格公开，学生满意度逐年提高。"], lead: 后勤部,
             participants: [教务部], due: "2026-12"}}
bodies:
  - name: 自查小组
    lines: [{line("自查小组由")}]
    posts:
      - {{title: 组长, holders: [院长], lines: [{line("自查小组由")}]}}
    duties: 负责全院自查
    duties_lines: [{line("自查小组由")}]
writing:
  limits:
    - {{part: 报告每项, maximum: 300, lines: [{line("不超过 300 字")}]}}
  opinion: {{parts: [成绩, 不足], lines: [{line("不超过 300 字")}]}}
review:
  elements: 8
  effective: {{name: 通过, minimum: 6, measures: 措施有力, line: {line("“通过”")}}}
  abnormal: {{name: 不通过, below: 4, measures: 措施无力, line: {line("“不通过”")}}}
  otherwise: {{name: 再查, line: {line("“再查”")}}}
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    folder = tmp_path_factory.mktemp("three") / "corpus"
    shutil.copytree(ROOT / "corpus", folder)
    (folder / "sources" / "yunling.txt").write_text(TEXT, encoding="utf-8", newline="\n")
    record = folder / "sources" / "sources.yaml"
    record.write_text(
        record.read_text(encoding="utf-8").rstrip() + "\n" + RECORD.lstrip("\n"), encoding="utf-8"
    )
    (folder / "schemes" / "yunling.yaml").write_text(FILE, encoding="utf-8")
    return read_corpus(folder)


@pytest.fixture(scope="module")
def three(corpus: Corpus) -> Assistant:
    return Assistant(corpus, build_in_memory(corpus, embedder()), embedder())


def sound(answer: Answer, corpus: Corpus) -> Answer:
    assert faults(answer, corpus) == []
    return answer


def test_it_is_read_beside_the_others(corpus: Corpus) -> None:
    assert set(corpus.schemes) == {"foshan", "chongqing", "yunling"}
    assert len(list(corpus.schemes["yunling"].points())) == 3


@pytest.mark.parametrize(
    ("question", "words", "expected"),
    [
        ("云岭1.1要求什么", ("备课", "教案齐全"), ["yunling:1.1.1"]),
        ("云岭教案准备看什么", ("每周更新一次",), ["yunling:1.1.1"]),
        ("云岭2.1谁牵头", ("后勤部牵头", "教务部参与", "2026年12月"), ["yunling:2.1.1"]),
        (
            "云岭教务部牵头哪些观测点",
            ("教务部牵头 2 个", "教案准备", "到课情况"),
            ["yunling:1.1.1", "yunling:1.2.1"],
        ),
        ("云岭1.1.1什么时候完成", ("2026年9月",), ["yunling:1.1.1"]),
        ("Yunling 1.2", ("授课",), ["yunling:1.2.1"]),
    ],
)
def test_its_points_are_answered(
    three: Assistant, corpus: Corpus, question: str, words: tuple[str, ...], expected: list[str]
) -> None:
    found = sound(three.answer(question), corpus)
    assert found.kind is Kind.ANSWER
    assert has(found, *words)
    assert points(found) == expected
    assert documents(found) == {"yunling"}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("云岭多久做一次教学自查", "4年"),
        ("云岭图书馆哪天闭馆盘点", "周六"),
        ("云岭自查小组组长是谁", "院长"),
        ("云岭自查小组的职责", "负责全院自查"),
    ],
)
def test_its_clauses_are_found_without_asked_as_questions(
    three: Assistant, corpus: Corpus, question: str, words: str
) -> None:
    found = sound(three.answer(question), corpus)
    assert found.kind is Kind.ANSWER
    assert has(found, words)
    assert documents(found) == {"yunling"}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("云岭8项里相符7项，措施有力，结论是什么", "通过"),
        ("云岭相符3项，措施无力，结论是什么", "不通过"),
        ("云岭通过要几项相符", "6 项"),
        ("云岭报告每项限多少字", "300"),
    ],
)
def test_its_own_rules_are_applied_not_another_schemes(
    three: Assistant, corpus: Corpus, question: str, words: str
) -> None:
    found = sound(three.answer(question), corpus)
    assert found.kind is Kind.ANSWER
    assert has(found, words)
    assert documents(found) == {"yunling"}


@pytest.mark.parametrize(
    ("question", "kind", "words"),
    [
        ("重庆15项里相符12项，措施很好，是有效吗", Kind.ANSWER, "是“有效”"),
        ("佛山的自我诊断意见限多少字", Kind.REFUSE, "佛山方案没有规定"),
        ("重庆的自我诊断意见限多少字", Kind.ANSWER, "500"),
        ("教务处牵头哪些诊断点", Kind.ANSWER, "教务处牵头 13 个"),
        ("佛山6.2要求什么", Kind.ANSWER, "预警机制"),
    ],
)
def test_the_others_are_answered_as_before(
    three: Assistant, corpus: Corpus, question: str, kind: Kind, words: str
) -> None:
    found = sound(three.answer(question), corpus)
    assert found.kind is kind
    assert has(found, words)


def test_a_number_all_three_have_is_answered_for_each_by_name(three: Assistant, corpus: Corpus) -> None:
    found = sound(three.answer("1.1要求什么"), corpus)
    assert has(found, "佛山方案", "重庆方案", "云岭办法")
    assert documents(found) == {"foshan", "chongqing", "yunling"}


def test_what_it_has_not_is_said_of_it(three: Assistant, corpus: Corpus) -> None:
    found = sound(three.answer("云岭6.2要求什么"), corpus)
    assert has(found, "云岭办法没有 6.2")


def test_all_three_are_named_where_a_scheme_is_unknown(three: Assistant) -> None:
    with pytest.raises(Exception, match="云岭办法"):
        three.answer("6.2", scheme="nowhere")
