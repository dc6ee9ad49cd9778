"""Composing: every piece of evidence is there word for word, nothing else is, every sentence has a source."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.drafts import Cell, Evidence, Origin, PartKey, SourceKind
from app.drafting.bench import Bench
from app.drafting.compose import compose
from app.drafting.sorting import pieces as cut
from app.drafting.text import MISSING
from tests.drafting.written import cell

GIVEN = (
    Evidence("E1", "修订《教学事故认定办法》，分三类三级", "2025-09"),
    Evidence("E2", "2025 年教学事故 3 起，2024 年 7 起", "2025-12"),
    Evidence("E3", "两个二级学院未设投诉受理点", "2025-10"),
    Evidence("E4", "2024 年报告承诺“建立预警平台”，无进展记录", "2025-10"),
)
LAST = cell("5.2", {"措施": "1.修订教学事故认定办法。\n2.建立预警平台。"})
PIECES = st.builds(
    lambda text, dated, part: (text, dated, part),
    st.one_of(
        st.text(min_size=1, max_size=40).filter(lambda text: text.strip() != ""),
        st.sampled_from([piece.text for piece in GIVEN]),
        st.text(
            alphabet="未设不足预警投诉受理由于原因负责月底前；。\n【】3起", min_size=1, max_size=30
        ).filter(lambda text: text.strip() != ""),
    ),
    st.sampled_from(["", "2025", "2025-09", "何时"]),
    st.sampled_from([None, *(key for key in PartKey if key is not PartKey.OVERVIEW)]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12), st.booleans())
def test_no_evidence_is_lost_and_every_sentence_has_a_source(
    chongqing: Bench, pieces: list[tuple[str, str, PartKey | None]], with_last: bool
) -> None:
    element = chongqing.element("5.2")
    assert element is not None
    evidence = [Evidence(f"E{i}", text, dated, part=part) for i, (text, dated, part) in enumerate(pieces, 1)]
    draft = compose(chongqing, element, evidence, LAST if with_last else None, "2024").cell
    for piece in evidence:
        holders = "".join(one.text for _, one in draft.sentences() if piece.id in one.evidence)
        assert all(told.strip() in holders for told in cut(piece.text.strip()))
        if piece.part is not None:
            assert piece.text.strip() in draft.text(piece.part)
    assert [piece.text for piece in draft.evidence] == [piece.text for piece in evidence]
    told = [one for _, one in draft.sentences()]
    assert all(one.sources and one.origin is Origin.COMPOSER for one in told)
    assert len({one.id for one in told}) == len(told)


def test_nothing_is_said_that_no_evidence_says(chongqing: Bench) -> None:
    """What is not a 【待补充】 is the evidence, word for word."""
    for _, one in drafted(chongqing, "5.2", GIVEN, LAST).sentences():
        rest = MISSING.sub("", one.text).strip()
        if rest:
            assert rest.rstrip("。") in [piece.text for piece in GIVEN]


def drafted(bench: Bench, code: str, evidence: Sequence[Evidence], last: Cell | None = None) -> Cell:
    element = bench.element(code)
    assert element is not None
    return compose(bench, element, evidence, last, "2024").cell


def pieces(*texts: str, dated: str = "2025-06") -> tuple[Evidence, ...]:
    return tuple(Evidence(f"E{i}", text, dated) for i, text in enumerate(texts, 1))


def lines(cell: Cell, key: PartKey) -> list[str]:
    """What the evidence says in a part."""
    return [line for line in cell.text(key).splitlines() if line and not MISSING.match(line)]


def test_a_draft_as_a_person_reads_it(chongqing: Bench) -> None:
    element = chongqing.element("5.2")
    assert element is not None
    draft = compose(chongqing, element, GIVEN, LAST, "2024")
    text = {key: draft.cell.text(key) for key in PartKey}
    assert text[PartKey.GOALS].count("【待补充：“") == 3
    assert text[PartKey.PROBLEMS].splitlines() == [
        "两个二级学院未设投诉受理点。",
        "2024 年报告承诺“建立预警平台”，无进展记录。",
    ]
    assert text[PartKey.CAUSES].startswith("【待补充：问题1（两个二级学院未设投诉受理点）、问题2（")
    assert text[PartKey.MEASURES].count("【待补充：针对问题") == 2
    assert "修订《教学事故认定办法》" in text[PartKey.EFFECTS]
    assert "修订《教学事故认定办法》" not in text[PartKey.ACHIEVEMENTS]  # said once
    assert "上轮措施“建立预警平台”" in text[PartKey.EFFECTS]
    assert [(one.text, one.evidence) for one in draft.promises] == [
        ("修订教学事故认定办法", ("E1",)),
        ("建立预警平台", ()),
    ]


def test_a_promise_of_last_year_is_a_sentence_and_fewer_than_promised_are_an_answer(chongqing: Bench) -> None:
    last = cell("4.1", {"措施": "图书馆2025年增加周末开馆。由馆长负责。人事处2025年招聘专职辅导员9人。"})
    element = chongqing.element("4.1")
    assert element is not None
    hired = "人事处招聘专职辅导员7人，9月全部到岗。"
    draft = compose(chongqing, element, pieces(hired), last, "2024")
    assert [(one.text, one.evidence) for one in draft.promises] == [
        ("图书馆2025年增加周末开馆。由馆长负责", ()),
        ("人事处2025年招聘专职辅导员9人", ("E1",)),
    ]
    assert lines(draft.cell, PartKey.EFFECTS) == [hired]


def test_the_order_links_what_words_do_not(chongqing: Bench) -> None:
    evidence = tuple(
        Evidence(f"E{i}", text, dated)
        for i, (text, dated) in enumerate(
            (
                ("物流专业的评审三次都没到场。", "2025-04"),
                ("教务处5月定下每场800元劳务费，可线上参加。", "2025-05-12"),
                ("下半年出席率达到97%，未再出现缺席。", "2025-11-30"),
                ("根据诊断结果，2025年停招3个专业。", "2025-12"),
            ),
            1,
        )
    )
    draft = drafted(chongqing, "2.2", evidence)
    texts = [one.text for one in evidence]
    assert answered(draft, PartKey.MEASURES) == [(texts[1], [texts[0]])]
    assert answered(draft, PartKey.EFFECTS) == [(texts[2], [texts[1]])]
    assert lines(draft, PartKey.ACHIEVEMENTS) == [texts[3]]


def test_what_is_still_to_be_done_has_no_effect_yet(chongqing: Bench) -> None:
    evidence = (
        Evidence("E1", "实训楼二期停工8个月。", "2025-04"),
        Evidence("E2", "拟于2026年3月前租用旧门诊楼改作实训楼。", "2025-05-12"),
        Evidence("E3", "专项经费由2024年的1120万元增至1480万元。", "2025-11"),
    )
    draft = drafted(chongqing, "2.1", evidence)
    assert lines(draft, PartKey.EFFECTS) == []
    assert lines(draft, PartKey.ACHIEVEMENTS) == [evidence[2].text]


def test_several_problems_of_different_things_are_not_linked_by_order(chongqing: Bench) -> None:
    evidence = (
        Evidence("E1", "宿舍热水时断时续。", "2025-04"),
        Evidence("E2", "食堂排队时间较长。", "2025-04"),
        Evidence("E3", "团委5月举办辩论赛3场。", "2025-05-12"),
    )
    draft = drafted(chongqing, "4.1", evidence)
    assert lines(draft, PartKey.ACHIEVEMENTS) == [evidence[2].text]


def test_words_of_every_measure_link_nothing(chongqing: Bench) -> None:
    problem = "机电一体化技术专业通过悉尼协议认证，专家组提出整改建议11条，至今只落实4条。"
    other = "根据诊断结果，2025年停招3个专业，新设工业互联网技术专业。"
    draft = drafted(chongqing, "2.2", pieces(problem, other))
    assert lines(draft, PartKey.ACHIEVEMENTS) == [other]


def test_goals_are_what_the_evidence_says_of_goals(chongqing: Bench) -> None:
    reached = "年度规划15项指标已完成12项。"
    draft = drafted(chongqing, "3.1", pieces(reached, "7个学院中有3个的计划没有经费预算。"))
    assert lines(draft, PartKey.GOALS) == [reached]
    assert "实证支撑" not in draft.text(PartKey.GOALS)


def test_a_problem_is_followed_to_its_cause_its_measure_and_what_came_of_it(chongqing: Bench) -> None:
    draft = drafted(
        chongqing,
        "3.1",
        pieces(
            "7个二级学院中有3个的年度计划没有经费预算。",
            "其原因在于人事处与财务处没有建立会商机制。",
            "2025年起，年度计划须附经费预算，经两处会签后执行。",
            "7个二级学院的年度计划全部附有经费预算。",
        ),
    )
    (problem,) = draft.part(PartKey.PROBLEMS).sentences
    (cause,) = draft.part(PartKey.CAUSES).sentences
    (measure,) = draft.part(PartKey.MEASURES).sentences
    (effect,) = draft.part(PartKey.EFFECTS).sentences
    assert [one.evidence for one in (problem, cause, measure, effect)] == [("E1",), ("E2",), ("E3",), ("E4",)]
    assert (measure.answers, effect.answers) == ((problem.id,), (measure.id,))
    assert effect.done is True


def answered(cell: Cell, key: PartKey) -> list[tuple[str, list[str]]]:
    """What the evidence says in a part, and what each of it answers."""
    texts = {one.id: one.text.strip() for _, one in cell.sentences()}
    return [
        (one.text.strip(), [texts[id_] for id_ in one.answers])
        for one in cell.part(key).sentences
        if one.evidence
    ]


def test_one_piece_may_tell_a_problem_what_was_done_about_it_and_what_came_of_it(chongqing: Bench) -> None:
    problem, measure, effect = (
        "数控技术专业对口就业率只有48%。",
        "教务处约谈后，该专业压缩招生计划40人，并与3家企业开设订单班。",
        "2025届对口就业率回升到59%。",
    )
    other = ("11个专业的人才培养方案没有修订过。", "6月，教务处督促11个专业补选企业委员23人。")
    draft = drafted(chongqing, "2.1", pieces(*other, problem + measure + effect))
    assert (measure, [problem]) in answered(draft, PartKey.MEASURES)
    assert answered(draft, PartKey.EFFECTS) == [(effect, [measure])]


def test_how_many_of_so_many_are_done_by_now_comes_of_the_measure(chongqing: Bench) -> None:
    measure, effect = (
        "6月，教务处督促11个专业补选企业委员23人并召开会议。",
        "截至11月，11个专业中10个已完成人才培养方案修订。",
    )
    draft = drafted(chongqing, "2.1", pieces("11个专业的人才培养方案2022年以后没有修订过。", measure, effect))
    assert answered(draft, PartKey.EFFECTS) == [(effect, [measure])]


def test_a_problem_that_tells_its_cause_is_answered_and_not_asked_for_it(chongqing: Bench) -> None:
    problem, measure, effect = (
        "由于缺少企业参与，《冷链物流实务》等7门课程内容陈旧。",
        "物流学院9月邀请2家企业重编讲义7本。",
        "重编讲义使用后，学生技能考证一次通过率从62%提高到74%。",
    )
    draft = drafted(chongqing, "2.3", pieces(problem, measure, effect))
    assert lines(draft, PartKey.PROBLEMS) == [problem]
    assert draft.text(PartKey.CAUSES) == ""
    assert answered(draft, PartKey.MEASURES) == [(measure, [problem])]
    assert answered(draft, PartKey.EFFECTS) == [(effect, [measure])]


def test_a_rare_word_is_enough_for_a_measure_right_behind_its_problem(chongqing: Bench) -> None:
    problem, measure = "教学楼电梯未通过年检，残障学生上课不便。", "10月完成电梯更换，投入96万元。"
    draft = drafted(chongqing, "5.1", pieces(problem, measure))
    assert answered(draft, PartKey.MEASURES) == [(measure, [problem])]


def test_an_office_named_twice_links_nothing(chongqing: Bench) -> None:
    order = "教务处要求，2026年春季学期所有讲义必须由企业专家会审后方可使用。"
    draft = drafted(chongqing, "2.3", pieces("门数有两个口径，教务处412，质控办405，没有查明。", order))
    assert answered(draft, PartKey.MEASURES) == [(order, [])]


def test_a_question_is_asked_and_nothing_unknown_is_praised_for_what_it_stands_beside(
    chongqing: Bench,
) -> None:
    draft = drafted(
        chongqing, "2.3", pieces("完成了吗？口径有两个，没有查明。", "建成实训室5间。教师照着课件念。")
    )
    assert lines(draft, PartKey.ACHIEVEMENTS) == ["建成实训室5间。"]
    assert "请定：完成了吗？】" in draft.text(PartKey.ACHIEVEMENTS)
    assert "请定：教师照着课件念。】" in draft.text(PartKey.ACHIEVEMENTS)
    assert lines(draft, PartKey.PROBLEMS) == ["口径有两个，没有查明。"]


def test_what_was_changed_by_hand_is_a_measure_and_no_effect(chongqing: Bench) -> None:
    raised = "将企业兼职教师课酬提高到每课时120元。"
    draft = drafted(chongqing, "5.1", pieces("企业兼职教师课酬多年没有调整。", raised))
    assert lines(draft, PartKey.MEASURES) == [raised]


def test_causes_stand_in_the_order_of_the_problems_they_explain(chongqing: Bench) -> None:
    evidence = (
        Evidence("E1", "残障学生无障碍设施尚未覆盖2号、5号教学楼。", "2025-06"),
        Evidence("E2", "学生对后勤服务的满意度比上年下降2.3个百分点。", "2025-11"),
        Evidence("E3", "后勤外包合同没有把满意度与费用挂钩。", "2025-06"),
        Evidence("E4", "无障碍设施改造须报批，周期长。", "2025-08"),
    )
    draft = drafted(chongqing, "4.2", evidence)
    assert lines(draft, PartKey.CAUSES) == [evidence[3].text, evidence[2].text]


def test_a_piece_of_several_sentences_is_cut_where_their_parts_differ(chongqing: Bench) -> None:
    text = "投诉反馈平均超时3.2天。原因是受理人均为兼职。已从2025年9月起按件计算工作量。"
    draft = drafted(chongqing, "5.2", (Evidence("E1", text, "2025-10"),))
    assert lines(draft, PartKey.PROBLEMS) == ["投诉反馈平均超时3.2天。"]
    assert lines(draft, PartKey.CAUSES) == ["原因是受理人均为兼职。"]
    assert lines(draft, PartKey.MEASURES) == ["已从2025年9月起按件计算工作量。"]
    by_hand = drafted(chongqing, "5.2", (Evidence("E1", text, "2025-10", part=PartKey.CAUSES),))
    assert lines(by_hand, PartKey.CAUSES) == [text]


@pytest.mark.parametrize("text", ["数据填报差错率为4.7%。", "质控办在【行政楼】3楼。"])
def test_what_no_word_decides_is_asked_with_its_own_words(chongqing: Bench, text: str) -> None:
    draft = drafted(chongqing, "5.2", pieces(text))
    (first, *_) = draft.part(PartKey.ACHIEVEMENTS).sentences
    assert first.text.startswith("【待补充：证据E1归入成绩、问题、原因、措施还是成效，请定：")
    assert text in draft.text(PartKey.ACHIEVEMENTS)
    assert lines(draft, PartKey.PROBLEMS) == []


def test_equal_evidence_is_said_once_and_rests_on_both(chongqing: Bench) -> None:
    draft = drafted(chongqing, "5.2", pieces("两个二级学院未设投诉受理点", "两个二级学院未设投诉受理点。"))
    (problem,) = draft.part(PartKey.PROBLEMS).sentences
    assert (problem.text.strip(), problem.evidence) == ("两个二级学院未设投诉受理点。", ("E1", "E2"))


def test_achievements_are_a_line_a_point(chongqing: Bench) -> None:
    texts = (
        "制定突发性安全事故应急预案7项。",
        "修订质量事故分类分等认定办法1项。",
        "2025年质量事故3起，2024年7起。",
        "设立两级质量事故投诉受理机构12个。",
    )
    draft = drafted(chongqing, "5.2", pieces(*texts))
    assert lines(draft, PartKey.ACHIEVEMENTS) == [texts[1] + texts[3], texts[2], texts[0]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("毕业生本地就业率只有61.4%，低于同类院校平均水平的65.25%", "毕业生本地就业率只有61.4%…"),
        (
            "校企合作实训基地的安全管理制度没有覆盖企业导师带教的全部岗位",
            "校企合作实训基地的安全管理制度没有覆盖企业导师带教的全部…",
        ),
        ("各学院已设受理岗，但两个学院没有明确受理人", "两个学院没有明确受理人"),
        ("“认定办法”没有培训", "‘认定办法’没有培训"),
        (
            "没有登记的共有一二三四五六七八九十一二三四五六1234.56起",
            "没有登记的共有一二三四五六七八九十一二三四五六…",
        ),
    ],
)
def test_a_problem_is_called_by_its_number_and_a_whole_clause(chongqing: Bench, text: str, told: str) -> None:
    measures = drafted(chongqing, "5.2", pieces(text)).text(PartKey.MEASURES)
    assert measures == f"【待补充：针对问题1（{told}）的措施，含责任部门和完成时间】\n"


def test_what_is_to_be_done_after_the_day_of_the_report_is_a_measure(chongqing: Bench) -> None:
    element = chongqing.element("4.2")
    assert element is not None
    plan = Evidence("E1", "2025年11月完成2号教学楼无障碍改造")
    parts = [
        next(
            key
            for key, one in compose(chongqing, element, (plan,), until=day).cell.sentences()
            if one.evidence
        )
        for day in ("2025-09-30", "2025-12-20")
    ]
    assert parts == [PartKey.MEASURES, PartKey.ACHIEVEMENTS]


def test_evidence_is_linked_to_the_point_it_speaks_of(chongqing: Bench) -> None:
    element = chongqing.element("5.2")
    assert element is not None
    points = [piece.points for piece in compose(chongqing, element, GIVEN).cell.evidence]
    assert [names[0][:5] for names in points] == ["5.2.1", "5.2.2", "5.2.1", "5.2.3"]


def test_a_measure_is_linked_to_the_problem_it_answers(chongqing: Bench) -> None:
    element = chongqing.element("5.2")
    assert element is not None
    measure = Evidence("E5", "由质控办负责，2026年3月底前在两个二级学院增设投诉受理点", "2025-12")
    draft = compose(chongqing, element, (*GIVEN, measure)).cell
    problem = draft.part(PartKey.PROBLEMS).sentences[0]
    assert draft.part(PartKey.MEASURES).sentences[0].answers == (problem.id,)


def test_without_evidence_everything_is_owed_and_names_its_point(chongqing: Bench) -> None:
    element = chongqing.element("4.2")
    assert element is not None
    draft = compose(chongqing, element, ()).cell
    assert all(not MISSING.sub("", one.text).strip() for _, one in draft.sentences())
    for point in element.points:
        assert point.name in draft.text(PartKey.GOALS)
    assert {one.sources[0].kind for _, one in draft.sentences()} == {SourceKind.MISSING}


def test_less_of_what_other_evidence_calls_trouble_is_better(chongqing: Bench) -> None:
    fell = "11月补签率降到4%。"
    alone = drafted(chongqing, "4.1", pieces(fell))
    assert f"请定：{fell}】" in alone.text(PartKey.ACHIEVEMENTS)
    told = drafted(chongqing, "4.1", pieces("劳动课考勤补签较多，随意补签没有人管。", fell))
    assert lines(told, PartKey.ACHIEVEMENTS) == [fell]


def test_whoever_knows_better_says_where_evidence_goes(chongqing: Bench) -> None:
    draft = drafted(chongqing, "5.2", (Evidence("E1", "未设受理点", part=PartKey.CAUSES),))
    assert lines(draft, PartKey.CAUSES) == ["未设受理点。"]
