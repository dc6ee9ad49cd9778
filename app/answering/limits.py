"""字数: how long each part of the report may be, what must fill it, and whether a given length fits."""

from __future__ import annotations

import re

from app.answering.desk import Desk
from app.answering.phrases import together
from app.answering.reply import Reply
from app.domain.answers import Answer, Kind
from app.domain.schemes import Limit, Scheme, WritingRules
from app.retrieval.intents import Intent
from app.retrieval.question import Query

_GIVEN = re.compile(r"(\d{2,5})\s*个?字")
_TOTAL = re.compile(r"三(?:栏|项|部分|块)|加起来|合计|一共|总共|全部|整(?:个|份|篇)|总(?:字数|长)")
_SHARE = re.compile(r"问题.{0,6}原因|原因.{0,6}问题|占(?:多少|几成|比)|篇幅|一半")
_REPORT = re.compile(r"报告|诊断意见|改进|概述|要素|栏|填|写")
_HOW_LONG = re.compile(
    r"多少个?字|几个?字|几百个?字|字数|字以内|多长|上限|最多|限|篇幅|能写多少|超|\d+\s*个?字|words?\b|characters|character limit"
)
_CHARACTERS = re.compile(r"字|words?|characters")
_LENGTH = re.compile(r"字|长|篇幅|words?\b|characters")


def answer(query: Query, desk: Desk) -> Answer | None:
    """The limits a question asks for, else None."""
    if (
        not _HOW_LONG.search(query.folded)
        or not _LENGTH.search(query.folded)
        or "年报" in query.squeezed
        or "年度报告" in query.squeezed
    ):
        return None
    having = [(scheme, scheme.writing) for scheme in desk.all_schemes if scheme.writing]
    if not having:
        return None
    scheme, rules = next(((s, w) for s, w in having if s in desk.preferred(query)), having[0])
    limits = _named(query, rules)
    counted = _CHARACTERS.search(query.squeezed) and _REPORT.search(query.squeezed)
    if not limits and not (counted and query.has(Intent.LIMIT)):
        return None
    if query.schemes and scheme.id not in query.schemes:
        return _not_here(query, scheme, rules, limits, desk)
    return _say(query, scheme, rules, limits, desk)


def _named(query: Query, rules: WritingRules) -> list[Limit]:
    own = query.text.replace(" ", "")
    found = [limit for limit in rules.limits if _names(limit, own)]
    return found or [limit for limit in rules.limits if _names(limit, query.squeezed)]


def _names(limit: Limit, text: str) -> bool:
    return any(name in text for name in (limit.part, *limit.aliases))


def _say(query: Query, scheme: Scheme, rules: WritingRules, limits: list[Limit], desk: Desk) -> Answer:
    reply = Reply("look-up: writing rules")
    chosen = limits or list(rules.limits)
    given = [int(number) for number in _GIVEN.findall(query.squeezed)]
    if limits:
        for number in given:
            _judge(number, limits[0], query, reply)
    for limit in chosen:
        reply.say(
            f"{scheme.short}的自我诊改报告，“{limit.part}”不超过 {limit.maximum}字。",
            desk.quoting.lines(scheme.document, limit.lines),
        )
    if _TOTAL.search(query.squeezed):
        parts = [limit for limit in rules.limits if "概述" not in limit.part]
        total = sum(limit.maximum for limit in parts)
        for limit in parts:
            reply.cite(desk.quoting.lines(scheme.document, limit.lines))
        reply.say(
            f"每个要素{together(limit.part for limit in parts)}合计最多 {total} 字（{'+'.join(str(p.maximum) for p in parts)}）。"
        )
        if re.search(r"整(?:个|份|篇)|全部|报告一共|报告总", query.squeezed):
            overview = sum(p.maximum for p in rules.limits if "概述" in p.part)
            count = len(list(scheme.elements()))
            reply.say(
                f"整份报告最多 {overview + total * count} 字（概述 {overview} + {count} 个要素 × {total}）。"
            )
    if _SHARE.search(query.squeezed):
        reply.say(f"{rules.share}。", desk.quoting.lines(scheme.document, rules.share_lines))
        _judge_share(query, given, reply)
    return reply.done(schemes=[scheme.id])


def _judge(number: int, limit: Limit, query: Query, reply: Reply) -> None:
    if number > limit.maximum:
        reply.say(
            f"{number} 字超过了“{limit.part}”的上限：不是 {number} 字，最多 {limit.maximum} 字，超 {number - limit.maximum} 字。"
        )
    elif query.has(Intent.CONFIRM) or "超" in query.squeezed or "够" in query.squeezed:
        reply.say(f"{number} 字没有超过“{limit.part}”的 {limit.maximum} 字上限。")


def _judge_share(query: Query, given: list[int], reply: Reply) -> None:
    part = re.search(r"(?:问题|原因).{0,8}?(\d{2,4})", query.squeezed)
    if not given or not part:
        return
    whole, share = max(given), int(part[1])
    if share >= whole:
        return
    enough = abs(share / whole - 0.5) <= 0.1
    reply.say(
        f"按 {whole} 字算，一半约 {whole // 2} 字；问题与原因写 {share} 字，{'大致合' if enough else '不合'}“一半左右”的要求。"
    )


def _not_here(query: Query, scheme: Scheme, rules: WritingRules, limits: list[Limit], desk: Desk) -> Answer:
    asked = [s for s in desk.all_schemes if s.id in query.schemes]
    reply = Reply("look-up: rule of another scheme")
    reply.say(f"{together(s.short for s in asked)}没有规定报告各部分的字数。")
    for limit in limits or rules.limits:
        reply.say(
            f"{scheme.short}规定“{limit.part}”不超过 {limit.maximum} 字，那是{scheme.place}的规则，"
            f"不适用于{together(s.place for s in asked)}，除非学校决定采用。",
            desk.quoting.lines(scheme.document, limit.lines),
        )
    return reply.done(Kind.REFUSE, schemes=[s.id for s in asked])
