"""Which part of a cell a piece of evidence belongs to, by the words it uses; whoever knows better says so."""

from __future__ import annotations

import re

from app.domain.drafts import Evidence, PartKey
from app.domain.schemes import Criterion

_CAUSE = re.compile(
    r"^(?:主要)?(?:原因|成因|症结)|由于|因为|源于|归因于|根源|原因(?:是|在于|为)|(?:所|从而|因此)?导致|所致"
)
_MEASURE = re.compile(
    r"(?:由|责任部门|责任人|牵头)[^，。；]{0,16}(?:负责|落实|牵头)[^。；]{0,24}(?:前|内|底)(?:完成|落实|建成|到位)?"
    r"|(?:责任部门|责任单位|完成时限|完成时间)[：:]|限期|(?:月|年)底前(?:完成|建成|增设|补齐|落实)|^(?:拟|计划)(?!生育)|整改方案提出"
)
_EFFECT = re.compile(
    r"(?:整改|改进|实施|措施落实|修订|增设|推行)(?:以?后|之后|以来)[，,]?|经(?:过)?整改|整改完成"
)
_PROBLEM = re.compile(
    r"尚?未(?!发生|出现|有投诉|见异常|来)|没有|尚无|无(?:进展|记录|专人|专职|机构|制度|标准|预案|方案|依据|人负责)|不足|不够|不完善|不健全|不平衡|不均衡"
    r"|不及时|不到位|不规范|不明确|不清晰|不稳定|不理想|不高|不强|不严|不全|缺少|缺乏|缺失|欠缺|缺口|薄弱|滞后|偏低|偏少|偏弱|偏高|下滑|空白|流于形式"
    r"|脱节|有待|逾期|未达|低于|仅(?:有|为|占|开|完成)?|只有|只占|迟迟|断档|流失|投诉(?:集中|较多|增)|反映.{0,12}(?:难|慢|差|少)|短板|漏洞|隐患"
)
_NO_PROBLEM = re.compile(
    r"(?:没有|未)(?:发生|出现|发现)|(?:无|零)(?:重大|责任)?(?:事故|投诉|差错|违规)|(?:问题|不足|短板|缺口|漏洞|隐患)[^，。；]{0,8}(?:已|均|全部|得到)"
    r"[^，。；]{0,4}(?:解决|整改|补齐|消除|销号)|(?:解决|补齐|消除|整改)了?[^，。；]{0,10}(?:问题|不足|短板|缺口|隐患)"
)
_NEEDS = (
    (r"满意度|调查", "满意度调查报告（注明调查时间和样本数）"),
    (r"预案", "预案文本、演练记录"),
    (r"经费|投入|资金", "经费预算与决算"),
    (r"机构|队伍|人员|岗位|教师", "机构设置或任命文件、人员名册"),
    (r"率|逐年|事故|人数|数量|达成度", "近两三年的统计数据"),
    (r"平台|数据|信息", "平台运行记录或数据分析报告"),
    (r"制度|办法|细则|机制|体系", "制度文本及印发文号、执行记录"),
    (r"规划|计划|目标|标准|方案|定位", "规划或标准文本、论证与审定记录"),
    (r"合作|企业|行业|政校", "合作协议及履行情况"),
    (r"定期|开展|执行|实施|落实|自查", "过程记录（会议纪要、检查记录）"),
)


def part_for(piece: Evidence) -> PartKey:
    """The part that `piece` belongs to."""
    if piece.part is not None:
        return piece.part
    text = piece.text
    if _CAUSE.search(text):
        return PartKey.CAUSES
    if _MEASURE.search(text):
        return PartKey.MEASURES
    if _PROBLEM.search(_NO_PROBLEM.sub("", text)):
        return PartKey.PROBLEMS
    return PartKey.EFFECTS if _EFFECT.search(text) else PartKey.ACHIEVEMENTS


def needed(criterion: Criterion) -> str:
    """The kind of evidence that would show a criterion met."""
    found = [kind for cue, kind in _NEEDS if re.search(cue, criterion.text)]
    return "；".join(found[:2]) or "能说明情况的原始记录"
