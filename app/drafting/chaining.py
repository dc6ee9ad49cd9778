"""What of the sentences of the evidence belongs together.

Problem → cause → measure → effect: what was done about a problem is its measure, what came of it an effect.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from app.domain.drafts import PartKey
from app.drafting.dates import earliest, latest
from app.drafting.facts import is_act, is_done, is_used, is_whole
from app.drafting.sorting import is_first_done, is_ground, is_planned, is_progress
from app.drafting.units import Unit, of_part

_SAME = 0.12  # share by which one sentence of the evidence speaks of another
_NEAR = timedelta(31)  # before the date of a problem's evidence, in which it may have been known already
_OFTEN = 3  # sentences of the evidence that may share a word before it tells them apart no more
_CLOSE = 3  # sentences behind a problem in which one rare word is enough to tell what was done about it
# Pairs that are half of a word, or words of every measure.
_GRAMMAR = frozenset(
    "的了和与在为有是不未没个月年次项人名家门万元到由从被把将对及等已均全各每中上下前后共约较比也还"
)
_PLAIN = frozenset(
    "完成 投入 新增 更换 改造 使用 合作 企业 招生 采购 培训 覆盖 上线 平台 数据 计划 规划 印发 修订 制定 学期".split()
    + "任务 项目 经费 实训 会议 调整 服务 岗位".split()
)


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


def ordered(measures: Sequence[Unit], problems: Sequence[Unit]) -> list[Unit | int]:
    """The measures in the order of the problems they answer, and in its turn the place of a problem without one."""
    found: list[Unit | int] = []
    answered = {place for one in measures for place in one.answers}
    for problem in problems:
        found += [one for one in measures if problem.place in one.answers and one not in found]
        if problem.place not in answered:
            found.append(problem.place)
    return found + [one for one in measures if one not in found]
