"""Which part of a report a short phrase names: 存在的不足, 问题成因, 整改成效."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from app.domain.drafts import PartKey

SYNONYMS = {
    PartKey.GOALS: ("目标达成程度", "目标达成情况", "目标达成度", "目标完成情况"),
    PartKey.ACHIEVEMENTS: ("主要成绩", "主要成效", "取得的成绩", "主要做法与成绩", "成绩"),
    PartKey.PROBLEMS: ("存在问题", "存在的问题", "主要问题", "存在的主要问题", "存在不足", "问题", "不足"),
    PartKey.CAUSES: ("原因分析", "成因分析", "问题原因", "主要原因", "存在问题的原因", "原因"),
}
ACTED = (PartKey.MEASURES, PartKey.EFFECTS)
_TELLING = {
    PartKey.GOALS: "达成|完成情况",
    PartKey.ACHIEVEMENTS: "成绩|成效",
    PartKey.PROBLEMS: "问题|不足",
    PartKey.CAUSES: "原因|成因|分析",
    PartKey.MEASURES: "措施|整改",
    PartKey.EFFECTS: "成效|效果|整改|措施",
}
_ANY = re.compile("|".join(_TELLING.values()))
_MOST = 10  # characters of a phrase that looks like a label
# What may stand before the word that names the part, and says nothing of another part.
_MODIFIERS = (
    "(?:主要|存在|面临|取得|尚存|现存|仍|还|目前|当前|年度|本年度?|学年|本轮|上轮|工作|建设|自我诊断|自我诊改|自诊|自我|诊改|诊断"
    "|突出|典型|具体|深层次?|根本|内在|客观|主观|总体|整体|基本|方面|产生|形成|造成|所|其|的)*"
)
_GOALS = (
    "(?:质量|年度|规划|建设|任务|工作|主要)*"
    "(?:目标(?:任务)?(?:达成|完成|实现)(?:程度|情况|度|率)?|达成(?:程度|情况|度)|完成情况)"
)
_ACHIEVEMENTS = f"{_MODIFIERS}(?:成绩|成效|成果|亮点)"
_PROBLEMS = f"{_MODIFIERS}(?:问题|不足(?:之处)?|短板|薄弱环节|困难)"
_CAUSES = (
    f"(?:{_MODIFIERS}(?:问题|不足))?{_MODIFIERS}(?:(?:原因|成因|根源|症结)(?:分析|剖析|查找)?|分析|剖析)"
)
_DOING = "(?:改进|整改|诊改|落实|实施|执行|完成|措施)"
_PLANNED = "(?:问题|下一步)?(?:整改|改进)|(?:改进|整改|努力)(?:方向|思路|计划)|下一步的?(?:工作)?(?:打算|计划|安排|思路|方向)"
_MEASURES = rf"(?:主要|具体|工作|下一步|今后|拟采取|采取|应对|解决|对策|问题|的|{_DOING})*(?:措施|对策|举措)|{_PLANNED}"
_EFFECTS = rf"(?:主要|取得|问题|的|{_DOING})*{_DOING}的?(?:主要|取得|的)*(?:成效|效果|成果)"
_OUTCOME = rf"(?:问题|的)*(?:整改|措施)(?:的|{_DOING})*情况"  # of what was done, or what is to be done
_NAMES = (
    (PartKey.EFFECTS, _EFFECTS),
    (PartKey.EFFECTS, _OUTCOME),
    (PartKey.MEASURES, _MEASURES),
    (PartKey.GOALS, _GOALS),
    (PartKey.CAUSES, _CAUSES),
    (PartKey.PROBLEMS, _PROBLEMS),
    (PartKey.ACHIEVEMENTS, _ACHIEVEMENTS),
)
_GRAMMAR = tuple((key, re.compile(pattern)) for key, pattern in _NAMES)
_UNSURE = re.compile(rf"问题(?:分析|剖析)|{_PLANNED}|完成情况|{_OUTCOME}")
_RESULT = re.compile(f"{_MODIFIERS}(?:成效|效果|成果)")  # after measures it is theirs
_JOINED = re.compile("以及|及其|[与和及并、/]其?")
_PROSE = re.compile("针对|对于|对照|围绕|根据|按照|结合|通过|对|为|从|经|将|就")
_LACKING = re.compile("不(?!足)|未|缺|欠|弱|慢|无")  # 数据分析不够： is a problem, and no label
# 主要问题有：, 问题一： begin the part, and are a part of its sentence.
_SENTENCE = re.compile(
    r"(?:有|是|为)?(?:如下|以下)(?:几[点个]|方面)*|(?:主要)?(?:有|是|为|包括|表现在|体现在|在于)|[一二三四五六七八九十\d]{1,2}"
)


@dataclass(frozen=True)
class Phrase:
    """What a phrase names. `others`: further parts that it names; `keeps`: it belongs to the text it begins."""

    key: PartKey
    others: tuple[PartKey, ...] = ()
    keeps: bool = False
    sure: bool = True


def named(phrase: str, names: Mapping[str, PartKey], within: PartKey | None = None) -> Phrase | None:
    """The part a phrase without blanks names, standing in the text of the part `within`; None for another phrase.

    `names`: the names that a scheme and usage give to parts.
    """
    if len(phrase) > 2 * _MOST or not phrase:
        return None
    acted = within in ACTED
    if phrase in names and not (acted and _RESULT.fullmatch(phrase)):
        return Phrase(names[phrase])
    found = _named(phrase, tuple(sorted(names.items())), acted)
    if within in (PartKey.PROBLEMS, PartKey.CAUSES) and found and found.key is PartKey.ACHIEVEMENTS:
        effects = _RESULT.fullmatch(phrase) is not None
        return replace(
            found, sure=found.sure and not effects
        )  # after problems it may be the effects of what was done about them
    return found


def strays(phrase: str, names: Mapping[str, PartKey], within: PartKey) -> bool:
    """Whether a phrase with a colon looks like the label of another part than the one it stands in."""
    said = named(phrase, names, within)
    if said is not None:
        return said.key is not within and not (said.keeps and within in ACTED)
    if len(phrase) > _MOST:
        return any(
            said.key is not within
            for i in range(len(phrase) - _MOST, len(phrase) - 2)
            if (said := named(phrase[i:], names, within)) and not said.keeps
        )
    words = _ANY.findall(phrase)
    if _PROSE.match(phrase):
        return bool(words) and within not in ACTED
    if within in (PartKey.PROBLEMS, PartKey.CAUSES) and _LACKING.search(phrase):
        return False
    return any(re.fullmatch(_TELLING[within], word) is None for word in words)


def is_partly(phrase: str, names: Mapping[str, PartKey]) -> bool:
    """Whether a phrase of joined words names a part with one of them (不足与展望)."""
    pieces = [piece for piece in _JOINED.split(phrase) if piece]
    return any(_single(piece, names, acted=False) for piece in pieces)


@lru_cache(maxsize=4096)
def _named(phrase: str, names: tuple[tuple[str, PartKey], ...], acted: bool) -> Phrase | None:
    known = dict(names)
    if one := _single(phrase, known, acted):
        return one
    pieces = [piece for piece in _JOINED.split(phrase) if piece]
    if len(pieces) > 1:
        found: list[Phrase] = []
        whole = True
        for piece in pieces:
            after = acted or any(one.key in ACTED for one in found)
            if one := _single(piece, known, after):
                found.append(one)
            elif not found:
                return None
            else:
                whole = False  # 不足与展望
        others = tuple(dict.fromkeys(one.key for one in found if one.key is not found[0].key))
        listed = not whole and "、" in phrase  # 存在问题、责任人： is no heading of a part alone
        return Phrase(found[0].key, others, keeps=listed, sure=whole and all(one.sure for one in found))
    if not _PROSE.match(phrase):
        for match in reversed(list(_SENTENCE.finditer(phrase))):
            head = phrase[: match.start()]
            if match.end() == len(phrase) and head and (one := _named(head, names, acted)):
                return Phrase(one.key, one.others, keeps=True, sure=False)
    return None


def _single(phrase: str, names: Mapping[str, PartKey], acted: bool) -> Phrase | None:
    if acted and _RESULT.fullmatch(phrase):
        return Phrase(PartKey.EFFECTS, sure=len(phrase) > 2)
    if phrase in names:
        return Phrase(names[phrase])
    for key, pattern in _GRAMMAR:
        if pattern.fullmatch(phrase):
            return Phrase(key, sure=_UNSURE.fullmatch(phrase) is None)
    return None
