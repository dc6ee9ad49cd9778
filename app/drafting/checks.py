"""A report or one cell of it → findings, each by a named rule with its clause. People decide what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from app.domain.drafts import OVERVIEW, Cell, Part, Report
from app.domain.rules import Finding, Severity
from app.drafting import (
    check_evidence,
    check_form,
    check_links,
    check_predictions,
    check_substance,
    check_words,
)
from app.drafting.bench import Bench
from app.drafting.check_repeats import Repeats
from app.drafting.dates import is_date, latest
from app.drafting.text import numbered, sentences

MOST = 40  # findings of one rule in one cell
GRAVEST = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def check_cell(
    bench: Bench,
    report: Report,
    element: str,
    today: date,
    last: Report | None = None,
    submitting: bool = False,
) -> tuple[Finding, ...]:
    """What is to be looked at in one cell of `report`, the gravest first. `last`: last year's report."""
    cell = ready(report.cell(element))
    whole = Report(report.scheme, cells=(*(one for one in report.cells if one.element != element), cell))
    repeats = Repeats(whole, last)
    return _sorted(_cell(bench, cell, report, today, submitting, repeats, False))


def check_report(
    bench: Bench, report: Report, today: date, last: Report | None = None, submitting: bool = False
) -> tuple[Finding, ...]:
    """What is to be looked at in the whole report: the overview, then the elements of the scheme in order."""
    codes = (OVERVIEW, *(element.code for element in bench.scheme.elements()))
    cells = [ready(report.cell(code)) for code in codes]
    repeats = Repeats(Report(report.scheme, cells=tuple(cells)), last)
    return tuple(
        finding
        for cell in cells
        for finding in _sorted(_cell(bench, cell, report, today, submitting, repeats, True))
    )


def ready(cell: Cell, was: Cell | None = None) -> Cell:
    """The cell cut into sentences, each with an id that none had in `was`; a part read from a file is one piece before."""
    parts = []
    for part in cell.parts:
        cut = []
        for one in part.sentences:
            pieces = sentences(one.text)
            cut.extend(
                [one] if len(pieces) <= 1 or one.id or one.sources else [replace(one, text=p) for p in pieces]
            )
        parts.append(Part(part.key, tuple(cut)))
    return numbered(replace(cell, parts=tuple(parts)), was)


def _cell(
    bench: Bench,
    cell: Cell,
    report: Report,
    today: date,
    submitting: bool,
    repeats: Repeats,
    earlier_only: bool,
) -> Iterator[Finding]:
    claimed = latest(report.due) if is_date(report.due) else today
    yield from check_form.check(bench, cell, report.counting, submitting)
    yield from check_words.check(bench, cell)
    yield from check_predictions.check(bench, cell, claimed)
    yield from check_links.check(bench, cell)
    yield from check_substance.check(bench, cell)
    yield from check_evidence.check(bench, cell, claimed, today, report.cycle)
    yield from repeats.of(bench, cell, earlier_only)


def _sorted(findings: Iterator[Finding]) -> tuple[Finding, ...]:
    """The gravest first; of one rule so many that a person still reads them, and how many more there are."""
    told: list[Finding] = []
    last: dict[str, Finding] = {}
    numbers: Counter[str] = Counter()
    for finding in sorted(dict.fromkeys(findings), key=lambda finding: GRAVEST.index(finding.severity)):
        numbers[finding.rule.id] += 1
        if numbers[finding.rule.id] <= MOST:
            told.append(finding)
            last[finding.rule.id] = finding
    for id_, number in numbers.items():
        if number > MOST:
            one = last[id_]
            message = f"这一格里“{one.rule.name}”还有 {number - MOST} 处，没有逐处列出。"
            told.append(Finding(one.rule, one.severity, one.element, message, "改好列出的各处后再检查一遍。"))
    return tuple(sorted(told, key=lambda finding: GRAVEST.index(finding.severity)))
