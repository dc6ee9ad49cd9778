"""Checks of form: lengths, the four parts, their shares, what is still owed."""

from __future__ import annotations

import math
from collections.abc import Iterator

from app.domain.drafts import OPINION, OVERVIEW, Cell, Counting, PartKey
from app.domain.rules import Finding, Severity
from app.drafting.bench import Bench
from app.drafting.blanks import blanks, is_blank, stands_elsewhere
from app.drafting.columns import COLUMNS, columns_of, length
from app.drafting.text import MISSING, count, items, said


def check(bench: Bench, cell: Cell, how: Counting, submitting: bool) -> Iterator[Finding]:
    """Findings on the form of one cell."""
    yield from _limits(bench, cell, how)
    if cell.element == OVERVIEW:
        if not cell.text(PartKey.OVERVIEW).strip():
            rule = bench.rule("empty")
            yield Finding(
                rule,
                rule.severity,
                OVERVIEW,
                "概述还没有写。",
                "概括全校自我诊改的组织、发现和改进。",
                PartKey.OVERVIEW,
            )
    else:
        yield from _parts(bench, cell)
        yield from _elsewhere(bench, cell)
        yield from _share(bench, cell, how)
    yield from _unfinished(bench, cell, submitting)


def _limits(bench: Bench, cell: Cell, how: Counting) -> Iterator[Finding]:
    writing = bench.writing
    for column in columns_of(cell):
        limit = writing.limit(column) if writing else None
        number = length(bench, cell, column, how)
        if limit and number > limit.maximum:
            rule = bench.rule(f"limit-{column}")
            over = number - limit.maximum
            yield Finding(
                rule,
                rule.severity,
                cell.element,
                f"“{limit.part}”有 {number} 字，超过 {limit.maximum} 字的上限 {over} 字。",
                f"删去或压缩 {over} 字以上；依据和细节可以放进附录。",
                COLUMNS[column][0],
            )


def _parts(bench: Bench, cell: Cell) -> Iterator[Finding]:
    if cell.is_empty:
        rule = bench.rule("empty")
        yield Finding(
            rule, rule.severity, cell.element, "这个要素还没有动笔。", "先加证据，再起草。", PartKey.GOALS
        )
        return
    if not any(cell.text(key).strip() for key in OPINION):
        rule = bench.rule("empty")
        yield Finding(
            rule,
            rule.severity,
            cell.element,
            "自我诊断意见还没有写。",
            "按四部分写：" + _names(bench),
            PartKey.GOALS,
        )
    else:
        rule = bench.rule("parts")
        for key in OPINION:
            if not cell.text(key).strip():
                name = bench.name(key)
                yield Finding(
                    rule, rule.severity, cell.element, f"诊断意见缺“{name}”。", f"补写“{name}”这一部分。", key
                )
    for key in (PartKey.MEASURES, PartKey.EFFECTS):
        if not cell.text(key).strip():
            rule = bench.rule("empty")
            name = bench.name(key)
            fix = f"补写“{name}”。" + (
                "措施还没有实施的，写明“尚未实施”并说明。" if key is PartKey.EFFECTS else ""
            )
            yield Finding(rule, rule.severity, cell.element, f"“{name}”还没有写。", fix, key)


def _names(bench: Bench) -> str:
    return "、".join(bench.name(key) for key in OPINION) + "。"


def _share(bench: Bench, cell: Cell, how: Counting) -> Iterator[Finding]:
    shares = bench.writing.shares if bench.writing else None
    if shares is None:
        return
    counts = {key: count(MISSING.sub("", cell.text(key)).strip("。；; \n"), how) for key in OPINION}
    whole = sum(counts.values())
    if not whole or not all(counts.values()):  # a part that is missing or owed is told of as such
        return
    share = sum(number for key, number in counts.items() if bench.name(key) in shares.parts) / whole
    if shares.low <= share <= shares.high:
        return
    rule = bench.rule("share")
    names = "与".join(f"“{name}”" for name in shares.parts)
    few = share < shares.low
    yield Finding(
        rule,
        rule.severity,
        cell.element,
        f"{names}占诊断意见的 {_percent(share, few)}，要求一半左右（我们按 {shares.low:.0%}–{shares.high:.0%} 提醒）。",
        "把问题写具体，写出范围、数量和原因。" if few else "补足目标达成程度和主要成绩，或精简问题与原因。",
        PartKey.PROBLEMS,
    )


def _percent(share: float, few: bool) -> str:
    """To one decimal, rounded away from the bound that it misses: 39.96 % is not shown as 40 %."""
    thousandths = share * 1000
    return f"{(math.floor(thousandths) if few else math.ceil(thousandths)) / 10:g}%"


def _elsewhere(bench: Bench, cell: Cell) -> Iterator[Finding]:
    """Parts whose whole text is “详见下文” or “略”: there, but empty. That there are no problems is told elsewhere."""
    for part in cell.parts:
        rule = bench.rule("parts" if part.key in OPINION else "empty")
        name = bench.name(part.key)
        whole = part.text.strip().rstrip("。.；; ")
        if stands_elsewhere(whole):
            if part.key in (PartKey.OVERVIEW, PartKey.PROBLEMS) and whole in _NOTHING:
                continue
            told = [("", whole, f"“{name}”只写了“{whole}”，等于没有写。")]
        else:  # one of several
            told = [
                (item[0].id, text, f"“{name}”里有一条只写了“{text}”，等于没有写。")
                for item in items(part)
                if stands_elsewhere(text := said(item)) and text not in _NOTHING and not is_blank(text)
            ]
        for sentence, text, message in told:
            yield Finding(
                rule,
                min(rule.severity, Severity.WARNING, key=_GRAVENESS.index),
                cell.element,
                message,
                f"把“{name}”的内容写在这里。",
                part.key,
                sentence,
                text,
            )


_NOTHING = ("无", "暂无")
_GRAVENESS = (Severity.NOTE, Severity.WARNING, Severity.ERROR)


def _unfinished(bench: Bench, cell: Cell, submitting: bool) -> Iterator[Finding]:
    rule = bench.rule("unfinished")
    severity = Severity.ERROR if submitting else rule.severity
    every = list(cell.sentences())
    for place, (key, sentence) in enumerate(every):
        after = every[place + 1] if place + 1 < len(every) else None
        for match in MISSING.finditer(sentence.text):
            yield Finding(
                rule,
                severity,
                cell.element,
                f"“{bench.name(key)}”里还有{match[0] if len(match[0]) < 60 else match[0][:60] + '…'}",
                "补上所缺的内容和证据；确实没有的，如实写明后删去这一处。",
                key,
                sentence.id,
                match[0],
            )
        for words, shown in blanks(sentence.text, after[1].text[:4] if after and after[0] is key else ""):
            yield Finding(
                rule,
                severity,
                cell.element,
                f"“{bench.name(key)}”里“{shown}”处还没有填。",
                "填上实际的数字、名称或内容；确实没有的，如实写明。",
                key,
                sentence.id,
                words,
            )
