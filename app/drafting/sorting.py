"""Which part of a cell a sentence of evidence belongs to, by the words it uses; whoever knows better says so.

What no word decides is nobody's achievement: it is asked about.
"""

from __future__ import annotations

import re
from datetime import date

from app.domain.drafts import PartKey
from app.drafting.changes import better, changes
from app.drafting.dates import earliest, is_date
from app.drafting.facts import clauses, is_deed, is_done, is_gone, is_good, is_wrong, lacks
from app.drafting.text import TITLE, sentences

_READ = 400  # characters of a sentence that are looked at
_STOPS = ("。", "！", "？", "!", "?", "”", "）", ")")
_PAIRED = (("“", "”"), ("（", "）"), ("《", "》"), ("(", ")"))
BUT = re.compile(r"[，,；;](?:但是?|然而|不过|可是)(?=[^，。；]{2})")
_CAUSE = re.compile(
    r"^(?:[究追溯推查]其|分析其?|追溯其?|其|其中)?(?:主要|深层次?|根本|直接|客观|主观)?(?:的)?(?:原因|成因|症结|根源|根由|缘由|根子|问题在于)"
    r"|(?:原因|成因|根子|症结|根源|缘由)(?:主要|就|还)?[在出]在?于?(?=[^，。；]{2})|问题(?:主要|就|还)?出在|^(?:经)?(?:分析|研判|研讨)认为|^(?:主要|关键|根本|根子|问题|核心)(?:还)?(?:在于|是因为|是由于)|^(?:这|主要)?(?:是)?(?:由于|因为|鉴于)"
    r"|是[^，。；]{0,24}(?:原因|根源|症结|根子)(?:之一|所在)?[。；]?$|(?:^|[，,；;])受[^，。；]{1,24}(?:影响|制约|限制|所限)|^(?:这)?与[^，。；]{2,30}有关"
    r"|^(?:主要)?因(?!此|材|地制|时制|人而|应|势|故)[^，。；]{2,30}[，,]"
)
_CAUSE_INSIDE = re.compile(
    r"由于|因为|源于|归因于|归咎于|根源|原因(?:是|在于|为|主要)|主要在于|(?:均|都|多|主要)(?:是)?因(?!此)|(?:所|从而|因此|容易)?导致|所致"
    r"|造成[^，。；]{0,12}(?:缺失|滞后|不足|不清|脱节|流失|困难|断档)|使得[^，。；]{0,16}(?:不|难|缺|滞后)"
)
# What a college names as the ground of a problem, though it reads like one.
_CAUSE_LIKELY = re.compile(
    r"(?:没有?|未能?|尚未|不)[^，。；]{0,14}(?:挂钩|[纳计列写]入[^，。；]{0,6}(?:绩效|考核|职称|评优|工作量))|缺(?:少|乏|失)[^，。；]{0,10}(?:手段|约束|激励|联动|竞争力|吸引力|抓手)"
    r"|编制[^，。；]{0,8}(?:未增|没有增|不足|紧张|有限|偏紧|受限|冻结|已满)|(?:薪酬|待遇|收入)[^，。；]{0,8}(?:低|缺|不|偏)|认识不(?:到位|足|够|高|清|深)"
    r"|重视(?:程度)?不(?:够|足|高)|认为[^，。；]{0,20}(?:不是|无关|不必|没有?必要)|精力(?:不足|有限|分散|不够)|重[^，。；]{1,6}轻[^，。；]{1,6}|历史(?:遗留|原因|欠账)|审批(?:环节|流程|周期|手续)[^，。；]{0,4}(?:多|长|繁|慢)"
    r"|任务(?:较|过|繁)?重|不[算计]入?工作量|兼职多|须报批|需报批|周期(?:较|过|太)?长|地处|建(?:成|造|设)于\s*(?:19|20)\d\d\s*年?|建校(?:时间|历史)(?:较)?短|参与(?:度)?不(?:足|够)"
)
_SOME = re.compile(r"个别|部分|少数|少部分|有的")  # as problems begin
_DIRECTED = re.compile(
    r"(?:由|责任部门|责任人|牵头)[^，。；]{0,16}(?:负责|落实|牵头)[^。；]{0,24}(?:前|内|底)(?:完成|落实|建成|到位)?"
    r"|(?:责任部门|责任单位|责任人|完成时限|完成时间)[：:为]|限期|(?:月|年)底前(?:完成(?!了?\s*\d+[^。；]{0,4}[，,])|建成|增设|补齐|落实|明确|出台|配齐)|整改方案提出"
    r"|^(?:针对|为解决|为(?:了|此)|着力解决)|要求[^。；]{2,40}(?:\d月|月底|年底|学期|日|限时|期限)[^，。；]{0,4}(?:前|内)|(?:要求|规定)[^。；]{2,60}(?:必须|一律|方可|不得)|由[^，。；]{2,14}(?:于|在)[^，。；]{2,14}(?:完成|落实|到位)"
)
_FUTURE = re.compile(
    r"^(?:今后|下一步|接下来|下阶段|下一阶段|未来|明年|下(?:一)?(?:学期|学年|年度))|(?:今后|下一步)[^，。；]{0,6}(?:将|要|继续|进一步)"
    r"|将(?:进一步|继续|逐步|不断|于|在\s*(?:20|今|明|下)|加强|加大|会|力争|适时|尽快|按计划)|(?<![模虚])拟(?![定订合])|力争|预计|争取在|有望"
    r"|(?:^|[，,；;])(?:学校|学院|我校|[^，。；]{2,8}[处部办])?(?:计划|准备|打算)(?:于|在|到|用|将|新|增|投|引|开|建|对|再|招|购|\s*20)"
)
_DATED = re.compile(r"(20\d\d)\s*年(?:\s*(\d{1,2})\s*月)?")
_BEFORE = re.compile(
    r"20\d\d\s*年?(?:\s*\d{1,2}\s*月)?[^，。；]{0,5}(?:之)?前(?!期)[^，。；]{0,2}(?:完成|增|建|明确|配|出台|制定|实现|落实|补|解决|达|投|整改|上线|修订|印发|引进|招|启)"
)
_DOING = re.compile(
    r"完成|增|扩|招|迁|建|配|改造|实施|出台|制定|开展|引进|招聘|接入|启动|覆盖|解决|补|投入|修订|落实|推行|上线|采购|更换|培训|明确|[列纳写]入|分解|成立|组织|推进"
)
_AIM = r"(?:目标|规划|计划|指标|任务|预期)"
_REACHED = r"(?:完成|达到|达成|实现|未达|差\s*\d|超额|超过|高于|低于|兑现|做到)"
_GOAL = re.compile(
    rf"{_AIM}[^。；]{{0,40}}?{_REACHED}|{_REACHED}[^。；，]{{0,14}}?{_AIM}|提出[^。；]{{0,24}}(?:达到|实现|完成)"
)
# So many were wanted, so many are there: 应修订412门，已修订376门.
_WANTED = r"(?:(?<![相反对响适供效回呼])应(?![急用届聘对当时试变尽])|定下|年初(?:提出|确定|定)|核定|承诺)"
_COMPARED = re.compile(
    rf"(?:{_AIM}|{_WANTED})[^。；]{{0,40}}?[\d一二三四五六七八九十][^。；]{{0,20}}?[，,；;][^。；，]{{0,16}}?(?:实际|实有|现[有为]|目前|已|建成|做到|上线|到账|到岗|完工|交付|落地|完成)[^。；，]{{0,16}}?[\d一二三四五六七八九十]"
)
_RULED = re.compile(
    r"(?<!的)(?:规定|要求|约定)(?![^。；，]{0,14}(?:不超过|不高于|不多于|以内|至多|最多))[^。；]{0,30}?(\d+(?:\.\d+)?)\s*(?:%|[一-鿿])[^。；]{0,16}?[，,；;][^。；，]{0,8}?(?:实际|现[有为]|目前|已|只)[^。；，\d]{0,10}(\d+(?:\.\d+)?)\s*(?:%|[一-鿿])"
)
# 要求2025年29个专业全部完成一轮诊断，至11月完成29个: as many of the same were wanted as are counted then.
_NORMED = re.compile(
    rf"(?:(?<!提出)(?<!的)要求(?!\s*\d+\s*[条项个件])|设定|原定|下达|计划|{_WANTED})[^。；]{{0,40}}?\d(?:[\d.]*)\s*(?P<unit>%|(?![年月日届号级点时])[一-鿿])[^。；]{{0,24}}?[，,；;][^。；]{{0,16}}?(?:实际|至|到|为|完成|已|只|达|有)[^。；，\d]{{0,12}}\d[\d.]*\s*(?P=unit)(?=[^，。；的]{{0,6}}(?:[，。；]|$))"
)
_SET = re.compile(rf"{_AIM}(?:中)?(?:提出|确定|要求|设定|规定|为|是|到\s*20)")
_GOAL_PLAIN = re.compile(r"(?:目标|指标)[^。；，]{0,12}(?:实现|达成|达到)")

