"""Checks: a table of written cases, those that must be found and those that must not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.drafts import OVERVIEW, Cell, Counting, Evidence, PartKey, Sentence, Source, SourceKind
from app.domain.rules import Finding, Severity
from app.drafting.bench import Bench, open_bench
from app.drafting.checks import check_cell, check_report
from app.drafting.text import numbered, part_of
from tests.drafting.written import cell, read, report
from tests.growth import LINEAR, growth

TODAY = date(2026, 1, 5)
FULL = {
    "程度": "管控制度基本建立，发生率及影响明显下降，预警机制尚未建成。",
    "成绩": "修订《教学事故认定办法》，明确三类三级认定。",
    "问题": "两个二级学院没有投诉受理点。",
    "原因": "专职人员不足，经费没有列入预算。",
    "措施": "两个二级学院各设一个投诉受理点。",
    "成效": "尚未实施，已列入计划。",
}


def found(bench: Bench, one: Cell, rule: str, **more: object) -> list[str]:
    """The words of the findings of `rule` on the cell, in order."""
    return [finding.words for finding in findings(bench, one, rule, **more)]


def findings(bench: Bench, one: Cell, rule: str, **more: object) -> list[Finding]:
    whole = report(one)
    return [f for f in check_cell(bench, whole, one.element, TODAY, **more) if f.rule.id == rule]  # type: ignore[arg-type]


# (what is written, in which part, what is found of the rule)
GRADES = [
    ("我校质量保证体系运行优秀。", "成绩", ["优秀"]),
    ("总体自评为良好。", "程度", ["总体自评为良好"]),
    ("本要素评定为A级。", "程度", ["A级"]),
    ("本要素自评得92分。", "程度", ["自评得92分"]),
    ("自评得分为95.5分。", "程度", ["自评得分为95.5分"]),
    ("质量保证工作在全市高职院校排名第三。", "成绩", ["全市高职院校排名第三"]),
    ("各项指标位居全市前列，名列前茅。", "成绩", ["位居全市前列", "名列前茅"]),
    ("达到合格等级。", "程度", ["达到合格"]),
    ("等级为“B”。", "程度", ["等级为“B"]),
    ("专业诊改处于全国领先水平。", "成绩", ["处于全国领先"]),
    ("总体良好。", "程度", ["总体良好"]),
    ("表彰优秀教师12名。", "成绩", []),
    ("体质测试优良率达到41%。", "成绩", []),
    ("学生技能竞赛获一等奖2项，总分排名第三。", "成绩", []),
    ("制度运行良好，反馈及时。", "成绩", []),
    ("校园毗邻AAAA级景区，A级景区实训基地2个。", "成绩", []),
    ("本次自我诊改不作等级性结论，不下优秀、良好等结论。", "程度", []),
    ("二级学院全部建立质量小组。", "成绩", []),
    ("学生英语应用能力A级考试通过率为62%。", "成绩", []),
    ("毕业生优秀率为18%，较上年提高2个百分点。", "成绩", []),
    ("遴选优秀案例8个。", "成绩", []),
    # a grade that is the whole predicate of what is ours
    ("对照要求，本要素达成情况为优。", "程度", ["为优"]),
    ("诊断点逐条打分，平均91分。", "程度", ["平均91分"]),
    ("经对照，预警机制评为二等。", "程度", ["评为二等"]),
    ("本轮诊改综合评级为A+。", "程度", ["评级为A+"]),
    ("教师获市级教学能力比赛奖项4项，课程质量保证自评为良。", "成绩", ["自评为良"]),
    ("三个要素中一个为优、两个为良。", "程度", ["为良"]),
    ("发生率及影响诊断点得满分。", "程度", ["得满分"]),
    ("目标达成度优秀（见附表）。", "程度", ["优秀"]),
    ("学校综合实力排名全市前三。", "成绩", ["排名全市前三"]),
    ("诊断结论：基本合格。", "程度", ["结论：基本合格"]),
    # a grade of others, or one that only describes
    ("毕业生对母校满意度评分为95.2分。", "成绩", []),
    ("新教师考核等次为“不合格”的1人延长见习期。", "成绩", []),
    ("抽查教案120份，优秀42份、良好60份、合格18份。", "成绩", []),
    ("实训基地通过省级验收，评定等级为优秀。", "成绩", []),
    ("校园网等级保护测评得分88.6分。", "成绩", []),
    ("学院负责人列为消防第一责任人。", "成绩", []),
    ("教学督导听课评价为优的课堂占64%。", "成绩", []),
    ("《优秀教案评选办法》已经印发。", "成绩", []),
    ("等级标准分为优秀、良好、合格、不合格四档。", "成绩", []),
    ("A类课程12门，B类课程46门。", "成绩", []),
    ("护理专业在全国技能大赛中列第5名。", "成绩", []),
    ("2栋宿舍整改验收评定为合格后启用。", "成绩", []),
    ("学校诊断12个专业，3个专业达到A级。", "成绩", []),
    ("各诊断要素评价均为“合格”以上。", "程度", ["均为“合格"]),
    ("目标达成等级：良。", "程度", ["等级：良"]),
    ("综合评价位次升至全市第5位。", "成绩", ["位次升至全市第5位"]),
    ("质量管理水平在全市同类院校中处于第一梯队。", "成绩", ["处于第一梯队"]),
    ("教材管理水平位于全市高职第一方阵。", "成绩", ["位于全市高职第一方阵"]),
    ("本校就业工作走在全市前列。", "成绩", ["走在全市前列"]),
    ("我校反馈做法属全国首创。", "成绩", ["全国首创"]),
    ("本要素达到“优良”档。", "程度", ["达到“优良”档"]),
    ("本要素自评星级为★★★★。", "程度", ["★★★★"]),
    ("目标达成度评价为“基本达成（85分档）”。", "程度", ["（85分档）"]),
    ("我校育人成效属于中上水平。", "成绩", ["属于中上"]),
    ("我校毕业生在全市技能大赛中走在前列。", "成绩", []),
    ("学生体能测试处于中上水平的占42%。", "成绩", []),
    ("首创“先签承诺再上岗”做法。", "成绩", []),
    ("读者评价中四星以上占86%。", "成绩", []),
    ("各诊断点自评均在90分以上。", "程度", ["自评均在90分"]),
    # a level or a place among schools is ours where nobody else is named
    ("学校预警机制建设处于较高水平，事故3起。", "程度", ["处于较高水平"]),
    ("三个诊断点自评得分分别为88、92、85分。", "程度", ["自评得分分别为88、92、85分"]),
    ("社会服务能力居全市同类高职院校第5位。", "成绩", ["居全市同类高职院校第5位"]),
    ("综合判断，质量事故管控工作为一档。", "程度", ["为一档"]),
    ("国际交流工作堪称全国职教开放的标杆。", "成绩", ["堪称全国职教开放的标杆"]),
    ("专业诊改工作在西部地区首屈一指。", "成绩", ["首屈一指"]),
    ("心理健康教育工作成绩优异。", "成绩", ["成绩优异"]),
    ("继续教育规模在兄弟院校中位列第三。", "成绩", ["兄弟院校中位列第三"]),
    ("毕业生就业率居全市同类高职院校第5位。", "成绩", []),
    ("毕业生就业率在全市同类院校中居第5位。", "成绩", []),
    ("学生普通话测试成绩优异的占12%。", "成绩", []),
    ("学员考试得分分别为88、92、85分。", "成绩", []),
    ("食堂量化评分为一档。", "成绩", []),
    ("2个支部成为全市党建标杆支部。", "成绩", []),
]
PREDICTIONS = [
    ("预计2026年事故再降三成。", ["预计"]),
    ("学生满意度将进一步提高。", ["将"]),
    ("力争建成预警平台。", ["力争"]),
    ("有望明年建成。", ["有望", "明年"]),
    ("即将上线。", ["即将"]),
    ("下一步推广到各学院。", ["下一步"]),
    ("师生参与度会明显提高。", ["会"]),
    ("投诉受理点已将服务延伸到校区。", []),
    ("把受理点由2个增至8个，将投诉表纳入平台。", []),
    ("2025年事故3起，达到预期。", []),
    ("预警平台尚未实施，预计2026年6月建成。", []),
    ("教学事故由7起降至3起。", []),
    ("1个专业减少招生计划30人。", []),
    ("计划2026年建成。", ["计划"]),
    ("2026年3月底前全部整改到位。", ["2026年3月"]),
    ("到2027年实现全覆盖。", ["2027年"]),
    ("确保2026年投诉率低于1%。", ["2026年"]),
    ("待经费到位后统一更换。", ["待经费到位后"]),
    ("新制度有利于规范教学秩序。", ["有利于"]),
    ("平台二期上线后能够实现全程留痕。", ["上线后能够"]),
    ("随着制度的推行，投诉会逐步减少。", ["会"]),
    ("质量意识必将增强。", ["必将"]),
    ("预警功能尚未启动，启用后可降低事故率。", ["启用后可"]),
    ("预警功能尚未启动。预计2026年5月招标。", []),
    ("预警功能尚未启动。预计事故率下降一半。", ["预计"]),
    ("尚未实施，因流标，计划2026年4月重新招标。", []),
    ("质控办每周将投诉情况反馈各学院，共反馈14次。", []),
    ("学校将降低事故率纳入二级学院考核，全年考核2次。", []),
    ("将建设任务分解到7个学院，完成率96%。", []),
    ("学生会提高了转办速度，家长会到会率升至91%。", []),
    ("按年度计划于9月完成培训4期。", []),
    ("预测模型对预警学生的预测准确率为84%。", []),
    ("《2026—2030年质量提升规划》通过论证。", []),
    ("2026届毕业生签约率为71%，列入2026年预算120万元。", []),
    ("平台上线后，受理时间由3天降至1天，有利于及时处理。", []),
    ("待处理投诉由12件降至2件。", []),
    ("待岗教师培训后转岗4人。", []),
    ("下学期起全面推行。", ["下学期"]),
    ("下学期课表已提前排完，调课由61次降至20次。", []),
    ("将为师生提供更多便利。", ["将"]),
    ("后续拟推广到各学院。", ["拟"]),
    ("学生预测试通过率由61%升至83%。", []),
    ("将有效做法写入操作手册。", []),
    ("学生参赛机会明显增多，由4次增至9次。", []),
    ("维保合同有效期至2028年6月。", []),
    ("回应师生期待，延长热水供应2小时。", []),
    ("完成计划12项中的11项。", []),
    ("事故率较预期目标低0.1个百分点。", []),
    ("用电量减少4起，预计用电量与实际相差2%以内。", []),
    ("将从根本上消除隐患。", ["将"]),
    ("清单挂网后就能当场查到，咨询由40次减至9次。", []),
    ("三年内可重复使用的耗材回收1200件。", []),
    ("原预计12月完工的工程于11月20日验收。", []),
    ("招聘结束后，生师比会降到18以下。", ["会"]),
    ("新设备到货后可满足实训需要。", ["后可"]),
    # a change that a day to come will bring, and what is merely possible
    ("2026年招生时报到率可升至85%以上。", ["可升至"]),
    ("2026年春季学期课时占比升至19.7%。", ["2026年"]),
    ("三年内可引进博士10人。", ["三年内可"]),
    ("可节约购置费约80万元。", ["可节约"]),
    ("学分完成比例会逐月上升。", ["会"]),
    ("机制一旦固化，漏处理就不会再出现。", ["一旦固化，漏处理就不会"]),
    ("足以让申请项目在下学期入驻。", ["足以让"]),
    ("未接收学生的企业有条件清零。", ["有条件"]),
    ("手册正在排印，印发以后各院校就能照着做。", ["正在排印，印发以后各院校就能"]),
    ("两年内可实现全覆盖。", ["两年内可"]),
    ("课时占比升至19.7%，超出年初预计的18%。", []),
    ("退书由410册减至36册，比预计的100册少。", []),
    ("把今后三年的接口费用一并签入合同。", []),
    ("明年全国会议的会务组来函索要12册。", []),
    ("填报记录减少7300条，有利于减负的做法见效。", []),
    ("2个专业停止2026年招生。", []),
    ("回访1260人，可联系到的占93%。", []),
    ("接诊47人次，其中可在校处理的41人次。", []),
    ("师生提建议的积极性势必进一步提高。", ["势必"]),
    ("合同履行完毕，可为企业新增产值300万元。", ["可为企业新增"]),
    ("9个支部均已明确表态，年底前把记录补齐。", ["年底前"]),
    ("二级心理站可以及时发现心理危机苗头。", ["可以及时"]),
    # an act that is finished makes a date of the future its object
    ("寒假前值班表已排到2026年2月。", []),
    ("剩下14条须等明年预算，已向提出人书面说明。", []),
    ("剩下14条须等明年预算。", ["明年"]),
    ("合同已经签订，2026年3月前全部到货。", ["2026年3月"]),
    ("平台已启用，到2026年6月全部学院接入。", ["2026年6月"]),
    ("原定年底前答复完毕的126条建议，11月已答复112条。", []),
    ("2024年底前完成改造的6栋宿舍没有再跳闸。", []),
    ("11月可以及时发现的问题由3个增至12个。", []),
    ("期末前补考通过率由61%升至82%。", []),
    ("寒假前把剩下的7栋宿舍全部改完。", ["寒假前"]),
    ("元旦前把41台旧空调更换完毕。", []),
    ("能够有效识别学生身份的门禁装了14处。", []),
]
MIXED = [
    ("对照6.2质量事故管控，制度健全。", ["6.2质量事故管控"]),
    ("3.1课程建设规划已经落实。", ["3.1课程建设规划"]),
    ("依据佛山方案附表开展自查。", ["佛山方案附表"]),
    ("对照16个诊断要素逐项自查。", ["16个诊断要素"]),
    ("诊断要素6.4的特色。", ["诊断要素6.4"]),
    ("对照5.2质量事故管控，制度健全。", []),
    ("对照15个诊断要素逐项自查。", []),
    ("投入6.2万元改造受理点。", []),
    ("与佛山市某企业共建实训基地。", []),
    ("抽查3个要素的材料。", []),
    ("满意度由3.1分提高到3.2分。", []),
    ("质量事故管控（6.2）逐条自查。", ["质量事故管控（6.2）"]),
    ("成长环境（5.2）逐条自查。", ["成长环境（5.2）"]),
    ("质量事故管控（5.2）逐条自查。", []),
    ("对照6.2.3预警机制完善预案。", ["6.2.3预警机制"]),
    ("对照5.2.3预警机制完善预案。", []),
    ("投入12.5.3号楼改造。", []),
    ("按体系特色与创新要素总结做法。", ["体系特色与创新要素"]),
    ("诊断要素“体系特色与创新”已落实。", ["诊断要素“体系特色与创新"]),
    ("体系有特色，创新有成果。", []),
    ("学生发展质量保证工作推进组牵头整改。", ["学生发展质量保证工作推进组"]),
    ("学校质量保证工作领导小组牵头整改。", []),
    ("依据粤教高函〔2016〕299号开展诊改。", ["粤教高函〔2016〕299号"]),
    ("依据粤教职函〔2018〕200号开展诊改。", ["粤教职函〔2018〕200号"]),
    ("依据教职成厅〔2015〕2号开展诊改。", []),
    ("依据渝教高〔2009〕17号开展评估。", []),
    ("按照广东省教育厅通知开展自查。", ["广东省教育厅"]),
    ("按照重庆市教委通知开展自查。", []),
    ("与广东省教育厅直属学校结对交流2次。", []),
    ("对照6个诊断项目自查。", ["6个诊断项目"]),
    ("对照37个诊断点自查。", []),
    ("按照佛山市高职院校诊改指引开展自查。", ["佛山市高职院校诊改指引"]),
    ("对照佛山诊改标准完成自查。", ["佛山诊改标准"]),
    ("对照项目表6.3的要求自查。", ["项目表6.3"]),
    ("对照附件2中6.4的要求自查。", ["附件2中6.4"]),
    ("对照附件2中5.2的要求自查。", []),
    ("对照表6.4核对采集数据1200条。", []),
    ("赴佛山办理教材采购，办法另行印发。", []),
    (
        "按照《广东省高等职业院校内部质量保证体系诊断与改进工作实施方案》自查。",
        ["《广东省高等职业院校内部质量保证体系诊断与改进工作实施方案》"],
    ),
    ("学习《广东省高等职业院校诊改实施方案》2次。", []),
    ("按照《重庆市高等职业院校诊改实施方案》自查。", []),
    ("按佛山职业技术学院质控办要求，开展培训74期。", ["佛山职业技术学院质控办要求"]),
    ("按佛山企业订单要求，开展培训74期。", []),
    ("按3.3要素的诊断点核对。", ["3.3要素"]),
    ("按5.2要素的诊断点核对。", []),
    ("对照佛山市诊改表自查。", ["佛山市诊改表"]),
    ("修订16个要素组成的课程标准模板。", []),
    ("对照16个要素组成的诊断项目表自查。", ["16个要素"]),
]


@pytest.mark.parametrize(("text", "part", "words"), GRADES)
def test_grades(chongqing: Bench, text: str, part: str, words: list[str]) -> None:
    assert found(chongqing, cell("5.2", FULL | {part: text}), "grade") == words


@pytest.mark.parametrize(("text", "words"), PREDICTIONS)
def test_predicted_effects(chongqing: Bench, text: str, words: list[str]) -> None:
    assert found(chongqing, cell("5.2", FULL | {"成效": text}), "predicted") == words


def test_plans_in_measures_are_no_predictions(chongqing: Bench) -> None:
    assert found(chongqing, cell("5.2", FULL | {"措施": "将于2026年6月前建成预警平台。"}), "predicted") == []


@pytest.mark.parametrize(("text", "words"), MIXED)
def test_what_belongs_to_another_scheme(chongqing: Bench, text: str, words: list[str]) -> None:
    assert found(chongqing, cell("5.2", FULL | {"成绩": text}), "mixed") == words


LENGTHS = [
    ("原因", 500, "limit-opinion", True),
    ("原因", 380, "limit-opinion", False),
    ("措施", 201, "limit-measures", True),
    ("措施", 200, "limit-measures", False),
    ("成效", 201, "limit-effects", True),
    ("成效", 200, "limit-effects", False),
]


@pytest.mark.parametrize(("part", "length", "rule", "told"), LENGTHS)
def test_lengths(chongqing: Bench, part: str, length: int, rule: str, told: bool) -> None:
    hits = findings(chongqing, cell("5.2", FULL | {part: "因" * length}), rule)
    assert [hit.severity for hit in hits] == ([Severity.ERROR] if told else [])


def test_the_overview_has_its_own_limit(chongqing: Bench) -> None:
    assert len(findings(chongqing, cell(OVERVIEW, {"概述": "述" * 501}), "limit-overview")) == 1
    assert findings(chongqing, cell(OVERVIEW, {"概述": "述" * 500}), "limit-overview") == []
    assert len(findings(chongqing, cell(OVERVIEW, {"概述": " \n"}), "empty")) == 1


def test_a_length_depends_on_how_it_is_counted(chongqing: Bench) -> None:
    one = cell("5.2", FULL | {"措施": "2025" * 60})
    told = {
        how: [
            f.rule.id
            for f in check_cell(chongqing, replace(report(one), counting=how), "5.2", TODAY)
            if f.rule.id == "limit-measures"
        ]
        for how in Counting
    }
    assert told == {Counting.WORD: [], Counting.CHARACTERS: ["limit-measures"], Counting.HAN: []}


def test_what_is_owed_does_not_count(chongqing: Bench) -> None:
    owed = "措" * 190 + "【待补充：" + "待" * 30 + "】"
    assert findings(chongqing, cell("5.2", FULL | {"措施": owed}), "limit-measures") == []


PARTS = [
    ({}, []),
    ({"原因": ""}, [PartKey.CAUSES]),
    ({"原因": " \n", "问题": ""}, [PartKey.PROBLEMS, PartKey.CAUSES]),
    ({"程度": "", "成绩": "", "问题": "", "原因": ""}, []),  # then it is empty altogether
]


@pytest.mark.parametrize(("change", "missing"), PARTS)
def test_missing_parts(chongqing: Bench, change: dict[str, str], missing: list[PartKey]) -> None:
    one = cell("5.2", FULL | change)
    assert [hit.part for hit in findings(chongqing, one, "parts")] == missing


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({}, []),
        ({"程度": "", "成绩": "", "问题": "", "原因": ""}, [PartKey.GOALS]),
        ({"措施": ""}, [PartKey.MEASURES]),
        ({"成效": "  "}, [PartKey.EFFECTS]),
    ],
)
def test_empty_parts(chongqing: Bench, change: dict[str, str], parts: list[PartKey]) -> None:
    assert [hit.part for hit in findings(chongqing, cell("5.2", FULL | change), "empty")] == parts


SHARES = [
    ({"程度": "程" * 50, "成绩": "成" * 50, "问题": "问" * 50, "原因": "因" * 50}, 0),
    ({"程度": "程" * 30, "成绩": "成" * 30, "问题": "问" * 25, "原因": "因" * 15}, 0),  # 40 %
    ({"程度": "程" * 50, "成绩": "成" * 100, "问题": "问" * 20, "原因": "因" * 10}, 1),  # 17 %
    ({"程度": "程" * 10, "成绩": "成" * 20, "问题": "问" * 60, "原因": "因" * 30}, 1),  # 75 %
]


@pytest.mark.parametrize(("texts", "number"), SHARES)
def test_problems_and_causes_take_about_half(chongqing: Bench, texts: dict[str, str], number: int) -> None:
    assert len(findings(chongqing, cell("5.2", FULL | texts), "share")) == number


LINKS = [
    # problems, measures, problems without a measure, measures without a problem
    ("投诉受理点缺失。", "各学院增设投诉受理点。", [], []),
    ("投诉受理点缺失。", "开展教师企业实践。", ["投诉受理点缺失"], ["开展教师企业实践"]),
    ("1.投诉受理点缺失。\n2.预警平台未建。", "1.增设投诉受理点。\n2.建设预警平台。", [], []),
    ("1.投诉受理点缺失。\n2.预警平台未建。", "增设投诉受理点。", ["预警平台未建"], []),
    ("投诉受理点缺失；应急演练少。", "针对问题2，每学期演练一次；针对问题1，配备专人。", [], []),
    ("一是投诉受理点缺失。学生只能打电话。二是演练少。", "增设投诉受理点。", ["演练少"], []),
    ("【待补充：存在的问题】", "【待补充：措施】", [], []),
    (
        "质量事故认定标准不统一。",
        "建立质量事故投诉受理点。",
        ["质量事故认定标准不统一"],
        ["建立质量事故投诉受理点"],
    ),
]


@pytest.mark.parametrize(("problems", "measures", "unanswered", "aimless"), LINKS)
def test_problems_and_measures(
    chongqing: Bench, problems: str, measures: str, unanswered: list[str], aimless: list[str]
) -> None:
    one = cell("5.2", FULL | {"问题": problems, "措施": measures})
    assert found(chongqing, one, "problem-measure") == unanswered
    assert found(chongqing, one, "measure-problem") == aimless


def test_a_link_that_somebody_set_counts_more_than_words(chongqing: Bench) -> None:
    one = cell("5.2", FULL | {"问题": "演练少。\n投诉受理点缺失。", "措施": "增设投诉受理点。"})
    first = one.part(PartKey.PROBLEMS).sentences[0].id
    measure = one.part(PartKey.MEASURES).sentences[0]
    linked = one.with_part(
        replace(one.part(PartKey.MEASURES), sentences=(replace(measure, answers=(first,)),))
    )
    assert found(chongqing, linked, "problem-measure") == ["投诉受理点缺失"]


def linked(one: Cell, key: PartKey, to: PartKey) -> Cell:
    """The cell with the first sentence of part `key` set to answer the first of part `to`."""
    first, *rest = one.part(key).sentences
    answers = (one.part(to).sentences[0].id,)
    return one.with_part(replace(one.part(key), sentences=(replace(first, answers=answers), *rest)))


ORDER = [
    # problems, measures, effects; how grave it is that words alone do not join them
    ("热水供应时间短。\n贫困认定不严。", "延长浴室开放。\n与民政核对低保。", "已开放。\n已核对。", "note"),
    ("热水供应时间短。\n贫困认定不严。", "延长浴室开放。", "已开放。", "warning"),
    ("热水供应时间短。", "与民政核对低保。", "已核对。", "warning"),
    # the effects say what was wrong, and so what the measure was for
    (
        "热水供应时间短。\n贫困认定不严。",
        "延长浴室开放。\n核对低保。",
        "热水供应时间加长。\n贫困认定补正8人。",
        "",
    ),
]


@pytest.mark.parametrize(("problems", "measures", "effects", "severity"), ORDER)
def test_order_alone_joins_as_many_measures_as_problems(
    chongqing: Bench, problems: str, measures: str, effects: str, severity: str
) -> None:
    one = cell("5.2", FULL | {"问题": problems, "措施": measures, "成效": effects})
    assert {hit.severity for hit in findings(chongqing, one, "problem-measure")} == (
        {Severity(severity)} if severity else set()
    )


UNLIKE = [
    ("实训耗材供应不及时。", "团委培训社团负责人。", 1),
    ("实训耗材供应不及时。", "后勤处按月采购实训耗材。", 0),
    ("23条预警中有9条没有处理。", "2025年9月更换机房空调2台。", 1),
]


@pytest.mark.parametrize(("problem", "measure", "number"), UNLIKE)
def test_a_link_between_two_things_that_share_no_word(
    chongqing: Bench, problem: str, measure: str, number: int
) -> None:
    one = linked(cell("5.2", FULL | {"问题": problem, "措施": measure}), PartKey.MEASURES, PartKey.PROBLEMS)
    assert [hit.severity for hit in findings(chongqing, one, "measure-problem")] == [Severity.NOTE] * number
    assert findings(chongqing, one, "problem-measure") == []


SUBSTANCE = [
    # part, text, rule, how grave
    ("措施", "加大管理力度。", "measure-vague", "warning"),
    ("措施", "提高思想认识，强化责任落实，形成工作合力。", "measure-vague", "warning"),
    ("措施", "进一步健全工作机制。", "measure-vague", "warning"),
    ("措施", "切实加强师资队伍建设。", "measure-vague", "warning"),
    ("措施", "加强实训管理。", "measure-vague", "warning"),
    ("措施", "更换热水设备。", "measure-vague", ""),
    ("措施", "两个学院各设一个投诉受理点。", "measure-vague", ""),
    ("措施", "教务处每学期抽查试卷。", "measure-vague", ""),
    ("措施", "建设预警平台。", "measure-vague", ""),
    ("措施", "修订《教学事故认定办法》。", "measure-vague", ""),
    ("成效", "成效明显。", "effect-vague", "warning"),
    ("成效", "管理水平不断提高，质量意识显著增强。", "effect-vague", "warning"),
    ("成效", "为质量提升打下了良好基础。", "effect-vague", "warning"),
    ("成效", "部署各学院逐项落实整改。", "effect-vague", "warning"),
    ("成效", "课堂到课情况明显改善。", "effect-vague", "warning"),
    ("成效", "缺课情况明显减少。", "effect-vague", "note"),
    ("成效", "到课率由88%升至94%，课堂秩序明显改善。", "effect-vague", ""),
    ("成效", "投诉受理点已经建成。", "effect-vague", ""),
    ("成效", "尚未实施，正在推进。", "effect-vague", ""),
    ("问题", "不存在突出问题。", "problem-vague", "warning"),
    ("问题", "无", "problem-vague", "warning"),
    ("问题", "部分教师质量意识还需进一步提高。", "problem-vague", "warning"),
    ("问题", "制度建设有待加强。", "problem-vague", "warning"),
    ("问题", "实训耗材供应不及时。", "problem-vague", ""),
    ("问题", "两个学院没有投诉受理点。", "problem-vague", ""),
    # nothing to hold on to: a measure that only asks for more, praise, a quality that falls short
    ("措施", "拓宽合作渠道，深化产教融合，健全长效机制。", "measure-vague", "warning"),
    ("措施", "高度重视教室资源配置，合理调配，物尽其用。", "measure-vague", "warning"),
    ("措施", "教务处进一步强化顶层设计，提升培养质量。", "measure-vague", "warning"),
    ("措施", "建立健全实训室共享机制，提高设备使用效益。", "measure-vague", "warning"),
    ("措施", "加大教材建设投入，激发教师编写热情。", "measure-vague", "warning"),
    ("措施", "学校将继续高位推动国际交流合作，不断擦亮办学品牌。", "measure-vague", "warning"),
    ("措施", "对标对表，补短板、强弱项，推动资产管理提质增效。", "measure-vague", "warning"),
    ("措施", "优化课表编排，把体育课避开午休时段。", "measure-vague", ""),
    ("措施", "落实听课制度，校领导随机进课堂并当场填反馈单。", "measure-vague", ""),
    ("措施", "提升辅导员待遇，夜间值班计入绩效。", "measure-vague", ""),
    ("措施", "规范协议文本，写清补贴标准，完善流程。", "measure-vague", "note"),
    ("措施", "针对存在的问题，认真研究，逐步加以解决。", "measure-vague", "warning"),
    ("措施", "建立经费执行月报制度。", "measure-vague", ""),
    ("措施", "启动智慧教室建设。", "measure-vague", ""),
    ("措施", "完善应急预案。", "measure-vague", ""),
    ("措施", "优化报修流程，取消纸质单，改用企业微信报修。", "measure-vague", ""),
    ("措施", "加强教材审核，境外教材一律由宣传部复审。", "measure-vague", ""),
    ("措施", "压实责任：每家企业明确联系人。", "measure-vague", ""),
    ("措施", "加强实习安全教育，学生签订承诺书后方可上岗。", "measure-vague", ""),
    ("成效", "校企合作迈上新台阶，育人合力初步形成。", "effect-vague", "warning"),
    ("成效", "各二级学院用数据说话的意识蔚然成风。", "effect-vague", "warning"),
    ("成效", "教师教研热情被充分激发，课堂面貌焕然一新。", "effect-vague", "warning"),
    ("成效", "安全防线越筑越牢，校园更加平安和谐。", "effect-vague", "warning"),
    ("成效", "违规电器收缴后宿舍跳闸不再发生。", "effect-vague", ""),
    ("成效", "受到上级领导和社会各界的高度评价。", "effect-vague", "warning"),
    ("成效", "人事处已停用手工报表。", "effect-vague", ""),
    ("成效", "教材库存账实相符，盘点差错清零。", "effect-vague", ""),
    ("成效", "艺术学院学生搬回室内上课。", "effect-vague", ""),
    ("问题", "校企合作的深度和广度还不够。", "problem-vague", "warning"),
    ("问题", "兼职教师队伍建设还存在一些薄弱环节。", "problem-vague", "warning"),
    ("问题", "宿舍热水供应时间太短，晚课学生赶不上。", "problem-vague", ""),
    ("问题", "与先进院校相比，科研工作尚有不小差距。", "problem-vague", "warning"),
    ("问题", "校医夜间不在岗。", "problem-vague", ""),
    ("问题", "实训耗材经费不足。", "problem-vague", ""),
    ("问题", "教师企业实践时间不足。", "problem-vague", ""),
    ("原因", "思想认识不到位，工作推进力度不够。", "cause-vague", "note"),
    ("原因", "历史原因造成，涉及面广，情况复杂。", "cause-vague", "note"),
    ("原因", "图书馆编制8人，周末排不出班。", "cause-vague", ""),
    ("原因", "受理点少的原因是受理点的数量不多。", "cause-restated", "note"),
    ("原因", "受理点少的原因是没有列入预算。", "cause-restated", ""),
    ("原因", "统筹协调不够，工作合力尚未形成。", "cause-vague", "note"),
    ("原因", "两个二级学院一直没有投诉受理点。", "cause-restated", "note"),
    ("原因", "经费没有列入预算，受理点没有专人。", "cause-restated", ""),
    # half of the clauses are enough where the rest has no fact; a digit in a name is none
    ("成效", "课证融通改革成果丰硕，学生职业能力大幅跃升。", "effect-vague", "warning"),
    ("成效", "科技成果转化的路径更加畅通，产学研合作再上新水平。", "effect-vague", "warning"),
    ("成效", "1+X试点的内涵日益丰富，教师视野进一步拓宽。", "effect-vague", "warning"),
    ("成效", "师生办事更加方便，手机上就能看到办到哪一步。", "effect-vague", ""),
    ("成效", "用5G直播间上课12节，课堂秩序明显改善。", "effect-vague", ""),
    ("问题", "课程诊改的质量参差不齐，内涵建设有待深化。", "problem-vague", "warning"),
    ("问题", "国际化特色不够鲜明，优质资源引进力度不大。", "problem-vague", "warning"),
    ("问题", "CET4辅导工作的主动性还需进一步激发。", "problem-vague", "warning"),
    ("问题", "教材管理不够规范，学生开学一周还拿不到书。", "problem-vague", ""),
    ("问题", "质量文化氛围不浓，内生动力不足。", "problem-vague", "warning"),
    ("问题", "教研活动走过场，研讨深度不够。", "problem-vague", ""),
    ("成效", "辅导员能叫出学生的名字，师生关系更加融洽。", "effect-vague", ""),
    ("成效", "全员质量意识入耳入心，质量文化蔚然成风。", "effect-vague", "warning"),
    ("原因", "对1+X证书制度的内涵理解不深，重视程度有待提高。", "cause-vague", "note"),
    ("原因", "1+X证书考点的软件与课堂用的版本不同，学生没有练过。", "cause-vague", ""),
    ("原因", "投诉不便，是因为2个二级学院一直没有投诉受理点。", "cause-restated", "note"),
    ("措施", "广泛宣传动员，引导师生树立质量意识，营造浓厚氛围。", "measure-vague", "warning"),
]


@pytest.mark.parametrize(("part", "text", "rule", "severity"), SUBSTANCE)
def test_texts_that_say_nothing_in_particular(
    chongqing: Bench, part: str, text: str, rule: str, severity: str
) -> None:
    told = findings(chongqing, cell("5.2", FULL | {part: text}), rule)
    assert [hit.severity.value for hit in told] == ([severity] if severity else [])


DONE = [
    ("实训系统接口尚未实施。", 1),
    ("考试系统已接入，实训系统接口尚未实施。", 0),
    ("考试系统已接入。", 0),
]


@pytest.mark.parametrize(("text", "number"), DONE)
def test_an_effect_marked_as_done_that_says_it_is_not(chongqing: Bench, text: str, number: int) -> None:
    one = cell("5.2", FULL | {"成效": text})
    effect = replace(one.part(PartKey.EFFECTS).sentences[0], done=True)
    told = findings(
        chongqing, one.with_part(replace(one.part(PartKey.EFFECTS), sentences=(effect,))), "effect-ground"
    )
    assert [hit.words for hit in told if hit.severity is Severity.WARNING] == ["尚未实施"] * number


def test_an_effect_of_no_measure(chongqing: Bench) -> None:
    texts = {"措施": "两个学院各设投诉受理点。", "成效": "投诉受理点增至9个。\n技能竞赛获奖增加6项。"}
    assert found(chongqing, cell("5.2", FULL | texts), "effect-measure") == ["技能竞赛获奖增加6项"]


E = Evidence("E1", "修订《教学事故认定办法》", "2025-09")
DATES = [
    ("2025-09", "evidence-undated", 0),
    ("", "evidence-undated", 1),
    ("去年秋天", "evidence-undated", 1),
    ("2026-03", "evidence-future", 1),
    ("2026-01-05", "evidence-future", 0),
    ("2026-01-02", "evidence-late", 1),  # after the report's own day
    ("2025-12-20", "evidence-late", 0),
    ("2025", "evidence-late", 0),
]


@pytest.mark.parametrize(("dated", "rule", "number"), DATES)
def test_dates_of_evidence(chongqing: Bench, dated: str, rule: str, number: int) -> None:
    one = cell("5.2", FULL, [replace(E, dated=dated)])
    assert len(findings(chongqing, one, rule)) == number


LATE = [
    ("2023年3月印发认定办法。", "2025-09", 1),
    ("2025年3月印发认定办法。", "2025-09", 0),  # what reports an event is younger than it
    ("2025年9月5日印发认定办法。", "2025-09-03", 0),
    ("2023年5月组织应急演练1次。", "2025-09", 0),  # no document is said to have come out then
    ("2023年3月印发认定办法，截至2025年11月认定事故3起。", "2025-11-20", 0),
    ("2023年3月印发认定办法，11月修订。", "2024-10", 0),  # November of the year named before
]


@pytest.mark.parametrize(("text", "dated", "number"), LATE)
def test_a_document_that_is_much_younger_than_it_is_said_to_be(
    chongqing: Bench, text: str, dated: str, number: int
) -> None:
    one = cell("5.2", FULL | {"成绩": text}, [replace(E, dated=dated)])
    sourced = replace(
        one.part(PartKey.ACHIEVEMENTS).sentences[0], sources=(Source(SourceKind.EVIDENCE, "E1"),)
    )
    one = one.with_part(replace(one.part(PartKey.ACHIEVEMENTS), sentences=(sourced,)))
    assert len(findings(chongqing, one, "evidence-late")) == number
    assert findings(chongqing, one, "evidence-unused") == []
    assert found(chongqing, one, "unsourced") == ["两个二级学院没有投诉受理点。"]


EARLY = [
    # the measure, the date of the evidence of its effect, whether it is too old
    ("2025年9月起集中采购耗材。", "2025-06", 1),
    ("2025年9月起集中采购耗材。", "2025-11", 0),
    ("2025年9月起集中采购耗材。", "2025", 0),
    ("2025年9月与2家供应商签订耗材合同。", "2025-06", 1),
    ("2025年9月底前集中采购耗材。", "2025-06", 0),
    ("2025年10月底前集中采购耗材。", "2025-09", 0),  # it may have been done before
    ("集中采购耗材。", "2019-06", 1),  # years before the cycle
    ("集中采购耗材。", "2024-12", 0),
]


@pytest.mark.parametrize(("measure", "dated", "number"), EARLY)
def test_evidence_older_than_the_measure(chongqing: Bench, measure: str, dated: str, number: int) -> None:
    one = cell("5.2", FULL | {"措施": measure, "成效": "耗材投诉由8件降至1件。"}, [replace(E, dated=dated)])
    effect = replace(
        one.part(PartKey.EFFECTS).sentences[0],
        sources=(Source(SourceKind.EVIDENCE, "E1"),),
        answers=(one.part(PartKey.MEASURES).sentences[0].id,),
    )
    one = one.with_part(replace(one.part(PartKey.EFFECTS), sentences=(effect,)))
    hits = findings(chongqing, one, "evidence-early")
    # a day that the measure names is sure; the cycle is only a guess
    assert [hit.severity for hit in hits] == [Severity.WARNING if "年" in measure else Severity.NOTE] * number


BEFORE_AND_AFTER = [
    # dates of the evidence of the measure and of its effect, what is told
    ("2025-09", ["2025-03"], [Severity.NOTE]),
    ("2025-09", ["2025-11"], []),
    ("", ["2025-03"], []),
]


@pytest.mark.parametrize(("measure", "effect", "told"), BEFORE_AND_AFTER)
def test_evidence_older_than_that_of_the_measure(
    chongqing: Bench, measure: str, effect: list[str], told: list[Severity]
) -> None:
    assert [hit.severity for hit in _early(chongqing, "集中采购耗材。", measure, effect)] == told


def test_what_it_was_like_before_may_stand_beside_what_came_of_it(chongqing: Bench) -> None:
    measure = "2025年9月集中采购耗材。"
    assert [hit.severity for hit in _early(chongqing, measure, "", ["2025-03"])] == [Severity.WARNING]
    assert [hit.severity for hit in _early(chongqing, measure, "", ["2025-03", "2025-11"])] == [Severity.NOTE]


def _early(bench: Bench, measure: str, measured: str, dates: list[str]) -> list[Finding]:
    pieces = [Evidence(f"E{i}", "耗材台账", dated) for i, dated in enumerate([measured, *dates])]
    one = cell("5.2", FULL | {"措施": measure, "成效": "耗材投诉由8件降至1件。"}, pieces)
    acted = replace(one.part(PartKey.MEASURES).sentences[0], sources=(Source(SourceKind.EVIDENCE, "E0"),))
    effect = replace(
        one.part(PartKey.EFFECTS).sentences[0],
        sources=tuple(Source(SourceKind.EVIDENCE, f"E{i + 1}") for i in range(len(dates))),
        answers=(acted.id,),
    )
    for key, sentence in ((PartKey.MEASURES, acted), (PartKey.EFFECTS, effect)):
        one = one.with_part(replace(one.part(key), sentences=(sentence,)))
    return findings(bench, one, "evidence-early")


EFFECTS = [
    ("教学事故由7起降至3起。", Severity.WARNING),
    ("预警平台尚未实施。", None),
    ("【待补充：成效】", None),
]


@pytest.mark.parametrize(("text", "severity"), EFFECTS)
def test_effects_stand_on_dated_evidence(chongqing: Bench, text: str, severity: Severity | None) -> None:
    one = cell("5.2", FULL | {"成效": text}, [E])
    expected = [severity] if severity else []
    assert [hit.severity for hit in findings(chongqing, one, "effect-ground")] == expected
    # a form read from a file has no evidence at all: a note, not a warning in each of its cells
    bare = [hit.severity for hit in findings(chongqing, cell("5.2", FULL | {"成效": text}), "effect-ground")]
    assert bare == ([Severity.NOTE] if severity else [])


def test_an_effect_with_dated_evidence_is_grounded(chongqing: Bench) -> None:
    one = cell("5.2", FULL | {"成效": "教学事故由7起降至3起。"}, [E])
    sentence = replace(one.part(PartKey.EFFECTS).sentences[0], sources=(Source(SourceKind.EVIDENCE, "E1"),))
    one = one.with_part(replace(one.part(PartKey.EFFECTS), sentences=(sentence,)))
    assert findings(chongqing, one, "effect-ground") == []


POINTS = [
    ({}, []),
    ({"程度": "管控制度已经建立。"}, ["发生率及影响", "预警机制"]),
    ({"程度": "质量事故发生率逐年减少。建立信息监测分析机制。"}, []),
]


@pytest.mark.parametrize(("change", "names"), POINTS)
def test_points_touched(chongqing: Bench, change: dict[str, str], names: list[str]) -> None:
    assert found(chongqing, cell("5.2", FULL | change), "points") == names


def test_what_is_owed_is_graver_at_submission(chongqing: Bench) -> None:
    one = cell("5.2", FULL | {"原因": "经费不足；【待补充：另一个原因】"})
    assert [hit.severity for hit in findings(chongqing, one, "unfinished")] == [Severity.WARNING]
    assert [hit.severity for hit in findings(chongqing, one, "unfinished", submitting=True)] == [
        Severity.ERROR
    ]
    assert findings(chongqing, cell("5.2", FULL), "unfinished", submitting=True) == []


BLANKS = [
    ("共认定教学事故XX起。", ["XX"]),
    ("××学院开展演练X次。", ["××", "X"]),
    ("20XX年办结率为___%。", ["20XX", "___"]),
    ("办结率为**%。", ["**"]),
    ("（此处填写演练情况）", ["（此处填写演练情况）"]),
    ("相关数据待补。", ["数据待补"]),
    ("具体内容待定，以教务处为准。", ["内容待定"]),
    ("培训（ ）场，覆盖教师   人。", ["（ ）", "教师   人"]),
    ("开展演练N次。", ["N"]),
    ("[请补充学院名称]开展自查。", ["[请补充学院名称]"]),
    ("TODO", ["TODO"]),
    ("[填写部门]牵头。", ["[填写部门]"]),
    ("（请插入图表）", ["（请插入图表）"]),
    ("编写N次方教材1册。", []),
    ("教字〔 〕31号文印发。", ["〔 〕"]),
    ("X射线实训室安装报警装置4套。", []),
    ("数控铣床X轴行程开关全部更换。", []),
    ("10个专业试点1+X证书。", []),
    ("待补考学生32人的诉求已答复。", []),
    ("待补缴学费的学生已办理缓缴。", []),
    ("实行“3+N”管理，教室面积为8×12米。", []),
    ("部分制度有待补充完善。", []),
    ("与某企业签订协议（补充协议2份）。", []),
    ("二○二五年印发。", []),
    ("2025年 月 日签订协议。", ["5年 月", " 月 日"]),
    ("2025年9月 日召开会议。", ["9月 日"]),
    ("全年？期，预警？条。", ["？", "？"]),
    ("年度经费[金额]万元，数据见附件（待上传）。", ["[金额]", "（待上传）"]),
    ("保洁外包合同金额：？万元。", ["？"]),
    ("××（化名）同学的就诊费用已报销。", []),
    ("留学生规模达到（待国际学院确认）人。", ["（待国际学院确认）"]),
    ("图书馆新增图书…册。", ["…"]),
    ("采购锅炉〇台，反馈〇〇条。", ["〇", "〇〇"]),
    ("设立专项经费（此处请团委补充导师人数）。", ["（此处请团委补充导师人数）"]),
    ("修订方案（数字请教务处确认）18个。", ["（数字请教务处确认）"]),
    ("［信息中心填］", ["［信息中心填］"]),
    ("出台办法（文号待定）。", ["（文号待定）"]),
    ("出台办法。（略）", ["（略）"]),
    ("出台“XX办法”。", ["XX"]),
    ("设“（  ）”填空题3道，设“____最满意”开放题2道。", []),
    ("引进“XX计划”人才2人。", []),
    ("迁入××路校区，采购xx形连接件6个。", []),
    ("征集“食堂还缺什么？”建议214条。", []),
    ("台账中“〇”表示缺勤。", []),
    ("会议纪要（待签发稿除外）9份，申请书（邀请企业补充）3份。", []),
    ("出台办法等……共4项，二〇二五年印发。", []),
    # notes to a colleague
    ("15个工作日内答复。（王处：时限是否改10天？）", ["（王处：时限是否改10天？）"]),
    ("答复期限定为15天（要不要改成10天？）。", ["（要不要改成10天？）"]),
    ("签订许可合同2份，金额（财务处提供）。", ["金额（财务处提供）"]),
    ("奖励标准按年调整（李老师来补）。", ["（李老师来补）"]),
    ("附表1略，数据后补。", ["数据后补"]),
    ("设立辅导站8个，负责人：某某某。", ["某某某"]),
    ("到账31万元（财务处提供）。", []),
    ("名单（学工处核定）在公示栏张贴7天。", []),
    ("答复建议112条（教务处：40条；学工处：72条）。", []),
    ("问卷第3题（“你满意吗？”）回收1200份。", []),
    ("学生张某某的申诉已经办结，报到后补录12人。", []),
    ("座谈3次（李老师，12人参加）。", []),
]


@pytest.mark.parametrize(("text", "words"), BLANKS)
def test_places_left_to_be_filled_in(chongqing: Bench, text: str, words: list[str]) -> None:
    one = cell("5.2", FULL | {"成绩": text})
    assert found(chongqing, one, "unfinished") == words
    told = findings(chongqing, one, "unfinished", submitting=True)
    assert [hit.severity for hit in told] == [Severity.ERROR] * len(words)


ELSEWHERE = [
    ("程度", "详见下文。", "parts"),
    ("原因", "同上。", "parts"),
    ("问题", "略", "parts"),
    ("措施", "参见附件2。", "empty"),
    ("成效", "同上", "empty"),
    ("成绩", "同去年。", "parts"),
    ("成绩", "与上年相同。", "parts"),
    ("程度", "详见附件。", "parts"),
    ("程度", "（略，见学校年度质量报告。）", "parts"),
    ("原因", "同问题分析，不再赘述。", "parts"),
    ("问题", "由于篇幅所限，问题从略。", "parts"),
    ("成效", "限于字数，此处不再展开，详见专业诊改平台截图。", "empty"),
]


@pytest.mark.parametrize(("part", "text", "rule"), ELSEWHERE)
def test_a_part_that_only_points_elsewhere(chongqing: Bench, part: str, text: str, rule: str) -> None:
    told = findings(chongqing, cell("5.2", FULL | {part: text}), rule)
    assert [(hit.severity, hit.words) for hit in told] == [(Severity.WARNING, text.rstrip("。"))]


def test_one_item_that_only_points_elsewhere(chongqing: Bench) -> None:
    one = cell(
        "5.2", FULL | {"问题": "两个学院没有投诉受理点。\n同上年。", "成绩": "与上年相同的3项制度继续执行。"}
    )
    told = [hit for hit in findings(chongqing, one, "parts") if hit.words == "同上年"]
    assert [(hit.part, hit.severity) for hit in told] == [(PartKey.PROBLEMS, Severity.WARNING)]
    for text in ("同上级部门签订协议。", "见习岗位增加12个。", "同问题学生谈话38人次，台账省略家长姓名。"):
        assert findings(chongqing, cell("5.2", FULL | {"成绩": text}), "parts") == []


def test_a_share_is_not_rounded_to_the_bound_it_misses(chongqing: Bench) -> None:
    texts = {"程度": "程" * 302, "成绩": "成" * 302, "问题": "问" * 200, "原因": "因" * 200}
    assert "39.8%" in findings(chongqing, cell("5.2", FULL | texts), "share")[0].message
    texts = {"程度": "程" * 300, "成绩": "成" * 301, "问题": "问" * 200, "原因": "因" * 200}
    assert "的 39.9%，" in findings(chongqing, cell("5.2", FULL | texts), "share")[0].message


LONG = "各二级学院每学期开展两次质量事故自查，形成台账并反馈。"
REPEATS = [
    (LONG, "5.1", LONG, 1),
    (LONG, "5.1", "各二级学院每学期开展两次质量事故自查，形成了台账并反馈。", 1),
    (LONG, "5.1", "教师每年到企业实践一个月，形成报告并交教务处存档备查。", 0),
    (
        "2025年教学事故3起，投诉12件，均在三日内办结。",
        "5.1",
        "2024年教学事故7起，投诉15件，均在三日内办结。",
        0,
    ),
    ("尚未实施。", "5.1", "尚未实施。", 0),
]


@pytest.mark.parametrize(("mine", "element", "theirs", "number"), REPEATS)
def test_repeated_text(chongqing: Bench, mine: str, element: str, theirs: str, number: int) -> None:
    one = cell("5.2", FULL | {"成绩": mine})
    other = cell(element, {"成绩": theirs})
    in_report = check_cell(chongqing, report(other, one), "5.2", TODAY)
    assert sum(hit.rule.id == "repeated" for hit in in_report) == number
    of_last = check_cell(chongqing, report(one), "5.2", TODAY, last=report(cell("5.2", {"成绩": theirs})))
    assert sum(hit.rule.id == "repeated" for hit in of_last) == number


def test_a_sentence_of_another_cell_in_other_words_is_noted(chongqing: Bench) -> None:
    theirs = "23条预警中有9条没有处理记录，数据分析结果没有进入二级学院例会。"
    mine = "19条预警中有7条没有处理记录，数据分析的结果没有进到二级学院的例会。"
    one = cell("5.2", FULL | {"问题": mine})
    told = check_cell(chongqing, report(cell("1.4", {"问题": theirs}), one), "5.2", TODAY)
    assert [(hit.severity, "说法相近" in hit.message) for hit in told if hit.rule.id == "repeated"] == [
        (Severity.NOTE, True)
    ]


OTHER_NUMBERS = "修订《教学事故认定办法》，分三类三级，7个学院各设投诉受理机构，每学期自查自纠2次。"


def test_a_long_sentence_with_only_other_numbers_is_noted(chongqing: Bench) -> None:
    theirs = OTHER_NUMBERS.replace("三类", "四类").replace("7个", "6个")
    one = cell("5.2", FULL | {"成绩": OTHER_NUMBERS})
    for told in (
        check_cell(chongqing, report(cell("5.1", {"成绩": theirs}), one), "5.2", TODAY),
        check_cell(chongqing, report(one), "5.2", TODAY, last=report(cell("5.2", {"成绩": theirs}))),
    ):
        hits = [hit for hit in told if hit.rule.id == "repeated"]
        assert [hit.severity for hit in hits] == [Severity.NOTE]
        assert "只改了数字" in hits[0].message


def test_a_short_measure_of_last_year_is_told_of_where_it_stands_again(chongqing: Bench) -> None:
    last = report(cell("5.2", {"措施": "3.建立事故预警制度。", "成效": "事故数明显下降。"}))
    for measure, number in (("1.建立事故预警制度。", 1), ("建立事故预警平台。", 0)):
        one = cell("5.2", FULL | {"措施": measure, "成效": "事故数明显下降。"})
        told = check_cell(chongqing, report(one), "5.2", TODAY, last=last)
        assert sum(hit.rule.id == "repeated" for hit in told) == number


def test_a_sentence_that_stands_twice_in_a_cell(chongqing: Bench) -> None:
    one = cell("5.2", FULL | {"成绩": LONG, "成效": LONG})
    assert [(hit.part, hit.severity) for hit in findings(chongqing, one, "repeated")] == [
        (PartKey.EFFECTS, Severity.WARNING)
    ]


def test_of_two_cells_with_the_same_sentence_a_whole_check_names_the_later(chongqing: Bench) -> None:
    whole = report(cell("5.2", FULL | {"成绩": LONG}), cell("5.1", FULL | {"成绩": LONG}))
    named = [
        f.element for f in check_report(chongqing, whole, TODAY) if f.words.startswith("各二级学院每学期")
    ]
    assert named == ["5.2"]


def test_a_whole_bad_report(chongqing: Bench) -> None:
    """Written with one fault a cell, as the faults seen in real reports are; each is found where it is."""
    praise = {"程度": "目标全部达成，成效优秀。", "成绩": "成绩显著，师生一致好评。" * 30}
    whole = report(
        cell(OVERVIEW, {"概述": "概" * 600}),
        read("1.1", praise),
        read("1.2", FULL | {"原因": ""}),
        read("1.3", FULL | {"问题": "制度更新慢。", "措施": "组织教师外出考察。"}),
        read("1.4", FULL | {"成效": "预计数据准确率将提高。"}),
        read("2.1", FULL | {"成绩": "2.1课程建设规划执行到位。"}),
        read("2.2", FULL | {"措施": "措" * 260}),
    )
    told = {
        (f.element, f.rule.id) for f in check_report(chongqing, whole, TODAY) if f.severity != Severity.NOTE
    }
    expected = {
        (OVERVIEW, "limit-overview"),
        ("1.1", "grade"),
        ("1.1", "parts"),
        ("1.1", "empty"),
        ("1.2", "parts"),
        ("1.3", "problem-measure"),
        ("1.3", "measure-problem"),
        ("1.4", "predicted"),
        ("2.1", "mixed"),
        ("2.2", "limit-measures"),
        ("3.1", "empty"),
    }
    assert expected <= told
    assert not {("1.2", "grade"), ("1.3", "limit-opinion"), ("2.2", "mixed"), ("1.4", "parts")} & told


def test_offices_of_another_scheme_are_told_of_the_other_way_round(foshan: Bench) -> None:
    for text, words in (("按照重庆市教委要求自查。", ["重庆市教委"]), ("按照广东省教育厅要求自查。", [])):
        one = cell("6.2", FULL | {"成绩": text})
        told = check_cell(foshan, report(one, scheme="foshan", form=""), "6.2", TODAY)
        assert [hit.words for hit in told if hit.rule.id == "mixed"] == words


def test_rules_of_one_scheme_are_not_put_upon_another(foshan: Bench) -> None:
    one = cell("6.2", FULL | {"程度": "自评为优秀。", "措施": "措" * 900, "成效": "预计好转。"})
    told = check_cell(foshan, report(one, scheme="foshan", form=""), "6.2", TODAY)
    assert not {"grade", "predicted", "limit-measures", "share"} & {f.rule.id for f in told}
    assert all(f.rule.ground is None or f.rule.ground.document == "foshan" for f in told)
    assert {f.severity for f in told if f.rule.id == "parts"} <= {Severity.NOTE}


def test_a_form_chosen_by_name_brings_its_rules(chongqing: Bench) -> None:
    bench = open_bench(chongqing.corpus, "foshan", "chongqing")
    one = cell("6.2", FULL | {"措施": "措" * 201})
    told = check_cell(bench, report(one, scheme="foshan"), "6.2", TODAY)
    over = next(f for f in told if f.rule.id == "limit-measures")
    assert over.rule.ground is not None
    assert over.rule.ground.document == "chongqing"
    assert bench.borrowed


def test_every_rule_of_the_form_quotes_its_clause(chongqing: Bench) -> None:
    for rule in chongqing.rules.values():
        assert rule.ground is not None, rule.id
        source = chongqing.corpus.documents[rule.ground.document].source
        assert max(rule.ground.lines) <= len(source.line_starts)
    assert chongqing.rule("predicted").ground.address == "附件3 注4"  # type: ignore[union-attr]
    assert chongqing.rule("share").ground.text == "存在问题与原因分析应占一半左右篇幅"  # type: ignore[union-attr]


def test_a_text_of_fifty_thousand_characters_is_checked(chongqing: Bench) -> None:
    long = "".join(f"第{i}个二级学院未设受理点，将在整改中补齐；" for i in range(2400))[:50_000]
    told = check_cell(chongqing, report(cell("5.2", FULL | {"成绩": long})), "5.2", TODAY)
    assert next(f.rule.id for f in told) == "limit-opinion"


@pytest.mark.parametrize(
    ("part", "unit", "size", "end"),
    [
        ("程度", "评定", 10_000, "甲为优。"),
        ("程度", "本要素为优 ", 8_000, ""),
        ("程度", "学校优秀，", 10_000, ""),
        ("成效", "2026年3月完成，", 5_000, ""),
        ("成效", "尚未实施，预计提高，", 5_000, ""),
        ("成绩", "（请补", 16_000, ""),
        ("成绩", "“（", 20_000, ""),
        ("措施", "以加强管理", 10_000, ""),
        ("问题", "管理不够", 12_000, ""),
        ("原因", "管理不够的原因是", 6_000, ""),
        ("成效", "2026年管理可提高", 6_000, ""),
        ("成效", "三年内可将明年", 7_000, ""),
        ("成绩", "覆盖        ", 6_000, ""),
    ],
)
def test_words_over_and_over_again_are_checked_in_one_pass(
    chongqing: Bench, part: str, unit: str, size: int, end: str
) -> None:
    def checked(times: int) -> tuple[Finding, ...]:
        return check_cell(chongqing, report(cell("5.2", FULL | {part: unit * times + end})), "5.2", TODAY)

    assert growth(checked, size // 4) < LINEAR


def test_of_the_same_sentences_so_many_are_told_as_can_be_read(chongqing: Bench) -> None:
    codes = [element.code for element in chongqing.scheme.elements()]
    prose = "".join(
        f"{place}学院本学期第{i}次召开实训室管理与设备维护专题会议并形成会议纪要。"
        for i in range(60)
        for place in "甲乙丙丁"
    )
    whole = report(*(cell(code, FULL | {"成绩": prose * 2}) for code in codes))
    told = check_report(chongqing, whole, TODAY)
    repeated = [hit for hit in told if hit.rule.id == "repeated" and hit.element == codes[-1]]
    assert len(repeated) == 41
    assert any("还有" in hit.message for hit in repeated)


def test_twins_are_found_in_the_same_order_every_time(chongqing: Bench) -> None:
    cells = [cell(code, {"成绩": LONG}) for code in ("5.1", "5.2", "5.3")]
    told = check_cell(chongqing, report(*cells), "5.2", TODAY)
    assert [hit.message for hit in told if hit.rule.id == "repeated"] == [
        "“各二级学院每学期开展两次质量事故自查，形…”与 5.1 的文字重复。"
    ]


def test_a_sentence_without_an_id_gets_one(chongqing: Bench) -> None:
    one = numbered(
        Cell(
            "5.2",
            (replace(part_of(PartKey.GOALS, "一。二。"), sentences=(Sentence("一。"), Sentence("二。"))),),
        )
    )
    assert [s.id for _, s in one.sentences()] == ["s1", "s2"]
    assert chongqing.element("5.2") is not None
