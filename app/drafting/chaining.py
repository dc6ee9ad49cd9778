"""Sentences of the evidence, each with the part it belongs to, and what of them belongs together.

Problem → cause → measure → effect: what was done about a problem is its measure, what came of it an effect.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from app.domain.drafts import Evidence, PartKey
from app.domain.schemes import Element
from app.drafting.alike import pairs, speaks_of_same
from app.drafting.bench import Bench
from app.drafting.dates import earliest, is_date, latest
from app.drafting.sorting import (
    is_act,
    is_better,
    is_detail,
    is_done,
    is_first_done,
    is_ground,
    is_planned,
    is_progress,
    is_question,
    is_used,
    is_whole,
    part_said,
    pieces,
)

_KEPT = 0.4  # share of the words in common by which evidence speaks of a promise
_SAME = 0.12  # share by which one sentence of the evidence speaks of another
_READ = 300  # characters of a sentence that such comparisons look at
_PRAISE = (PartKey.ACHIEVEMENTS, PartKey.EFFECTS)
_NEAR = timedelta(31)  # before the date of a problem's evidence, in which it may have been known already
_OFTEN = 3  # sentences of the evidence that may share a word before it tells them apart no more
_CLOSE = 3  # sentences behind a problem in which one rare word is enough to tell what was done about it
# Who does a thing tells nothing of what it is about.
_OFFICE = re.compile(
    r"(?:教务|人事|财务|计财|学生工?|学工|科研|质控|后勤|招就|招生就业|校企合作|产教|保卫|国资|督导|规划|宣传|信息)(?:处|办|部|中心)"
)
# Pairs that are half of a word, or words of every measure.
_GRAMMAR = frozenset(
    "的了和与在为有是不未没个月年次项人名家门万元到由从被把将对及等已均全各每中上下前后共约较比也还"
)
_PLAIN = frozenset(
    "完成 投入 新增 更换 改造 使用 合作 企业 招生 采购 培训 覆盖 上线 平台 数据 计划 规划 印发 修订 制定 学期".split()
    + "任务 项目 经费 实训 会议 调整 服务 岗位".split()
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
    answers: tuple[
        int, ...
    ] = ()  # places of the problems it explains or answers (its own if it tells its cause), of an effect: of its measures


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


def chained(units: Sequence[Unit], name: frozenset[str]) -> list[Unit]:
    """Problem → cause → measure → effect: what was done about a problem is its measure, what came of it an effect.

    `name`: the words of the element's name, which everything in it says.
    """
    worth = _worth(units, name)
    problems = of_part(units, PartKey.PROBLEMS)
    grounds = {one.place: [one] for one in problems}  # a problem and what explains it
    found = {one.place: one for one in units}
    for cause in of_part(units, PartKey.CAUSES):
        about = _nearest(
            cause, {place: told[:1] for place, told in grounds.items()}, worth, particular=True
        ) or _before(cause, units)
        found[cause.place] = replace(cause, answers=about)
        if not about and is_ground(cause.text) and not cause.by_hand:
            found[cause.place] = replace(cause, part=PartKey.PROBLEMS, answers=(cause.place,))
            problems.append(found[cause.place])
            grounds[cause.place] = [found[cause.place]]
    for cause in of_part(found.values(), PartKey.CAUSES):
        for place in cause.answers:
            grounds[place].append(cause)
    late: list[tuple[Unit, tuple[int, ...]]] = []
    for one in units:
        free = one.part is PartKey.ACHIEVEMENTS and not one.by_hand
        if not free and one.part not in (PartKey.MEASURES, PartKey.EFFECTS):
            continue
        about = _beside(one, problems) or _nearest(
            one, grounds, worth, later=free, particular=free, close=True
        )
        if one.part is PartKey.MEASURES:
            found[one.place] = replace(one, answers=about)
        elif one.part is PartKey.EFFECTS or (about and _is_outcome(one)):
            late.append((one, about))
        elif about and (is_done(one.text) or is_act(one.text)):
            found[one.place] = replace(one, part=PartKey.MEASURES, answers=about)
    measures = of_part(found.values(), PartKey.MEASURES)
    for one, about in late:
        shown = tuple(held.place for held in measures if set(held.answers) & set(about))
        if not shown:
            shown = _nearest(one, {held.place: [held] for held in measures}, worth)
        if one.part is PartKey.EFFECTS or shown:
            found[one.place] = replace(one, part=PartKey.EFFECTS, answers=shown)
        elif is_done(one.text) and (is_first_done(one.text) or not one.better):
            found[one.place] = replace(one, part=PartKey.MEASURES, answers=about)
            measures.append(found[one.place])
    return _in_order(list(found.values()))


def _is_outcome(unit: Unit) -> bool:
    return unit.better or is_whole(unit.text) or is_progress(unit.text)


def _nearest(
    unit: Unit,
    grounds: Mapping[int, Sequence[Unit]],
    worth: Mapping[str, int],
    later: bool = False,
    particular: bool = False,
    close: bool = False,
) -> tuple[int, ...]:
    """The places in `grounds` that `unit` shares most words with. `later`: it must not be older than they are.

    `particular`: it must speak of the same object or place, not only of 专业 and 整改 like them.
    `close`: right behind one of them a single rare word is enough.
    """
    best = 0
    found: list[int] = []
    for place, told in grounds.items():
        if particular and not any(unit.about & one.about for one in told):
            continue
        if later and unit.dated and told[0].dated and latest(unit.dated) + _NEAR < earliest(told[0].dated):
            continue
        score = max(_shared(unit, one, worth) for one in told)
        if close and not score and 0 < unit.place - place <= _CLOSE:
            score = _rare(unit, told[0], worth)
        if score > best:
            best, found = score, []
        if score and score == best:
            found.append(place)
    return tuple(found)


def _in_order(units: Sequence[Unit]) -> list[Unit]:
    """Where words are silent the order tells: what an office did right behind a problem, what came right behind that."""
    found = {one.place: one for one in units}
    answered = {place for one in of_part(units, PartKey.MEASURES) for place in one.answers}
    order = sorted(units, key=lambda one: one.place)
    for i, (before, one) in enumerate(pairwise(order)):
        if one.part is PartKey.MEASURES and one.answers:
            about = _open(one, order[i::-1], answered - {*one.answers})
            if about and set(one.answers) <= set(about):
                found[one.place] = replace(one, answers=about)
                answered.update(about)
        free = one.part is PartKey.ACHIEVEMENTS and not one.by_hand and one.promise is None
        if not (free or (one.part in (PartKey.MEASURES, PartKey.EFFECTS) and not one.answers)):
            continue
        held = found[before.place]
        told = _is_outcome(one) or is_used(one.text) or one.part is PartKey.EFFECTS
        if told and one.part is not PartKey.MEASURES:
            if held.part is PartKey.MEASURES and held.answers and _comes_after(one, held):
                found[one.place] = replace(one, part=PartKey.EFFECTS, answers=(held.place,))
        elif is_act(one.text) and (about := _open(one, order[i::-1], answered)):
            found[one.place] = replace(one, part=PartKey.MEASURES, answers=about)
            answered.update(about)
    return list(found.values())


def _comes_after(effect: Unit, measure: Unit) -> bool:
    return _follows(effect, measure) and not is_planned(measure.text, effect.dated)


def _open(unit: Unit, before: Sequence[Unit], answered: set[int]) -> tuple[int, ...]:
    """The one problem that stands right before `unit`, or several that speak of the same, if nobody has answered it.

    `before`: what stands before `unit`, the nearest first.
    """
    found: list[Unit] = []
    for one in before:
        if one.part is PartKey.PROBLEMS:
            found.append(one)
        elif one.part is not PartKey.CAUSES or found:
            break
    if not found or found[0].place in answered or not _follows(unit, found[0]):
        return ()
    same = [one for one in found if one is found[0] or len(one.about & found[0].about) >= 2]
    return tuple(one.place for one in reversed(found)) if len(same) == len(found) else ()


def _follows(one: Unit, before: Unit) -> bool:
    return bool(one.dated and before.dated) and earliest(one.dated) > earliest(before.dated)


def _worth(units: Sequence[Unit], name: frozenset[str]) -> dict[str, int]:
    """How much each word tells sentences apart: one that only two of them have more (or some in a row), one that many have nothing."""
    counts = Counter(pair for one in units for pair in one.words)
    places: dict[str, list[int]] = {}
    for one in units:
        for pair in one.words:
            places.setdefault(pair, []).append(one.place)
    one_run = {pair for pair, at in places.items() if len(at) > 1 and max(at) - min(at) <= _CLOSE}
    often = max(_OFTEN, len(units) // 5)
    return {
        pair: 2 if number == 2 or pair in one_run else 1
        for pair, number in counts.items()
        if (number <= often or pair in one_run) and pair not in name and not pair.isascii()
    }


def _shared(one: Unit, other: Unit, worth: Mapping[str, int]) -> int:
    """What the words are worth that two sentences share; 0 where they do not speak of the same thing."""
    common = [worth[pair] for pair in one.words & other.words if pair in worth]
    smaller = min(sum(pair in worth for pair in unit.words) for unit in (one, other))
    return sum(common) if len(common) >= 2 and sum(common) >= _SAME * smaller else 0


def _rare(one: Unit, other: Unit, worth: Mapping[str, int]) -> int:
    """1 where two sentences have a word in common that no third has, 电梯, or speak of as many: 11个专业."""
    common = [pair for pair in one.words & other.words if pair in worth]
    plain = (pair for pair in common if pair in _PLAIN or _GRAMMAR & set(pair))
    return int(any(worth[pair] == 2 or pair[0].isdigit() for pair in set(common).difference(plain)))


def _before(cause: Unit, units: Sequence[Unit]) -> tuple[int, ...]:
    """The problems that a cause stands right behind, where the evidence is of one date."""
    found: list[int] = []
    for one in reversed([unit for unit in units if unit.place < cause.place]):
        if one.part is PartKey.CAUSES and found:
            break
        if one.part not in (PartKey.PROBLEMS, PartKey.CAUSES) or one.dated != cause.dated:
            break
        if one.part is PartKey.PROBLEMS:
            found.append(one.place)
    return tuple(reversed(found))


def _beside(unit: Unit, problems: Sequence[Unit]) -> tuple[int, ...]:
    """The problem that the same piece of evidence told of just before."""
    same = [one.place for one in problems if one.place < unit.place and set(one.ids) & set(unit.ids)]
    return tuple(same[-1:])


def of_part(units: Iterable[Unit], part: PartKey | None) -> list[Unit]:
    return [one for one in units if one.part is part]


def ordered(measures: Sequence[Unit], problems: Sequence[Unit]) -> list[Unit | int]:
    """The measures in the order of the problems they answer, and in its turn the place of a problem without one."""
    found: list[Unit | int] = []
    answered = {place for one in measures for place in one.answers}
    for problem in problems:
        found += [one for one in measures if problem.place in one.answers and one not in found]
        if problem.place not in answered:
            found.append(problem.place)
    return found + [one for one in measures if one not in found]


def stopped(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}。"
