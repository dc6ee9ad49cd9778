"""Checks of evidence: its dates, its use, and which points the text speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from app.domain.drafts import OVERVIEW, Cell, Evidence, EvidenceKind, PartKey
from app.domain.rules import Finding, Severity
from app.drafting.bench import Bench
from app.drafting.dates import earliest, in_words, is_date, latest, named
from app.drafting.text import MISSING, shortened

# That a document came out. Whatever reports an event is younger than the event; the document itself is not.
_CAME_OUT = re.compile(r"出台|印发|制定|制订|修订|发布|颁布|签订")
_DOCUMENT = re.compile(r"《|〔|办法|通知|规定|细则|方案|制度|规划|章程|预案|标准|协议|合同")
_RECORD = re.compile(r"台账|总结|统计|记录|报表|清单|通报|简报|月报|年报|截图|照片|导出|平台|情况|报告")
_CLEARLY = timedelta(days=365)
_YEAR = re.compile(r"20\d{2}")


def check(bench: Bench, cell: Cell, claimed: date, today: date, cycle: str) -> Iterator[Finding]:
    """Findings on the evidence of one cell. `claimed`: the day as of which the report speaks."""
    if cell.element == OVERVIEW:
        return
    yield from _dates(bench, cell, claimed, today)
    yield from _late(bench, cell)
    yield from _early(bench, cell, cycle)
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
    """A document that a sentence says came out in a month, and that is itself dated a year later or more."""
    rule = bench.rule("evidence-late")
    documents = {piece.id: piece for piece in cell.evidence if is_date(piece.dated) and _is_document(piece)}
    for key, sentence in cell.sentences() if documents else ():
        months = list(named(sentence.text)) if _CAME_OUT.search(sentence.text) else []
        if not months:
            continue
        last = max(months, key=lambda one: one.last)
        for id_ in sentence.evidence:
            piece = documents.get(id_)
            if piece and earliest(piece.dated) > last.last + _CLEARLY:
                yield Finding(
                    rule,
                    Severity.NOTE,
                    cell.element,
                    f"句中说的是{in_words(last.iso)}的文件，证据 {id_} 的日期却是 {piece.dated}。",
                    "换成当时的文件，或核对日期；后来修订的文件不能证明当时已经有了。",
                    key,
                    sentence.id,
                    id_,
                )


def _is_document(piece: Evidence) -> bool:
    """Whether a piece of evidence is a document that came out, not a record of what was done."""
    told = f"{piece.text} {piece.source}"
    return (
        piece.kind in (EvidenceKind.FILE, EvidenceKind.OTHER)
        and _DOCUMENT.search(told) is not None
        and not _RECORD.search(told)
    )


def _early(bench: Bench, cell: Cell, cycle: str) -> Iterator[Finding]:
    """Evidence of an effect that is older than the measure it came of, or than the cycle by more than a year."""
    rule = bench.rule("evidence-early")
    years = [int(year) for year in _YEAR.findall(cycle)]
    cycle_starts = date(min(years) - 1, 1, 1) if years else None
    by_id = {piece.id: piece for piece in cell.evidence if is_date(piece.dated)}
    measures = cell.part(PartKey.MEASURES).sentences
    said = {one.id: start for one in measures if (start := _begun(one.text))}
    proved = {
        one.id: min(earliest(by_id[id_].dated) for id_ in one.evidence if id_ in by_id)
        for one in measures
        if any(id_ in by_id for id_ in one.evidence)
    }
    for sentence in cell.part(PartKey.EFFECTS).sentences:
        pieces = [by_id[id_] for id_ in sentence.evidence if id_ in by_id]
        known = said if any(id_ in said for id_ in sentence.answers) else proved
        starts = [known[id_] for id_ in sentence.answers if id_ in known]
        old = [piece for piece in pieces if starts and latest(piece.dated) < min(starts)]
        for piece in pieces:
            grave = rule.severity
            if piece in old:
                when = f"{min(starts).year}年{min(starts).month}月"
                fault = f"早于它所证明的措施（{when}{'起' if known is said else '的证据'}）"
                # A piece of before beside one of after shows what it was like; alone it shows nothing.
                if known is said and len(old) == len(pieces) and bench.writing:
                    grave = Severity.WARNING
            elif cycle_starts and latest(piece.dated) < cycle_starts:
                fault = f"早于本轮（{cycle}）一年以上"
            else:
                continue
            yield Finding(
                rule,
                grave,
                cell.element,
                f"成效的证据 {piece.id}“{shortened(piece.text)}”日期是 {piece.dated}，{fault}。",
                "换成措施实施以后形成的证据，或核对日期。",
                PartKey.EFFECTS,
                sentence.id,
                piece.id,
            )


_BY = re.compile(r"\s*(?:年?底|年?末|[上中下]旬|学期末)?(?:之?前|以前)")


def _begun(text: str) -> date | None:
    """The first day that a measure names: “2025年9月起”, “2025年9月印发”, not “2025年10月底前”."""
    return min((one.first for one in named(text) if not _BY.match(text, one.end)), default=None)


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
