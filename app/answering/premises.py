"""Quantities in a question against quantities in a clause: wrong premises and kinds of quantity asked for."""

from __future__ import annotations

import re

from app.domain.numbering import numeral
from app.indexing.words import squeeze
from app.retrieval.question import Query

_NUMERAL = r"(\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3}|半)"
# Units that say the same kind of thing; a number with one of them in the question is held against the clause.
_KINDS: dict[str, str] = {
    "年": r"(?:年|学年)(?!\d|级|报|度|月|上|下|底|初|代)",
    "日": r"(?:天|日|号)",
    "星": r"(?:颗)?星",
    "人": r"(?:个|名|位)?(?:专家|人|名|位)",
    "专业": r"个?专业",
    "字": r"个?字",
    "周": r"(?:个)?(?:周|星期)",
    "次": r"次",
    "支": r"支",
    "个": r"个(?!专业|专家|人|字|月|周|星期)",
}
_AT_MOST = re.compile(r"不超过|不得超过|最多|至多|≤|小于|少于|低于|<")
_AT_LEAST = re.compile(r"不少于|不低于|至少|最少|≥|大于|开始前|提前|>")
_ASKED: tuple[tuple[str, str], ...] = (
    (
        r"百分之(?:多少|几)|百分比|比例|(?:几|多少)成|占多少|率.{0,6}(?:多少|几|低于|高于|达到)",
        r"\d+%|百分之|分之|\d/\d(?!\d)|比例|占一半|一半|[一二三四五六七八九\d]成",
    ),
    (r"几比几|生师比|师生比|按.{0,3}比", r"\d[:：]\d|比\d"),
    (r"几(?:颗)?星|星级", r"[一二三四五\d]星"),
    (r"(?:等保|做到|达到|哪|第)几级|几级(?!别)|哪一级", r"[一二三四五两\d]\s*级|两级"),
    (r"多少分|几分(?!钟|几|步|类)|分数线|及格", r"\d+\s*分(?!之)"),
    (r"几岁|年龄", r"\d+\s*岁"),
    (
        r"多少钱|几块|几万|多少万|罚多少|收费|工资|津贴|补贴.{0,3}多少|费.{0,4}多少",
        r"\d+(?:\.\d+)?\s*(?:万|元)|万元|小计",
    ),
    (r"几点(?:钟|开|关|半)|几点$", r"\d+\s*[点时]"),
    (r"多少平方?米|多大面积", r"平方"),
    (r"多少篇|几篇", r"\d+\s*篇|[一二三四五两]篇"),
    (r"多少学时|几个?学时|几学分|多少学分", r"\d+\s*(?:学时|学分)"),
    (
        r"多少(?:个)?人(?!参)|几个人|多少名|多少位",
        r"\d+\s*(?:人|名|位)|[一二三四五六七八九十两～~]\s*人|、.*、|人数",
    ),
    (
        r"(?:几|多少)天|多少日|几日|多少(?:个)?小时|几(?:个)?小时|多快|多长时间|多久(?:之?内|处理|答复|完|给|回)|几天内",
        r"\d+\s*(?:天|日|小时|周|个月|年|月)|[一二三四五六两]\s*(?:天|日|周|年|个月)|每(?:年|学期|学年|周|月)|次年|期限",
    ),
)


def wants_quantity(query: Query) -> re.Pattern[str] | None:
    """What a clause must hold to answer the kind of quantity a question asks for, or None."""
    for asked, held in _ASKED:
        if re.search(asked, query.squeezed):
            return re.compile(held)
    return None


def correction(query: Query, clause: str) -> str | None:
    """“不是 5年：原文写的是 3年” where a question takes a quantity for granted that the clause contradicts."""
    text = squeeze(clause)
    wrong: list[str] = []
    for unit in _KINDS.values():
        asked = list(re.finditer(rf"(?<![第\d.—\-]){_NUMERAL}\s*({unit})", query.squeezed))
        held = list(re.finditer(rf"(?<![第\d.]){_NUMERAL}(?:[~～\-]{_NUMERAL})?\s*({unit})", text))
        if not asked or not held:
            continue
        allowed = [_allowed(m, text) for m in held]
        for match in asked:
            value = _value(match[1])
            if (
                value is None
                or value == 1
                or value > 2000
                or any(low <= value <= high for low, high in allowed)
            ):
                continue
            wrong.append(f"原文写的是“{held[0][0]}”，不是“{match[0]}”")
    return f"与原文不符：{'；'.join(dict.fromkeys(wrong))}。" if wrong else None


def _value(text: str) -> float | None:
    if text == "半":
        return 0.5
    try:
        return float(text) if re.fullmatch(r"\d+(?:\.\d+)?", text) else float(numeral(text))
    except ValueError:
        return None


def _allowed(held: re.Match[str], text: str) -> tuple[float, float]:
    """The values that agree with a quantity as the clause has it: the value, its range, or all within its bound."""
    low = _value(held[1]) or 0.0
    high = _value(held[2]) if held[2] else low
    before, after = text[max(0, held.start() - 6) : held.start()], text[held.end() : held.end() + 4]
    if _AT_MOST.search(before) or after.startswith(("以内", "以下", "之内")):
        return 0.0, high if high is not None else low
    if _AT_LEAST.search(before) or after.startswith("以上"):
        return low, float("inf")
    return low, high if high is not None else low
