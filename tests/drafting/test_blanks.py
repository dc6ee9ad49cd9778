"""Places left to be filled in, and parts that only point elsewhere."""

from __future__ import annotations

import pytest

from app.domain.drafts import PartKey
from app.domain.rules import Severity
from app.drafting.bench import Bench
from tests.drafting.checking import FULL, findings, found
from tests.drafting.written import cell

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