_AFTER = re.compile(
    r"(?:整改|改进|实施|落实|修订|增设|推行|培训|改造|调整|增配|配齐|建立|建成|运行|启用|开通|推广|出台|比对|采购|补齐|新增|施行|上线|优化)(?:措施)?(?:以|之)?(?:后|来)(?!的)"
    r"|(?:以来|之后)[，,]|经(?:过)?整改|整改完成"
)
_BEHIND = re.compile(r"(?:^|[，,；;])[^，。；,;]{2,16}(?<![今最前先落背午课])后(?![勤备期续来台的])")
_BEHIND_FIRST = re.compile(r"[^，。；,;]{2,16}?(?<![今最前先落背午课])后(?![勤备期续来台的])[，,]?")
# So many more after it: 周末开馆后，新增借阅学生1127人.
_BEHIND_MORE = re.compile(
    r"(?:^|[，,；;])[^，。；,;]{2,16}(?<![今最前先落背午课])(?:以|之)?后(?![勤备期续来台的])[^。；]{0,20}?(?:新增[^，。；\d]{0,6}(?:借阅|读者|注册|用户|访问|预约|订单|报名|参与|学生|合同)|(?:[日月周年]|(?<!每)人)均(?:有|达到?|为)?|到了|回到|突破|多了|增至)[^，。；\d]{0,8}\d"
)
_PROGRESS = re.compile(
    r"截至|^[到至](?:20\d\d\s*年)?(?:\d+\s*月|年底|学期末)|(?:\d|[一二两三四五六七八九十])\s*[个名门项家间条件人][^，。；]{0,10}中[^，。；]{0,6}\d[^，。；]{0,4}(?:已|全部)|\d\s*([个条项门家间份名])[^，。；\d]{2,10}\d+\s*\1"
)
_BECAUSE = re.compile(r"(?:由于|因为?)(?!此)[^，。；]{2,40}[，,]")
_ASKED = re.compile(r"[？?][”’」』）)]*$")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十两]\s*[项个人次起件成]|全部|均|一半|过半")


