"""复核结论: the thresholds of 有效, 异常 and 待改进, and the conclusion for given numbers."""

from __future__ import annotations

import re

from app.answering.desk import Desk
from app.answering.phrases import together
from app.answering.reply import Reply
from app.domain.answers import Answer, Kind
from app.domain.evidence import Citation
from app.domain.numbering import value
from app.domain.schemes import ReviewRule, Scheme
from app.retrieval.intents import Intent
from app.retrieval.question import Query

_MATCHES = re.compile(r"相符|对上|吻合|一致|符合|对得上|match")
_NUMBER = re.compile(r"(?<!第)(\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?:项|个|条)?(?:要素)?")
_GOOD = re.compile(r"(?:措施|改进).{0,8}(?:好|强|切实|可行|成效|给力|有效|到位|得力|不错|见效)|写得也?好")
_BAD = re.compile(
    r"(?:措施|改进).{0,8}(?:不强|不好|弱|差|没力|不力|不够|一般|不行|没有?针对|不足|没效)|没力度|不给力"
)
_THRESHOLD = re.compile(
    r"几项|多少项|至少|最少|最多|不到|低于|以下|以上|门槛|标准|条件|怎么[判算认定]|什么(?:叫|是|情况|算)|算|如何[判认]|界定|线|达到|要求|怎样才|才能|才算|是什么|判定|判的|全部|都要|都得"
)
_GRADES = re.compile(
    r"优.{0,2}良|良.{0,2}中|[ABCD甲乙丙丁][、,]?[BCD乙丙丁]|[三四五]等|等级|优秀|良好|合格|及格|打?多少分|星级"
)
_AFTER = re.compile(
    r"后果|怎么办|会怎|会怎样|怎么样|接下来|处罚|限制|削减|多久|几年|期|申请|整改|怎么走|再次"
)


def answer(query: Query, desk: Desk) -> Answer | None:
    """The rule or its outcome for the numbers given, else None."""
    rules = [(scheme, scheme.review) for scheme in desk.all_schemes if scheme.review]
    if not rules:
        return None
    scheme, rule = next(((s, r) for s, r in rules if s in desk.preferred(query)), rules[0])
    named = [word for word in (rule.effective, rule.abnormal, rule.otherwise) if word in query.squeezed]
    matches = bool(_MATCHES.search(query.squeezed))
    count = _count(query, rule) if matches or named else None
    if (
        count is not None
        and (matches or (named and query.has(Intent.CONFIRM, Intent.DEFINE)))
        and not _AFTER.search(query.squeezed)
    ):
        if _foreign(query, scheme):
            return _not_here(query, scheme, rule, desk)
        return _outcome(query, scheme, rule, count, desk)
    thresholds = bool(named) and bool(_THRESHOLD.search(query.squeezed)) and not _AFTER.search(query.squeezed)
    graded = "结论" in query.squeezed and _GRADES.search(query.squeezed) is not None
    if graded and not named and not _foreign(query, scheme):
        return _no_grades(scheme, rule, desk)
    conclusions = (
        "复核结论" in query.squeezed
        and query.has(Intent.COUNT, Intent.LIST)
        and not _AFTER.search(query.squeezed)
    )
    if thresholds or conclusions or (named and not query.rest.replace(named[0], "")):
        if _foreign(query, scheme):
            return _not_here(query, scheme, rule, desk)
        return _thresholds(named, scheme, rule, desk)
    return None


def _foreign(query: Query, scheme: Scheme) -> bool:
    return bool(query.schemes) and scheme.id not in query.schemes


def _count(query: Query, rule: ReviewRule) -> int | None:
    """The number of matching elements a question gives; the total (15 项里…) is not it."""
    text = query.squeezed.replace("一致", "").replace("一样", "")
    numbers = [n for run in _NUMBER.findall(text) if run != "一" and (n := value(run)) is not None]
    given = [n for n in numbers if n <= rule.elements]
    without_total = [n for n in given if n != rule.elements]
    if without_total:
        return without_total[-1]
    return given[-1] if len(given) > 1 else None


def _citations(scheme: Scheme, rule: ReviewRule, desk: Desk) -> list[Citation]:
    return [desk.quoting.lines(scheme.document, [line]) for line in rule.lines]


