"""Answers, schemes and outlines as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from app import reasons
from app.domain.answers import Answer
from app.domain.corpus import Corpus
from app.domain.documents import Document
from app.domain.evidence import Citation
from app.domain.schemes import Point, Scheme


def print_answer(answer: Answer, corpus: Corpus, why: bool = False) -> str:
    """The reply with [numbers], then the clauses word for word, `why` they were found, what may be asked next."""
    lines = []
    for statement in answer.statements:
        marks = "".join(f"[{number + 1}]" for number in statement.citations)
        lines.append(f"{'· ' if statement.item else ''}{statement.text}{marks}")
    lines.extend(f"注：{note}" for note in answer.notes)
    lines.extend(f"  {number}. {choice}" for number, choice in enumerate(answer.choices, 1))
    for number, citation in enumerate(answer.citations, 1):
        lines.extend(("", f"[{number}] {cited(citation, corpus)}"))
        lines.extend(f"    {row}" for line in citation.text.splitlines() if (row := _row(line)))
        if citation.note:
            lines.append(f"    （{citation.note}）")
    if why:
        lines.extend(("", *_why(answer)))
    if answer.related:
        lines.extend(("", "还可以问：" + " / ".join(answer.related)))
    return "\n".join(lines)


def _why(answer: Answer) -> Iterator[str]:
    yield f"为什么找到这些：{reasons.how(answer.method)}"
    for number, citation in enumerate(answer.citations, 1):
        if citation.why:
            yield f"[{number}]"
            yield from (f"    {name}：{value}" for name, value in reasons.facts(citation.why))


def cited(citation: Citation, corpus: Corpus) -> str:
    """《title》address（第 n 行） — how a citation is written on paper."""
    document = corpus.documents.get(citation.document)
    title = document.source.title if document else citation.document
    first, last = citation.lines
    return f"《{title}》{citation.address}（第 {first}{'' if first == last else f'–{last}'} 行）"


def print_scheme(scheme: Scheme) -> str:
    """The tree with owners and dates where the scheme has them."""
    lines = [f"{scheme.title}（{scheme.id}）"]
    for project in scheme.projects:
        lines.extend(("", f"{project.code} {project.name}"))
        for element in project.elements:
            lines.append(f"  {element.code} {element.name}")
            for point in element.points:
                lines.extend(f"    {line}" for line in _point(point))
    return "\n".join(lines)


def _row(line: str) -> str:
    """A line of the source; a table row with its cells told apart."""
    return " | ".join(cell for piece in line.split("\t") if (cell := piece.strip()))


def _point(point: Point) -> Iterator[str]:
    inferred = "（点名系推定）" if point.name_inferred else ""
    yield f"{point.id.split(':', 1)[1]} {point.name}{inferred}"
    for number, criterion in enumerate(point.criteria, 1):
        yield f"    {number}) {criterion.text}"
    owners = []
    if point.lead:
        owners.append(f"牵头：{point.lead}")
    if point.participants:
        owners.append(f"参与：{'、'.join(point.participants)}")
    if point.due:
        owners.append(f"完成：{point.due}")
    if point.platform_numbers:
        owners.append(f"平台编号：{' '.join(point.platform_numbers)}")
    if owners:
        yield "    " + "；".join(owners)


def print_outline(document: Document) -> str:
    """One line a clause: address, heading (or the text's beginning), lines."""
    lines = [document.source.title]
    for clause in document.clauses:
        shown = clause.title or _beginning(clause.text)
        first, last = clause.lines
        lines.append(f"{'  ' * clause.level}{clause.address}  {shown}  L{first}–{last}")
    return "\n".join(lines)


def _beginning(text: str, length: int = 30) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[:length] + "…"
