"""Places of a text that were left to be filled in, and parts that only point elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.drafting.text import MISSING

_COUNTED = r"(?:年|月|日|次(?!方)|人|名|个|项(?!目)|起|件|场|门|所|台|套|份|篇|期|处|间|万|元|学时|课时|小时|[%％]|百分点|学院|系部|部门|专业)"
# What a mark that may be read otherwise must stand before to be taken for a number: 预警？条, 图书…册, 〇〇条.
_UNIT = rf"(?:万元|亿元|台套|人次|个百分点|{_COUNTED}|条|册|本|家|张|座|栋|批|对|组|队|节|步|米|平方米|公里|亩|吨|分|人次|人天|届)"
_TO_DO = r"(?:补|填|核|定|附|查|确认|统计|提供|写明|更新|修改|完善|加上|列出|上传|附上)"
_SOMEBODY = r"(?:处|办|部|科|院|系|中心|室|馆|组|会|老师|主任|[处科部]长|秘书|同事)"
# Places that were left to be filled in, other than 【待补充】: marks instead of a number or a name, gaps, and notes to
# the writer. Not X射线, X轴, 1+X证书, 待补考.
_BLANK = re.compile(
    r"(?<![A-Za-z0-9])(?<!示例)(?:[XxＸ×]{2,}(?![A-Za-z0-9])"
    rf"|(?<![+＋\-－—])[XＸ×NＮ](?=\s*{_COUNTED}))"
    r"|\d{2}[XxＸ×]{2}(?=\s*年)"
    r"|_{2,}|＿{2,}|(?<![一二三四五六七八九])[○●□△◯]{2,}"
    rf"|(?<![*＊])[*＊]{{1,6}}(?=\s*{_COUNTED})"
    rf"|(?<=[\u4e00-\u9fff、，：:])[?？]{{1,3}}(?=\s*(?:{_UNIT})(?:次|[，。；、）)\n]|$))"
    rf"|(?<=[\u4e00-\u9fff])(?:…{{1,2}}|\.{{3,6}})(?=\s*(?:{_UNIT})(?:次|[，。；、）)\n]|$))"
    rf"|(?<![一二三四五六七八九十〇○零])[〇○]{{1,4}}(?=\s*{_UNIT})"
    r"|(?<=年)[ \t\u3000]{1,8}(?=月)|(?<=月)[ \t\u3000]{1,8}(?=日)"
    rf"|[（(\[【〔［][^）)\]】〕］\n]{{0,10}}?(?<![申邀聘敦])请(?![假示辞求客战]|教(?![务育师研学科]))[^）)\]】〕］\n]{{0,14}}?{_TO_DO}[^）)\]】〕］\n]{{0,14}}[）)\]】〕］]"
    rf"|[（(\[【〔［][^）)\]】〕］\n]{{0,10}}?(?:待|尚需|有待)[^）)\]】〕］\n]{{0,10}}?{_TO_DO}(?:充|写|实|对|认)?[）)\]】〕］]"
    r"|[\[【〔［][^\]】〕］\n]{1,12}[填补](?:写|充|上)?[\]】〕］]"
    r"|[\[［](?:金额|姓名|数字|数据|数量|日期|名称|单位|部门|学院|专业|人数|年份|文号|校名|学校)+[\]］]"
    r"|[（(](?:略|从略|此处略|内容略)[）)]"
    r"|（[\s_]*）|\([\s_]*\)|〔\s*〕|《\s*》|【\s*】|\[\s*\]"
    rf"|(?<=[\u4e00-\u9fff])[ \u3000]{{2,}}(?={_COUNTED})"
    r"|[（(\[【〔［]\s*(?:此处|这里|在此|请|待|需要?)(?:在此)?(?:再|另行|进一步)?(?:补|填|插入|输入|替换|核实|确认|添加|更新|修改)"
    r"[^）)\]】〕］\n]{0,30}[）)\]】〕］]"
    r"|[\[【〔［]\s*(?:填写|填入|输入|插入|替换)[^\]】〕］\n]{0,30}[\]】〕］]"
    r"|(?:此处|这里|在此处?)(?:请|需|应|待)?(?:补充|填写|填入|插入|添加|补上)[^，。；）)\n]{0,12}"
    r"|(?:数据|数字|此处|日期|名称|内容|材料|附[件表]|名单|金额|人数)[^，。；\n]{0,4}(?:待补充?|待定|待填写?|待统计|待更新|待核|[后另再]补|暂[缺略])(?=[，。；）)\s]|$)"
    r"|(?:(?<=[，。：；（\n])|^)(?:待补充?|待定|待填写?|待核实)(?=[，。；）)\s]|$)"
    # a note to a colleague: it asks, it addresses somebody, it says who is to fill in what stands before it
    r"|[（(\[【〔［][^）)\]】〕］“”‘’「」《》\n]{2,40}[?？][^）)\]】〕］“”‘’「」《》\n]{0,12}[）)\]】〕］]"
    rf"|[（(\[【〔［](?:@[^）)\]】〕］\n]{{1,30}}|[\u4e00-\u9fff](?:处长?|科长?|部长?|院长?|校长?|主任|老师|书记)[：:，,](?!\s*\d)[^）)\]】〕］\n]{{1,30}})[）)\]】〕］]"
    rf"|(?:金额|数量?|人数|比例|时间|日期|名称|文号|地点|名单)[（(\[【〔［][^）)\]】〕］，。；\n]{{0,8}}{_SOMEBODY}[来再另后]?(?:提供|[核确]?定|统计|[核落]实|确认|给|报|补|填)[）)\]】〕］](?=[，。；、\s万元]|$)"
    rf"|[（(\[【〔［](?:数[据字])?[由请待]?[\u4e00-\u9fff]{{0,6}}{_SOMEBODY}(?:[来再另后]{{1,2}}定|[来再另后]{{0,2}}[补填]充?[写上]?)[）)\]】〕］]"
    r"|某{3,}|(?<![\u4e00-\u9fff])某某"
    r"|(?<![A-Za-z])(?:TODO|TBD|FIXME|todo|tbd)(?![A-Za-z])"
)
# A mark in a quotation is what is spoken of (设“（  ）”填空题, 入选“XX计划”), unless it is a paper without its name.
_QUOTED = re.compile(r"[“‘「][^“”‘’「」\n]{0,24}[”’」]")
_NAMELESS = re.compile(r"(?:办法|通知|制度|方案|细则|规定|意见|协议|规划|标准|手册)[”’」]$")
# A name that was left out on purpose: a road, a form of a part.
_ANONYMOUS = re.compile(
    r"[\u4e00-\u9fff]{0,4}[（(](?:化名|隐去|匿名|脱敏|代称|略去)|\s*(?:[路街巷村镇县]|大道|[形型](?![成式势]))"
)
# A part that says no more than that it stands elsewhere, or is left out.
_ELSEWHERE = re.compile(
    r"(?:[（(])?(?:(?:详?见(?![习证效义识面])|参[见照阅]?|沿用)[^，。；\n]{1,12}|同(?:上(?![级海])|[前去往])[^，。；\n]{0,6}|[与和跟](?:上(?![级海])|[前去往])[^，。；\n]{0,8}(?:相同|一致|一样)"
    r"|略|从略|如[上前](?:所述)?|另附|无|暂无|[/／—\-]+|[Nn]/?[Aa])[）)]?"
)
# … and the clauses that such a part is put together from: “由于篇幅所限，问题从略”.
_LEFT_OUT = re.compile(
    r"[\u4e00-\u9fff]{0,6}(?:从略|略去|省略)|(?:此处|这里|在此|兹)?(?:就|均|都)?不(?:再|另|予)?(?:赘述|重复|展开|详述|一一列举|赘)"
    r"|同[“「]?(?:问题|原因|成绩|措施|目标|成效|意见|概述)[^，。；\n]{0,8}|(?:详?见(?![习证效义识面])|参[见照阅])[^，。；\n]{1,24}|另行?(?:说明|报送|上报|附)"
)
_FOR_SPACE = re.compile(
    r"(?:由于|因为?|限于|受|鉴于)?(?:文本|报告)?(?:篇幅|字数)(?:所限|限制|有限|原因|关系)?|(?:内容|材料)(?:较多|太多)"
)
_CLAUSES = re.compile(r"[，,。；;：:\s]+")


def stands_elsewhere(text: str) -> bool:
    """Whether every clause only says that what belongs here is left out or stands elsewhere, or why."""
    if _ELSEWHERE.fullmatch(text):
        return True
    clauses = [clause for clause in _CLAUSES.split(text.strip("（）()[]【】。.；; ")) if clause]
    left_out = [clause for clause in clauses if _ELSEWHERE.fullmatch(clause) or _LEFT_OUT.fullmatch(clause)]
    return bool(left_out) and all(clause in left_out or _FOR_SPACE.fullmatch(clause) for clause in clauses)


def blanks(text: str, then: str = "") -> Iterator[tuple[str, str]]:
    """The places left to be filled in, each with the words round it, as many of them as differ.

    `then`: how the text goes on; “预警？条” is cut after its mark.
    """
    plain = MISSING.sub(lambda match: "·" * len(match[0]), text)
    told: set[str] = set()
    quoted = [match for match in _QUOTED.finditer(plain) if not _NAMELESS.search(match[0])]
    for match in _BLANK.finditer(plain + then):
        if match.start() >= len(text):
            break
        if any(one.start() < match.start() and match.end() < one.end() for one in quoted):
            continue
        if match[0].lower().strip("x×ｘ") == "" and _ANONYMOUS.match(plain, match.end()):
            continue
        shown = " ".join(text[max(0, match.start() - 4) : match.end() + 4].split())
        if shown not in told:
            told.add(shown)
            yield match[0] if match[0].strip() else text[max(0, match.start() - 2) : match.end() + 1], shown


def is_blank(text: str) -> bool:
    """Whether a text has such a place."""
    return _BLANK.search(text) is not None