def _outcome(query: Query, scheme: Scheme, rule: ReviewRule, count: int, desk: Desk) -> Answer:
    reply = Reply("computed: review rule")
    effective, abnormal, otherwise = _citations(scheme, rule, desk)
    good, bad = bool(_GOOD.search(query.squeezed)), bool(_BAD.search(query.squeezed))
    if bad:
        good = False
    enough, few = count >= rule.effective_minimum, count < rule.abnormal_below
    limits = f"“{rule.effective}”要求相符≥{rule.effective_minimum} 项且{rule.effective_measures}"
    low = f"“{rule.abnormal}”写的是相符＜{rule.abnormal_below} 项；{rule.abnormal_measures}"
    if enough and good:
        reply.say(
            f"按{scheme.short}，是“{rule.effective}”：{count} 项相符达到 {rule.effective_minimum} 项，措施也合要求。",
            effective,
        )
    elif few and bad:
        reply.say(
            f"按{scheme.short}，是“{rule.abnormal}”：{count} 项相符少于 {rule.abnormal_below} 项，且措施针对性不强、力度不够。",
            abnormal,
        )
    elif not enough and not few and good:
        reply.say(
            f"按{scheme.short}，是“{rule.otherwise}”：{count} 项达不到“{rule.effective}”的 {rule.effective_minimum} 项，"
            f"也不少于 {rule.abnormal_below} 项。",
            otherwise,
            effective,
            abnormal,
        )
    else:
        _open_case(count, enough, few, good, bad, rule, scheme, reply)
    reply.say(f"{limits}；{low}；其余为“{rule.otherwise}”。", effective, abnormal, otherwise)
    return reply.done(schemes=[scheme.id])


def _open_case(
    count: int, enough: bool, few: bool, good: bool, bad: bool, rule: ReviewRule, scheme: Scheme, reply: Reply
) -> None:
    if (few and good) or ((enough or not few) and bad):
        reply.say(f"{scheme.short}没有说清：{rule.unclear}")
        reply.say(
            f"若须同时满足，为“{rule.otherwise}”；若满足其一即可，为“{rule.abnormal}”。"
            + (f"可以确定的是达不到“{rule.effective}”。" if bad or not enough else "")
        )
        return
    if enough:
        reply.say(
            f"{count} 项相符达到“{rule.effective}”的项数（≥{rule.effective_minimum} 项），"
            f"但还要看改进措施：{rule.effective_measures}，才是“{rule.effective}”。"
        )
    elif few:
        reply.say(
            f"{count} 项相符少于 {rule.abnormal_below} 项，达不到“{rule.effective}”；是否“{rule.abnormal}”还要看改进措施：{rule.unclear}"
        )
    else:
        reply.say(
            f"{count} 项相符达不到“{rule.effective}”（≥{rule.effective_minimum} 项）；措施合要求时为“{rule.otherwise}”。"
        )


def _thresholds(named: list[str], scheme: Scheme, rule: ReviewRule, desk: Desk) -> Answer:
    reply = Reply("look-up: review rule")
    effective, abnormal, otherwise = _citations(scheme, rule, desk)
    named = named or [rule.effective, rule.abnormal, rule.otherwise]
    texts = {
        rule.effective: (
            f"{scheme.short}：“{rule.effective}”要求 {rule.elements} 项诊断要素中，自主诊断结果与复核结果相符≥{rule.effective_minimum} 项"
            f"（至少 {rule.effective_minimum} 项），且{rule.effective_measures}。",
            effective,
        ),
        rule.abnormal: (
            f"{scheme.short}：“{rule.abnormal}”是 {rule.elements} 项诊断要素中，相符＜{rule.abnormal_below} 项"
            f"（少于 {rule.abnormal_below} 项）；{rule.abnormal_measures}。",
            abnormal,
        ),
        rule.otherwise: (
            f"{scheme.short}：“{rule.otherwise}”是“{rule.effective}”和“{rule.abnormal}”两条标准以外的其他情况。",
            otherwise,
        ),
    }
    for word in dict.fromkeys(named):
        reply.say(texts[word][0], texts[word][1])
    return reply.done(schemes=[scheme.id])


def _no_grades(scheme: Scheme, rule: ReviewRule, desk: Desk) -> Answer:
    """The three conclusions, where a question takes grades for granted."""
    reply = Reply("look-up: review rule")
    words = "、".join((rule.effective, rule.otherwise, rule.abnormal))
    reply.say(f"{scheme.short}的复核结论不分优良等级，只有{words}三种。", *_citations(scheme, rule, desk))
    reply.add(_thresholds([], scheme, rule, desk))
    return reply.done(schemes=[scheme.id])


def _not_here(query: Query, scheme: Scheme, rule: ReviewRule, desk: Desk) -> Answer:
    asked = [s for s in desk.all_schemes if s.id in query.schemes]
    reply = Reply("look-up: rule of another scheme")
    reply.say(f"{together(s.short for s in asked)}没有规定复核结论的项数标准。")
    reply.say(
        f"{scheme.short}规定 {rule.elements} 项要素中相符≥{rule.effective_minimum} 项等为“{rule.effective}”、"
        f"＜{rule.abnormal_below} 项等为“{rule.abnormal}”，"
        f"那是{scheme.place}的规则，不适用于{together(s.place for s in asked)}。",
        *_citations(scheme, rule, desk)[:2],
    )
    return reply.done(Kind.REFUSE, schemes=[s.id for s in asked])
