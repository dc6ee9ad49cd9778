"""Evidence → its sentences, each with the part it belongs to and what it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.drafts import Evidence, PartKey
from app.domain.schemes import Element
from app.drafting.alike import pairs, speaks_of_same
from app.drafting.bench import Bench
from app.drafting.dates import is_date, latest
from app.drafting.facts import is_detail
from app.drafting.sorting import is_better, is_question, part_said, pieces

_KEPT = 0.4  # share of the words in common by which evidence speaks of a promise
_READ = 300  # characters of a sentence that such comparisons look at
_PRAISE = (PartKey.ACHIEVEMENTS, PartKey.EFFECTS)
# Who does a thing tells nothing of what it is about.
_OFFICE = re.compile(
    r"(?:教务|人事|财务|计财|学生工?|学工|科研|质控|后勤|招就|招生就业|校企合作|产教|保卫|国资|督导|规划|宣传|信息)(?:处|办|部|中心)"
)
# Nothing is answered because the same is told of in general: 专业, 技术, 整改.
_GENERAL = re.compile(
    r"专业|技术|学校|学院|(?<!留)学生|教师|老师|部门|人员|问题|整改|诊改|诊断|结果|建设|工作|管理|质量|教学|教育|职业|课程|企业|全校|校级|二级|开展|完成|组织|实施|新[增设]|提出|建议|落实|创新|发展|改革|能力|水平|服务|项目|计划|年度|学期|学年|人数|制度|标准|其中|全部|[只没]有|目前|已经|进行|[0-9一二两三四五六七八九十]+|[的了和与在为有是不未没对等已均各每个项名次]"
)
_LISTED = re.compile(r"[^，。；、]{1,8}(?:、[^，。；、]{1,8})+等(?=\s*\d)")  # named among others
_COUNTED = re.compile(r"(\d{1,5})\s*(?:个|名|门|项|间|家|份|套|台|栋|条|本)([一-鿿]{2})")
_ENDS = ("。", "；", "！", "？", ";", "!", "?", "……")


@dataclass(frozen=True)
class Promise:
    """A measure of last year's report, and the evidence that speaks of it."""

    text: str
    name: str  # 2024 5.2 改进措施
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Unit:
    """A sentence of the evidence, or several that stay together, and where it goes (None: nobody can tell)."""

    place: int  # in the order of the evidence
    text: str
    ids: tuple[str, ...]  # of the evidence that says it
    part: PartKey | None
    points: tuple[str, ...]
    dated: str
    by_hand: bool  # somebody said which part
    words: frozenset[str]
    about: frozenset[str]  # the pairs of an object or a place in particular, and how many of what
    better: bool  # it tells of a change for the better
    promise: int | None = None  # the promise it shows kept
    # Places of the problems it explains or answers (its own if it tells its cause); of an effect: of its measures.
    answers: tuple[int, ...] = ()


def units_of(
    bench: Bench, element: Element, evidence: Sequence[Evidence], promises: Sequence[Promise], until: str
) -> Iterator[Unit]:
    """The evidence in sentences, each with its part; what somebody put into a part by hand stays whole."""
    if not is_date(until):
        until = max((piece.dated for piece in evidence if is_date(piece.dated)), key=latest, default="")
    trouble = _trouble(evidence, until)
    place = 0
    for piece in evidence:
        for text, part in _cut(piece, until, trouble):
            kept = _kept(text, part, promises) if piece.part in (None, PartKey.EFFECTS) else None
            yield Unit(
                place,
                text,
                (piece.id,),
                part if kept is None else PartKey.EFFECTS,
                piece.points or bench.touching.nearest(text, element),
                piece.dated if is_date(piece.dated) else "",
                piece.part is not None,
                _words(text[:_READ]),
                _particular(text[:_READ]),
                is_better(text, trouble),
                kept,
            )
            place += 1


def _particular(text: str) -> frozenset[str]:
    """What a sentence is about in particular: an object, a place, how many of what."""
    told = _OFFICE.sub(" ", _LISTED.sub(" ", text))
    return pairs(_GENERAL.sub(" ", told)) | {"".join(found) for found in _COUNTED.findall(told)}


def _trouble(evidence: Sequence[Evidence], until: str) -> str:
    """What the evidence tells of problems and causes."""
    told = (one for piece in evidence if piece.part is None for one in pieces(piece.text.strip()))
    bad = (PartKey.PROBLEMS, PartKey.CAUSES)
    by_hand = (piece.text for piece in evidence if piece.part in bad)
    return "\n".join((*(one[:_READ] for one in told if part_said(one, until) in bad), *by_hand))


def _words(text: str) -> frozenset[str]:
    """The pairs that tell what a sentence is about, and how many of what: 11个专业."""
    return pairs(_OFFICE.sub(" ", text)) | {"".join(found) for found in _COUNTED.findall(text)}


def _cut(piece: Evidence, until: str, trouble: str) -> list[tuple[str, PartKey | None]]:
    """The sentences of a piece, those next to one another that belong to one part in one."""
    if piece.part is not None:
        return [(piece.text.strip(), piece.part)]
    found: list[tuple[str, PartKey | None]] = []
    for text in pieces(piece.text.strip()):
        part = part_said(text, until, trouble)
        told = any(held is PartKey.PROBLEMS for _, held in found)
        if found and _goes_on(found[-1], (text, part)) and not (told and _comes_of(text, found[-1][0])):
            found[-1] = (found[-1][0] + text, found[-1][1] or part)
        else:
            found.append((text, part))
    return [(text.strip(), part) for text, part in found]


def _goes_on(held: tuple[str, PartKey | None], more: tuple[str, PartKey | None]) -> bool:
    """What no word decides goes with what it stands beside, but is nobody's achievement for that."""
    if is_question(held[0]) or is_question(more[0]):
        return False
    if held[1] is more[1]:
        return True
    if more[1] is None:
        return held[1] not in _PRAISE or is_detail(more[0])
    return held[1] is None and more[1] not in _PRAISE


def _comes_of(text: str, done: str) -> bool:
    """Whether it tells of a change for the better, as what was done before it does not."""
    return is_better(text) and not is_better(done)


def _kept(text: str, part: PartKey | None, promises: Sequence[Promise]) -> int | None:
    """The promise that a piece of evidence shows kept."""
    if part not in (PartKey.ACHIEVEMENTS, PartKey.EFFECTS):
        return None
    same = (i for i, one in enumerate(promises) if speaks_of_same(one.text, text[:_READ], share=_KEPT))
    return next(same, None)


def once(units: Iterable[Unit]) -> list[Unit]:
    """What several pieces of evidence say in the same words is said once, and rests on all of them."""
    found: dict[tuple[PartKey | None, str], Unit] = {}
    for one in units:
        key = (one.part, stopped(one.text))
        if (held := found.get(key)) is None:
            found[key] = one
        else:
            text = max(held.text, one.text, key=len)
            ids = tuple(dict.fromkeys((*held.ids, *one.ids)))
            found[key] = replace(
                held, text=text, ids=ids, points=tuple(dict.fromkeys((*held.points, *one.points)))
            )
    return list(found.values())


def of_part(units: Iterable[Unit], part: PartKey | None) -> list[Unit]:
    return [one for one in units if one.part is part]


def stopped(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}。"
