"""Composing: every piece of evidence is there word for word, nothing else is, every sentence has a source."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.drafts import Cell, Evidence, Origin, PartKey, SourceKind
from app.drafting.bench import Bench
from app.drafting.compose import compose
from app.drafting.sorting import part_said
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


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(alphabet="甲乙。！？；\n“”（）.3 ", min_size=1), max_size=1))
def test_cutting_loses_nothing(texts: list[str]) -> None:
    for text in texts:
        assert "".join(cut(text)) == text


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


SORTED = [
    ("修订《教学事故认定办法》，分三类三级", PartKey.ACHIEVEMENTS),
    ("近三年未发生重大安全事故", PartKey.ACHIEVEMENTS),
    ("受理点不足的问题已全部解决", PartKey.ACHIEVEMENTS),
    ("学生满意度96.5%", PartKey.ACHIEVEMENTS),
    ("全年零事故", PartKey.ACHIEVEMENTS),
    ("事故处理不存在迟报、漏报现象", PartKey.ACHIEVEMENTS),
    ("将岗位质量标准写入186个岗位说明书", PartKey.ACHIEVEMENTS),
    ("解决了食堂排队时间长的问题", PartKey.ACHIEVEMENTS),
    ("23项三年以上未修订的制度已完成修订21项", PartKey.ACHIEVEMENTS),
    ("未按规定上报的事故由3起减为0起", PartKey.ACHIEVEMENTS),
    ("数据填报差错率由4.7%降至1.2%", PartKey.ACHIEVEMENTS),
    ("学生对投诉处理的满意度为88.3%，比上年提高6.1个百分点", PartKey.ACHIEVEMENTS),
    ("投诉办结率由80%提高到95%", PartKey.ACHIEVEMENTS),
    ("已比对数据，核减不符合条件的学生46人", PartKey.ACHIEVEMENTS),
    ("两个二级学院未设投诉受理点", PartKey.PROBLEMS),
    ("兼职督导只有3人，人手不足", PartKey.PROBLEMS),
    ("课程标准更新滞后", PartKey.PROBLEMS),
    ("建立预警平台一事没有进展", PartKey.PROBLEMS),
    ("食堂排队时间长的问题还没有解决", PartKey.PROBLEMS),
    ("困难学生认定中个别班级存在轮流受助现象", PartKey.PROBLEMS),
    ("部分教师对教学事故的界定认识模糊，随意调课现象时有发生", PartKey.PROBLEMS),
    ("仍有31.2%的教职工不清楚本岗位的质量标准", PartKey.PROBLEMS),
    ("满意度为84.6%，比上年下降2.3个百分点", PartKey.PROBLEMS),
    ("重复投诉率由3%上升到5%", PartKey.PROBLEMS),
    ("2025年用人单位满意度91.2%，2024年93.0%", PartKey.PROBLEMS),
    ("心理咨询预约平均等待6.5天", PartKey.PROBLEMS),
    ("预警还主要靠人工统计，形式单一", PartKey.PROBLEMS),
    ("专业带头人外出培训机会少", PartKey.PROBLEMS),
    ("虽然事故总量下降，但企业导师没有纳入认定范围", PartKey.PROBLEMS),
    ("由于经费没有列入预算，受理点迟迟未建", PartKey.CAUSES),
    ("主要在于质量职责只写到部门、没有写到岗位", PartKey.CAUSES),
    ("受机构改革影响，质控办编制只有3人", PartKey.CAUSES),
    ("同时，学校地处区县，薪酬待遇缺乏竞争力", PartKey.CAUSES),
    ("教学楼建成于1998年，改造须报批，周期长", PartKey.CAUSES),
    ("利益分配机制不清，是合作难以深入的主要原因", PartKey.CAUSES),
    ("追其缘由，课程负责人没有津贴，也不计课时", PartKey.CAUSES),
    ("由质控办负责，2026年3月底前增设受理点", PartKey.MEASURES),
    ("今后将进一步加强质量文化建设", PartKey.MEASURES),
    ("拟于2026年春季学期接入预警平台", PartKey.MEASURES),
    ("2026年3月前增配1名专职数据分析人员", PartKey.MEASURES),
    ("要求两个学院在2025年10月底前明确受理人", PartKey.MEASURES),
    ("整改后投诉由12件降至4件", PartKey.EFFECTS),
    ("培训之后违规调课由14次降至3次", PartKey.EFFECTS),
    ("窗口增设后排队时间缩短到9分钟", PartKey.EFFECTS),
    ("26项主要指标完成21项，完成率80.8%", PartKey.GOALS),
    ("毕业生本地就业率为61.4%，未达到规划提出的65%", PartKey.GOALS),
    ("规划提出到2025年满意度达到88%，目前差3.4个百分点", PartKey.GOALS),
    ("“投诉全部办结”的目标没有实现", PartKey.GOALS),
    ("《产教融合行动方案》提出实训基地达到120个，现有117个", PartKey.GOALS),
    ("将企业兼职教师课酬提高到每课时120元", PartKey.ACHIEVEMENTS),
    ("兼职教师一年内更换人数降到12人", PartKey.ACHIEVEMENTS),
    ("经费使用审批程序繁琐，企业积极性受到影响", PartKey.PROBLEMS),
    ("个别学院对合作项目重签约、轻管理", PartKey.PROBLEMS),
    ("数据采集员均为兼职，培训跟不上", PartKey.PROBLEMS),
    # A failure is no achievement, whatever was done before it.
    ("实训楼二期立项后因地勘变更停工8个月", PartKey.PROBLEMS),
    ("2家签约景区相继停业", PartKey.PROBLEMS),
    ("引进的博士中有3人签约后放弃入职", PartKey.PROBLEMS),
    ("获批的市级教改项目8项中有3项被终止", PartKey.PROBLEMS),
    ("校企共建的产教融合基地被合作方收回", PartKey.PROBLEMS),
    ("公开招聘6次均无人报名", PartKey.PROBLEMS),
    ("推行的导师制流产", PartKey.PROBLEMS),
    ("建立的试题库重复率高达43%", PartKey.PROBLEMS),
    ("对外培训收入从390万元跌到212万元", PartKey.PROBLEMS),
    ("毕业生起薪连续三年在全市平均线以下", PartKey.PROBLEMS),
    ("改造后的学生宿舍热水供应时断时续", PartKey.PROBLEMS),
    ("学校承担的社区培训被区里改派给别的学校", PartKey.PROBLEMS),
    ("今年离职的教师有14人，其中高级职称6人，较去年翻了一番", PartKey.PROBLEMS),
    ("章程规定每年开会4次，实际开会1次", PartKey.PROBLEMS),
    ("到账经费不增反降，由460万元降为388万元；技术服务合同数增加11份", PartKey.PROBLEMS),
    ("完成了吗？", None),
    ("安排企业实践的教师有一半提前返校", None),
    ("通过技能等级考核的学生比上年减少96人", None),
    ("达到双师标准的教师由61%退到55%", None),
    ("更新后的人才培养方案比旧方案多出200学时空转课", None),
    ("学校推行课堂革命，教师照着课件念", None),
    ("名师工作室成立三年，带出的徒弟2人", None),
    # Nor is it a problem that a problem is no more, or what it is said of by the way.
    ("学生违纪由46起减为19起", PartKey.ACHIEVEMENTS),
    ("没有一名毕业生因学费问题退学", PartKey.ACHIEVEMENTS),
    ("难度较大的3门核心课建成了虚拟仿真资源", PartKey.ACHIEVEMENTS),
    ("停电期间启动应急预案，未影响考试", PartKey.ACHIEVEMENTS),
    ("低于1:18的专业已全部补足教师", PartKey.ACHIEVEMENTS),
    ("停用陈旧教材26种，换用近三年规划教材", PartKey.ACHIEVEMENTS),
    ("退学率0.8%，为历年最低", PartKey.ACHIEVEMENTS),
    ("薄弱学科竞赛成绩由空白到获奖3项", PartKey.ACHIEVEMENTS),
    ("教学楼老化线路更换完毕", PartKey.ACHIEVEMENTS),
    ("建立覆盖全校的质量管理制度12项", PartKey.ACHIEVEMENTS),
    ("建立校企合作单位年度考核和退出机制", PartKey.ACHIEVEMENTS),
    ("依据调整办法减少2个专业招生计划共55人", PartKey.ACHIEVEMENTS),
    ("缺少的27把急救椅全部到货", PartKey.ACHIEVEMENTS),
    ("校园贷排查覆盖全部班级，没有发现学生涉贷", PartKey.ACHIEVEMENTS),
    ("没有编制的29名辅导员享受同工同酬", None),
    ("志愿服务时长人均比上年少6.2小时", None),
    ("质量事故管控水平持续提升", None),
    ("质量平台每学期推送报告，二级学院打开过的占15%", None),
    ("承接的社会培训项目亏了23万元", PartKey.PROBLEMS),
    ("专业认证整改意见12条，回应了4条", None),
    ("出台《负责人管理办法》，每门课每年津贴3000元，行政干部一律退出", PartKey.ACHIEVEMENTS),
    # How much of what was wanted is there.
    ("《规划》2025年度任务33项，年底前完成28项，5项顺延", PartKey.GOALS),
    ("专业教学标准更新后，应修订课程标准412门，已修订376门", PartKey.GOALS),
    ("规划提出到2025年建成3个高水平专业群，目前建成2个", PartKey.GOALS),
    ("目标是每个专业群至少对接1家企业，6个做到了，2个没有做到", PartKey.GOALS),
    ("全年听课任务完成了一半", PartKey.GOALS),
    ("对照管控的要求，年度目标为事故不超过5起，实际发生4起", PartKey.GOALS),
    ("2026年6月底前完成12间实训室改造", PartKey.MEASURES),
    ("教务处要求，所有课程标准必须由企业专家会审后方可使用", PartKey.MEASURES),
    ("11月补签率降到4%", None),
    ("重修率升到12%", None),
    ("延期毕业率由3%降到1%", PartKey.ACHIEVEMENTS),
    ("学生提出要求12条，已办结12条", PartKey.ACHIEVEMENTS),
    ("教务处要求每学期听课8次，实际听课3次的教师有40人", PartKey.PROBLEMS),
    ("计划新建实训室5间，2026年6月完成5间招标", PartKey.MEASURES),
    ("停招3个专业后，教师超编21人", PartKey.PROBLEMS),
    ("新表收回率由61%到了96%", PartKey.ACHIEVEMENTS),
    ("专任教师生师比由1:17变为1:21", PartKey.PROBLEMS),
    ("原定6月底前完成配套制度审核52项，实际审核52项", PartKey.GOALS),
    ("《行动方案》要求2025年29个专业全部完成一轮诊断，至11月完成29个", PartKey.GOALS),
    ("《标准》设定毕业时体测合格率90%，2025届毕业生为81.5%", PartKey.GOALS),
    # What was bad and is done away with.
    ("2025年废止失效文件28份，汇编印发《制度汇编》上下册，收录制度163项", PartKey.ACHIEVEMENTS),
    ("利用巡视意见推动专业调整，关停招生不足的专业2个", PartKey.ACHIEVEMENTS),
    ("资料包挂到资源库18个，被非参赛班级使用2300人次", PartKey.ACHIEVEMENTS),
    ("实训室被社会机构占用3个月", PartKey.PROBLEMS),
    ("3个专业被关停", PartKey.PROBLEMS),
    ("2025年9月起，挂名三个以上社团的教师没有了", PartKey.EFFECTS),
    ("合作企业的订单没有了", PartKey.PROBLEMS),
    ("周末开馆后，10—11月新增借阅学生1127人", PartKey.EFFECTS),
    ("修复以后夜间锻炼打卡的学生日均有640人", PartKey.EFFECTS),
    ("数据前后不一的根子在于人事处和教务处各用一套口径", PartKey.CAUSES),
    ("图书馆于9月招募勤工助学学生60名，周末开馆", PartKey.ACHIEVEMENTS),
    ("教务处5月定下每场800元劳务费，可线上参加", PartKey.ACHIEVEMENTS),
    ("教务处5月推出公开课20门，教师照着课件念", None),
    ("教务处6月调课146次", None),
    ("图书馆10月借阅2.1万册", None),
    ("劳动课考勤表有三成是补签的", PartKey.PROBLEMS),
    ("合作企业对学校的评价较好", None),
    ("图书馆生均图书由68册降到63册", None),
    ("数据填报差错率为4.7%", None),
    ("质控办设在行政楼3楼", None),
]


@pytest.mark.parametrize(("text", "part"), SORTED)
def test_where_evidence_goes(text: str, part: PartKey | None) -> None:
    assert part_said(text, "2025-12-20") is part


def test_less_of_what_other_evidence_calls_trouble_is_better(chongqing: Bench) -> None:
    fell = "11月补签率降到4%。"
    alone = drafted(chongqing, "4.1", pieces(fell))
    assert f"请定：{fell}】" in alone.text(PartKey.ACHIEVEMENTS)
    told = drafted(chongqing, "4.1", pieces("劳动课考勤补签较多，随意补签没有人管。", fell))
    assert lines(told, PartKey.ACHIEVEMENTS) == [fell]


def test_whoever_knows_better_says_where_evidence_goes(chongqing: Bench) -> None:
    draft = drafted(chongqing, "5.2", (Evidence("E1", "未设受理点", part=PartKey.CAUSES),))
    assert lines(draft, PartKey.CAUSES) == ["未设受理点。"]