def part_said(text: str, until: str = "", trouble: str = "") -> PartKey | None:
    """The part that a sentence belongs to; None where its words do not tell. `until`: the day the report speaks of.

    `trouble`: what other evidence tells of problems and causes; less of what it names is better.
    """
    told = TITLE.sub("《》", " ".join(text[:_READ].split()))
    if but := BUT.search(told):
        rest = told[but.end() :]
        if (part := _part(rest, until, trouble)) is not None:
            return PartKey.CAUSES if _CAUSE.search(told) else part
    return _part(told, until, trouble)


def pieces(text: str) -> tuple[str, ...]:
    """The sentences of a piece of evidence; joined they are `text`. A quotation or a semicolon ends none."""
    found: list[list[str]] = []
    depth = [0] * len(_PAIRED)  # of what is open
    ended = True
    for one in sentences(text):
        if found and (not ended or any(depth) or not one.strip()):
            found[-1].append(one)
        else:
            found.append([one])
            depth = [0] * len(_PAIRED)
        for i, (opening, closing) in enumerate(_PAIRED):
            depth[i] = max(0, depth[i] + one.count(opening) - one.count(closing))
        if one.strip():
            ended = one.endswith("\n") or one.rstrip().endswith(_STOPS)
    return tuple(map("".join, found))


