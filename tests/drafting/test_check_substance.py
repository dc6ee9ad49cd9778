"""Texts that say nothing in particular."""

from __future__ import annotations

import pytest

from app.drafting.bench import Bench
from tests.drafting.checking import FULL, findings
from tests.drafting.written import cell

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
