"""Checks of effects that are promises: what is yet to come, hoped for, or dated after the report."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from app.domain.drafts import Cell, PartKey, Sentence
from app.domain.rules import Finding
from app.domain.schemes import PredictionRule
from app.drafting.bench import Bench
from app.drafting.check_links import NOT_YET
from app.drafting.dates import Named, named
from app.drafting.text import CLAUSE, MISSING, items, untitled

# What is promised of a measure that is not carried out yet: not when it will be done, but what will come of it.
_OUTCOME = re.compile(
    r"提升|提高|增强|改善|好转|下降|降低|降至|降到|减少|缩短|杜绝|消除|增加|增长|翻番|受益|优化|解决|保障|促进"
)
# What has been seen: a promise beside it in the same sentence is how people round off a fact.
_SEEN = re.compile(
    r"已|累计|截至|至今|由[^，。；]{0,12}\d|(?<!可)(?<!能)(?<!会)(?<!将)(?<!可以)(?<!能够)(?:[降升增减]|减少|增加|增长|缩短|延长|提高|降低)[至到]?了?\d|共\d|达到?了?\d"
)
_TERM = re.compile(r"合同|协议|聘期|任期|期限|有效期|到期|质保")  # what lasts or ends by itself
# A date of the future is the day of a deed where one of these stands round it: not “2026年预算”, “2026届”.
_BEFORE_DEED = re.compile(r"(?:确保|保证|力保|在|于|到|至|待|预定|定于|截至)\s*$")
_DEED = re.compile(
    r"(?:底|初|末|年底|上半年|下半年|上旬|中旬|下旬|[一二三四]季度|[春秋]季学期)*(?:之?前|以前|内|起|开始|可以?|将|能|再|拟|重新|"
    r"全面|正式|全部|完成|建成|上线|投入|实现|启动|启用|开展|组织|验收|达到?|降[至到]?|事故|投诉)"
)

# … and where the clause goes on to say what will have changed by then: “2026年招生时报到率可升至85%”.
_CHANGES = re.compile(
    r"[^，。；！？,;!?\n《]{0,24}?(?:(?:可以?|能够?|会|将|便可?|就能?)[^，。；！？,;!?\n的]{0,10}(?:升|降|增|减|达|翻|提高|提升|覆盖|根除|消除|解决|改为|建成|完成|实现|"
    r"引进|节约|投用|启用|上线)|(?:升|降|增|减|提高|降低|增加|减少)(?:至|到|为)|达到?\d|全覆盖|清零)"
)
# An act that is finished makes the date behind it its object: “值班表已排到2026年2月”.
_FINISHED = re.compile(
    r"(?:已经?[^，。；\n]{0,4}(?:排|签|订|约|说明|告知|通知|印发|公[布示]|报|列|纳|写|付|缴|批|立项|下达|备案|编|延|续|预留|锁定|确定|定)|(?:排|签|订|约|续|延)[到至定满妥好了])"
    r"[^，。；\n]{0,6}$"
)
_NEAR = 20  # characters before a date
_DECIDED = re.compile(r"已|了|列入|备案|下达|签[订下约]|计划数?|预算|指标数|名额|停止|届")


def check(bench: Bench, cell: Cell, claimed: date) -> Iterator[Finding]:
    """Findings on the effects of one cell. `claimed`: the day as of which the report speaks."""
    words = bench.writing.predictions if bench.writing else None
    if words is None:
        return
    rule = bench.rule("predicted")
    for item in items(cell.part(PartKey.EFFECTS)):
        pending = False
        for sentence in item:
            for found in dict.fromkeys(_told(words, sentence, pending, claimed)):
                yield Finding(
                    rule,
                    rule.severity,
                    cell.element,
                    f"成效里的“{found}”像是预测或打算。",
                    "只写已经看到的效果并附有日期的证据；还没有做的，写明“尚未实施”并说明。",
                    PartKey.EFFECTS,
                    sentence.id,
                    found,
                )
            pending = pending or bool(NOT_YET.search(sentence.text))


def _told(words: PredictionRule, sentence: Sentence, pending: bool, claimed: date) -> Iterator[str]:
    text = MISSING.sub("", sentence.text)
    if not text.strip():
        return
    plain = untitled(text)
    not_yet = NOT_YET.search(plain)
    pending = pending or sentence.done is False
    clauses = [clause.span() for clause in CLAUSE.finditer(plain)]
    for start, end in _spans(words, plain, claimed):
        if pending or (not_yet and not_yet.start() < end):
            clause = plain[slice(*_clause_at(clauses, end - 1))]
            if NOT_YET.search(clause) or not _OUTCOME.search(clause):
                continue  # why it is not done yet and when it will be: that is asked for
        yield text[start:end]


def _spans(words: PredictionRule, text: str, claimed: date) -> Iterator[tuple[int, int]]:
    """The places of what is predicted, the longest of those that overlap."""
    broken, promised, excused = _compiled(words)
    free = [match.span() for one in excused for match in one.finditer(text)]
    found = [match.span() for one in broken for match in one.finditer(text)]
    if promised and not _SEEN.search(text):
        found.extend(match.span() for one in promised for match in one.finditer(text))
    clauses = [clause.span() for clause in CLAUSE.finditer(text)]
    told = {_clause_at(clauses, start) for start, _ in found}
    for one in named(text):  # told of where no word of its clause is told of already
        clause = _clause_at(clauses, one.start)
        if clause in told or not (one.first > claimed and _is_deed(text, one)):
            continue
        if not _TERM.search(text, *clause) and not _is_object(
            text[max(clause[0], one.start - _NEAR) : one.start]
        ):
            told.add(clause)
            found.append((one.start, one.end))
    taken = -1
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= taken and not any(a < end and start < b for a, b in free):
            yield start, end
            taken = end


def _clause_at(clauses: Sequence[tuple[int, int]], place: int) -> tuple[int, int]:
    return clauses[max(0, bisect_right(clauses, (place, math.inf)) - 1)] if clauses else (place, place)


def _is_object(before: str) -> bool:
    """Whether a date behind these words of its clause is what a finished act is about, not when one will be done."""
    return _FINISHED.search(before) is not None


def _is_deed(text: str, one: Named) -> bool:
    if _DEED.match(text, one.end) or _BEFORE_DEED.search(text[max(0, one.start - 6) : one.start]):
        return True
    changes = _CHANGES.match(text, one.end)
    if changes is None:
        return False
    before = CLAUSE.findall(text[max(0, one.start - 40) : one.start])
    return not _DECIDED.search((before[-1] if before else "") + changes[0])


@lru_cache(16)
def _compiled(
    rule: PredictionRule,
) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    return (
        tuple(map(re.compile, rule.patterns)),
        tuple(map(re.compile, rule.promises)),
        tuple(map(re.compile, rule.excepted)),
    )