def is_better(text: str, trouble: str = "") -> bool:
    """Whether it tells of a change for the better, in figures, and not of what was changed by itself (将…提高到)."""
    return not text.startswith(("将", "把")) and better(TITLE.sub("《》", text[:_READ]), trouble) is True


def is_question(text: str) -> bool:
    return _ASKED.search(text.strip()) is not None


def is_progress(text: str) -> bool:
    """Whether it tells how many of so many are done by now."""
    return _PROGRESS.search(text[:_READ]) is not None


def is_first_done(text: str) -> bool:
    """Whether it begins with what the school did and goes on with what came of it."""
    first, *rest = clauses(text[:_READ]) or [""]
    return bool(rest) and is_done(first) and not is_better(first)


def is_planned(text: str, until: str) -> bool:
    """Whether it tells of what was still to be done on that day."""
    return _is_planned(text[:_READ], until, amiss=False)


def is_ground(text: str) -> bool:
    """Whether it tells a problem and its cause in one: 由于缺少企业参与，7门课程内容陈旧."""
    found = _BECAUSE.match(text[:_READ])
    return found is not None and _part(text[found.end() : _READ], "", "") is PartKey.PROBLEMS


def _part(text: str, until: str, trouble: str) -> PartKey | None:
    if _ASKED.search(text):
        return None
    if _CAUSE.search(text):
        return PartKey.CAUSES
    goal = _goal(text)
    if goal is PartKey.GOALS and _is_past(_NORMED.search(text), until):
        return goal
    if _is_planned(text, until, lacks(text)) or (goal is not PartKey.GOALS and _DIRECTED.search(text)):
        return PartKey.MEASURES
    if goal:
        return goal
    every = changes(text, trouble)
    change = better(text, trouble)
    if change:
        return PartKey.EFFECTS if _AFTER.search(text) or _BEHIND.search(text) else PartKey.ACHIEVEMENTS
    if _CAUSE_INSIDE.search(text) or (_CAUSE_LIKELY.search(text) and not _SOME.match(text)):
        return PartKey.CAUSES
    good = is_good(text)
    wrong = is_wrong(text, good)
    if is_gone(text):
        return PartKey.EFFECTS
    if wrong or change is False or _CAUSE_LIKELY.search(text):
        return PartKey.PROBLEMS
    if wrong is None or None in every:
        return None
    if _BEHIND_MORE.search(text):
        return PartKey.EFFECTS
    if not good and not is_deed(text):
        return None
    return PartKey.EFFECTS if _AFTER.search(text) else PartKey.ACHIEVEMENTS


def _goal(text: str) -> PartKey | None:
    """Goals where it tells how far a goal is reached; a rule not kept to is a problem."""
    told = _main(text)
    if (_GOAL.search(told) and _FIGURE.search(told)) or _GOAL_PLAIN.search(told) or _COMPARED.search(told):
        return PartKey.GOALS
    ruled = _RULED.search(text)
    if _NORMED.search(told) and not (ruled and "要求" not in told):
        return PartKey.GOALS
    return PartKey.PROBLEMS if ruled and float(ruled[2]) < float(ruled[1]) else None


def _is_past(found: re.Match[str] | None, until: str) -> bool:
    """Whether what is counted behind a norm is there by now."""
    if found is None:
        return False
    now = found.string[found.start("unit") :]
    late = is_date(until) and any(_first(one) > earliest(until) for one in _DATED.finditer(now))
    return not late and _FUTURE.search(now) is None


def _main(text: str) -> str:
    """Without the 计划完成后 that a sentence begins with."""
    found = _BEHIND_FIRST.match(text)
    return text[found.end() :] if found else text


def _is_planned(text: str, until: str, amiss: bool) -> bool:
    """Whether it tells of what is still to be done."""
    if _FUTURE.search(text):
        return True
    if amiss:
        return False
    if is_date(until) and _DOING.search(text) and not _SET.search(text):
        return any(_first(match) > earliest(until) for match in _DATED.finditer(text))
    return not is_date(until) and _BEFORE.search(text) is not None


def _first(match: re.Match[str]) -> date:
    try:
        return earliest(f"{match[1]}-{int(match[2]):02}" if match[2] else match[1])
    except ValueError:
        return date.min
