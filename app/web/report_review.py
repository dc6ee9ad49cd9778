"""The review of a report: materials, the day of publication, the conclusion rehearsed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from app import reporting
from app.domain.drafts import OVERVIEW
from app.domain.schemes import ReviewRule
from app.drafting import progress
from app.drafting.conclusion import Rehearsal, rehearse
from app.drafting.dates import earliest
from app.reporting import Opened
from app.storage.report_json import Review
from app.storage.report_rows import Head
from app.web import links
from app.web.contexts import Choice, Link
from app.web.deps import ManagingReports, Visit
from app.web.report_views import GroundView, cell_link, ground_view
from app.web.reports import Sent

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class MaterialRow:
    number: int
    text: str
    at_hand: bool


@dataclass(frozen=True)
class ReadingView:
    name: str
    conclusions: str


@dataclass(frozen=True)
class RehearsalView:
    rows: tuple[tuple[Link, tuple[Choice, ...]], ...]
    measures: tuple[Choice, ...]
    told: str
    certain: str
    readings: tuple[ReadingView, ...]
    unclear: str
    grounds: tuple[GroundView, ...]


@router.post("/reports/{id_}/review")
def review(visit: ManagingReports, id_: str, sent: Sent) -> Response:
    """Materials at hand, and what is expected of the review."""
    found = reporting.opened(visit.services, visit.corpus, id_)
    rule = found.bench.scheme.review
    count = len(rule.materials) if rule else 0
    materials = tuple(i for i in range(count) if f"material {i}" in sent)
    said = {"yes": True, "no": False}
    agreed = {
        code: said[value] for code in found.codes() if (value := str(sent.get(f"agreed {code}", ""))) in said
    }
    measures = said.get(str(sent.get("measures", "")))
    head = replace(found.head, review=Review(materials, agreed, measures))
    visit.services.reports.change(visit.actor, id_, head)
    return RedirectResponse(f"{links.report(id_)}#review", 303)


def published_by(head: Head, rule: ReviewRule | None, day: date) -> tuple[str, bool]:
    """(By when the material must be public, in words; whether that day is past)."""
    if rule is None or rule.published is None:
        return "", False
    if not head.review_on or len(head.review_on) < 10:
        return f"填上复核开始的日期（精确到日），就能算出公示的最后日期。“{rule.published.text}”", False
    found = progress.publication(rule, earliest(head.review_on), day)
    assert found is not None
    left = f"还有 {found.left} 天" if found.left >= 0 else f"已过 {-found.left} 天"
    return (
        f"材料最迟 {found.day.isoformat()} 在校园网公示（{left}）。“{rule.published.text}”",
        found.left < 0,
    )


def rehearsal_view(visit: Visit, found: Opened) -> RehearsalView:
    """What was said of each element, and the conclusion it comes to."""
    agreed, measures = found.head.review.agreed, found.head.review.measures
    codes = [code for code in found.codes() if code != OVERVIEW]
    told_ = rehearse(
        visit.corpus,
        found.bench.scheme,
        {code: value for code, value in agreed.items() if code in codes},
        measures,
    )
    return RehearsalView(
        rows=tuple((cell_link(found, code), _said(agreed.get(code), "相符", "不符")) for code in codes),
        measures=_said(measures, "好", "不好"),
        told=f"{told_.elements} 项中相符 {told_.agreed} 项，不符 {told_.differing} 项，未定 {told_.unsaid} 项。",
        certain=told_.certain,
        readings=_readings(told_),
        unclear=told_.unclear,
        grounds=tuple(view for one in told_.grounds if (view := ground_view(found.bench, one))),
    )


def _readings(rehearsal: Rehearsal) -> tuple[ReadingView, ...]:
    return tuple(
        ReadingView(one.name, "或".join(f"“{name}”" for name in one.conclusions))
        for one in rehearsal.readings
    )


def _said(value: bool | None, yes: str, no: str) -> tuple[Choice, ...]:
    return (
        Choice("", "未定", value is None),
        Choice("yes", yes, value is True),
        Choice("no", no, value is False),
    )
