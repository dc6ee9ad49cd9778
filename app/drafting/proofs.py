"""The kind of evidence that would show a criterion met."""

from __future__ import annotations

import re

from app.domain.schemes import Criterion

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


def needed(criterion: Criterion) -> str:
    """The kind of evidence that would show a criterion met."""
    found = [kind for cue, kind in _NEEDS if re.search(cue, criterion.text)]
    return "；".join(found[:2]) or "能说明情况的原始记录"
