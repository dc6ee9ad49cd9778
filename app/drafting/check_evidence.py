"""Checks of evidence: its dates, its use, and which points the text speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from app.domain.drafts import OVERVIEW, Cell, Evidence, PartKey
from app.domain.rules import Finding
from app.drafting.bench import Bench
from app.drafting.dates import earliest, in_words, is_date, latest, months_named
from app.drafting.text import MISSING, shortened

# What is claimed to have happened at the date a sentence names.
_HAPPENED = re.compile(
    r"出台|印发|制定|修订|建立|建成|成立|设立|开展|召开|完成|发布|启动|上线|投入|组织|举办|实施|通过|签订|聘任|引进"
)


def check(bench: Bench, cell: Cell, claimed: date, today: date) -> Iterator[Finding]:
    """Findings on the evidence of one cell. `claimed`: the day as of which the report speaks."""
    if cell.element == OVERVIEW:
        return
    yield from _dates(bench, cell, claimed, today)
    yield from _late(bench, cell)
    yield from _use(bench, cell)
    yield from _points(bench, cell)


def _dates(bench: Bench, cell: Cell, claimed: date, today: date) -> Iterator[Finding]:
    for piece in cell.evidence:
        told = _date_fault(piece, claimed, today)
        if told:
            rule_id, fault, fix = told
            rule = bench.rule(rule_id)
            message = f"证据 {piece.id}“{shortened(piece.text)}”{fault}"
            yield Finding(rule, rule.severity, cell.element, message, fix, words=piece.id)


def _date_fault(piece: Evidence, claimed: date, today: date) -> tuple[str, str, str] | None:
    """(rule, what is wrong with the evidence's date, what would mend it); None where nothing is."""
    if not piece.dated:
        return "evidence-undated", "没有日期。", "填上材料本身的日期（不是上传的日期），如 2025-09。"
    if not is_date(piece.dated):
        fault = f"的日期“{shortened(piece.dated)}”看不懂。"
        return "evidence-undated", fault, "写成 2025、2025-09 或 2025-09-12。"
    if earliest(piece.dated) > today:
        fault = f"的日期 {piece.dated} 在今天（{today.isoformat()}）以后。"
        return "evidence-future", fault, "核对日期；还没有发生的事不能作证据。"
    if earliest(piece.dated) > claimed:
        fault = f"的日期 {piece.dated} 晚于报告的日期 {claimed.isoformat()}。"
        return "evidence-late", fault, "换成报告日期以前的证据，或留到下一轮再用。"
    return None


def _late(bench: Bench, cell: Cell) -> Iterator[Finding]:
    """Evidence dated after the month in which a sentence says that something was done."""
    rule = bench.rule("evidence-late")
    by_id = {piece.id: piece for piece in cell.evidence if is_date(piece.dated)}
    for key, sentence in cell.sentences():
        named = months_named(sentence.text)
        if not named or not _HAPPENED.search(sentence.text):
            continue
        end = max(latest(one) for one in named)
        for id_ in sentence.evidence:
            piece = by_id.get(id_)
            if piece and earliest(piece.dated) > end:
                yield Finding(
                    rule,
                    rule.severity,
                    cell.element,
                    f"句中说的是{in_words(max(named))}的事，证据 {id_} 的日期却是 {piece.dated}。",
                    "换成当时形成的材料；事后补做的材料不能证明当时已经做了。",
                    key,
                    sentence.id,
                    id_,
                )


def _use(bench: Bench, cell: Cell) -> Iterator[Finding]:
    if not cell.evidence:
        return
    used = {id_ for _, sentence in cell.sentences() for id_ in sentence.evidence}
    rule = bench.rule("evidence-unused")
    for piece in cell.evidence:
        if piece.id not in used:
            yield Finding(
                rule,
                rule.severity,
                cell.element,
                f"证据 {piece.id}“{shortened(piece.text)}”没有用在任何一句里。",
                "用到相应的句子里，或移去。",
                None,
                "",
                piece.id,
            )
    rule = bench.rule("unsourced")
    for key, sentence in cell.sentences():
        if key not in (PartKey.ACHIEVEMENTS, PartKey.PROBLEMS) or sentence.sources:
            continue
        if MISSING.sub("", sentence.text).strip("。；; \n"):
            words = shortened(sentence.text)
            yield Finding(
                rule,
                rule.severity,
                cell.element,
                f"“{words}”没有连上证据。",
                "连上能证明它的证据；没有证据的，先补证据。",
                key,
                sentence.id,
                words,
            )


def _points(bench: Bench, cell: Cell) -> Iterator[Finding]:
    element = bench.element(cell.element)
    if element is None or cell.is_empty:
        return
    for touched in bench.touching.of(cell, element):
        point, missing = touched.point, touched.left_out
        if not touched.at_all:
            rule = bench.rule("points")
            yield Finding(
                rule,
                rule.severity,
                cell.element,
                f"诊断点“{point.name}”没有触及。",
                "写一句它的情况和证据；确实没有开展的，写进存在问题。",
                None,
                "",
                point.name,
            )
        elif missing:
            rule = bench.rule("criteria")
            marks = "".join(chr(0x245F + number) for number in missing)
            yield Finding(
                rule,
                rule.severity,
                cell.element,
                f"诊断点“{point.name}”的影响因素{marks}没有触及。",
                "对照原文看要不要补；不适用的可以不理。",
                None,
                "",
                f"{point.name}{marks}",
            )
