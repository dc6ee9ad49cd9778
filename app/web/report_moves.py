"""A report moved to another scheme: the preview, what it asks, and the new report that is made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from app import naming, reporting
from app.domain.drafts import ReportKind
from app.domain.errors import UnknownNameError
from app.drafting.moving import Moved, move
from app.reporting import Opened
from app.storage.report_json import Review
from app.web import links
from app.web.contexts import Choice, Link
from app.web.deps import ManagingReports, ReadingWorksheets, Visit
from app.web.reports import Sent

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class MoveRow:
    target: str
    sources: str
    relation: str
    told: str


@dataclass(frozen=True)
class AskedRow:
    name: str  # of the field
    place: str
    text: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class MovePage:
    title: str
    back: Link
    href: str
    to: str
    lead: str
    rows: tuple[MoveRow, ...]
    asked: tuple[AskedRow, ...]
    held: tuple[tuple[str, str], ...]  # (field, value) of what was answered already
    left: tuple[str, ...]
    error: str = ""
    section: str = "reports"


@router.get("/reports/{id_}/move")
def preview(visit: ReadingWorksheets, id_: str, to: str = "") -> Response:
    found = reporting.opened(visit.services, visit.corpus, id_)
    return visit.page("report_move.html", _page(visit, found, to, _moved(visit, found, to, {})))


@router.post("/reports/{id_}/move")
def make(visit: ManagingReports, id_: str, sent: Sent) -> Response:
    """A new report under the other scheme; the old one stays as it is."""
    found = reporting.opened(visit.services, visit.corpus, id_)
    to = str(sent.get("to", ""))
    choices = {}
    for name, value in sent.items():
        what, _, rest = name.partition(" ")
        code, _, sentence = rest.partition(" ")
        if what == "goes" and value:
            choices[code, sentence] = str(value)
    moved = _moved(visit, found, to, choices)
    if moved.questions or moved.left:
        told = f"还有 {len(moved.questions)} 句没有选去处。" if moved.questions else "有要素没有对应的去处。"
        page = replace(_page(visit, found, to, moved, choices), error=told)
        return visit.page("report_move.html", page, 422)
    report = moved.report
    head = replace(
        found.head, scheme=to, form=report.form, previous=None, original=None, receipt=None, review=Review()
    )
    stored = reporting.create(
        visit.services,
        visit.actor,
        visit.corpus,
        replace(head, kind=ReportKind.DRAFT),
        report.cells,
    )
    return RedirectResponse(links.report(stored.head.id), 303)


def _moved(visit: Visit, found: Opened, to: str, choices: dict[tuple[str, str], str]) -> Moved:
    naming.scheme_named(visit.corpus, to)
    walk = visit.corpus.crosswalk(found.head.scheme, to)
    if walk is None or to == found.head.scheme:
        raise UnknownNameError(f"没有从{found.bench.scheme.short}到“{to[:20]}”的对照表，不能转换。")
    return move(found.report, walk, visit.corpus.schemes, to, choices)


def _page(
    visit: Visit, found: Opened, to: str, moved: Moved, choices: dict[tuple[str, str], str] | None = None
) -> MovePage:
    new, old = visit.corpus.schemes[to], found.bench.scheme

    def name(code: str) -> str:
        element = new.element(code)
        return f"{code} {element.name}" if element else code

    rows = tuple(
        MoveRow(
            name(one.element),
            "、".join(f"{code} {found.name(code)}" for code in one.sources) or "—",
            one.relation,
            f"{sum(1 for _, s in one.cell.sentences() if s.text.strip())} 句，证据 {len(one.cell.evidence)} 条",
        )
        for one in moved.moves
    )
    held = choices or {}
    asked = tuple(
        AskedRow(
            f"goes {one.element} {one.id}",
            f"{one.element} {found.name(one.element)}",
            one.text,
            (
                Choice("", "请选择", not (held.get((one.element, one.id)) or one.guess)),
                *(
                    Choice(code, name(code), code == (held.get((one.element, one.id)) or one.guess))
                    for code in one.choices
                ),
            ),
        )
        for one in moved.questions
    )
    merged = sum(1 for one in moved.moves if len(one.sources) > 1 and not one.cell.is_empty)
    lead = f"从{old.short}转到{new.short}：原报告不动，另建一份新的。"
    if merged:
        lead += f"有 {merged} 个要素由两个并成一个，文字前后相接，一句不少；并后按一个要素的字数检查。"
    return MovePage(
        title=f"转到{new.short}：{found.head.label}",
        back=Link(found.head.label, links.report(found.head.id)),
        href=f"{links.report(found.head.id)}/move",
        to=to,
        lead=lead,
        rows=rows,
        asked=asked,
        held=tuple((f"goes {element} {id_}", target) for (element, id_), target in held.items()),
        left=tuple(f"{code} {found.name(code)}" for code in moved.left),
    )
