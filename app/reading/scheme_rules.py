"""Rules of a scheme file: how its report is written and how a review concludes, held against the source."""

from __future__ import annotations

from app.domain.schemes import (
    GradeRule,
    Limit,
    PredictionRule,
    Quoted,
    ReportForm,
    ReviewRule,
    ShareRule,
    WritingRules,
)
from app.reading.claims import Claims
from app.reading.scheme_file import (
    FormEntry,
    GradeRuleEntry,
    LimitEntry,
    PredictionRuleEntry,
    QuoteEntry,
    ReviewEntry,
    ShareEntry,
    WritingEntry,
)
from app.reading.yaml_files import Place


def read_writing(entry: WritingEntry, place: Place, claims: Claims) -> WritingRules:
    """The writing rules; what the scheme does not say is empty or False."""
    limits = [_limit(limit, place / "limits" / i, claims) for i, limit in enumerate(entry.limits)]
    for i, part in enumerate(entry.opinion.parts):
        claims.text(place / "opinion" / "parts" / i, "意见组成", part, entry.opinion.lines)
    share, share_lines = _quote(entry.share, place / "share", claims)
    observed, observed_lines = _quote(entry.observed_effects_only, place / "observed_effects_only", claims)
    no_grades, no_grades_lines = _quote(entry.no_grades, place / "no_grades", claims)
    return WritingRules(
        limits=tuple(limits),
        opinion_parts=tuple(entry.opinion.parts),
        opinion_parts_lines=tuple(entry.opinion.lines),
        share=share,
        share_lines=share_lines,
        observed_effects_only=bool(observed),
        observed_effects_lines=observed_lines,
        no_grades=bool(no_grades),
        no_grades_lines=no_grades_lines,
        form=_form(entry.form, place / "form", claims) if entry.form else None,
        shares=_share(entry.share, entry.opinion.parts, place / "share", claims),
        grades=_grade_rule(entry.no_grades),
        predictions=_prediction_rule(entry.observed_effects_only),
        truthful=_quoted(entry.truthful, place / "truthful", claims),
        targeted=_quoted(entry.targeted, place / "targeted", claims),
    )


def read_review(entry: ReviewEntry, place: Place, claims: Claims) -> ReviewRule:
    """The review rule; its three lines in the order effective, abnormal, otherwise."""
    effective, abnormal, otherwise = entry.effective, entry.abnormal, entry.otherwise
    for step, conclusion in (("effective", effective), ("abnormal", abnormal), ("otherwise", otherwise)):
        claims.text(place / step / "name", "复核结论", conclusion.name, [conclusion.line])
    for step, grade in (("effective", effective), ("abnormal", abnormal)):
        claims.text(place / step / "measures", "对改进措施的要求", grade.measures, [grade.line])
        claims.count(place / "elements", "要素总数", "{n}(项|个)", entry.elements, [grade.line])
    bounds = (
        (place / "effective" / "minimum", effective.minimum, effective.line),
        (place / "abnormal" / "below", abnormal.below, abnormal.line),
    )
    for spot, number, line in bounds:
        claims.count(spot, "相符项数", "{n}(项|个)", number, [line])
    return ReviewRule(
        elements=entry.elements,
        effective=effective.name,
        effective_minimum=effective.minimum,
        effective_measures=effective.measures,
        abnormal=abnormal.name,
        abnormal_below=abnormal.below,
        abnormal_measures=abnormal.measures,
        otherwise=otherwise.name,
        unclear=entry.unclear,
        lines=(effective.line, abnormal.line, otherwise.line),
        materials=tuple(
            Quoted(*_quote(material, place / "materials" / i, claims))
            for i, material in enumerate(entry.materials)
        ),
        published=_quoted(entry.published, place / "published", claims),
        published_days=entry.published_days,
    )


def _limit(entry: LimitEntry, place: Place, claims: Claims) -> Limit:
    claims.text(place / "part", "报告部分", entry.part, entry.lines)
    claims.count(place / "maximum", "字数上限", "{n}字", entry.maximum, entry.lines)
    return Limit(entry.part, entry.maximum, tuple(entry.lines), tuple(entry.aliases), entry.of)


def _form(entry: FormEntry, place: Place, claims: Claims) -> ReportForm:
    for name in ("school", "overview", "table", "signature", "date"):
        claims.text(place / name, "报告表样", getattr(entry, name), entry.lines)
    for name in ("title", "header", "notes"):
        for i, text in enumerate(getattr(entry, name)):
            claims.text(place / name / i, "报告表样", text, entry.lines)
    return ReportForm(
        title=tuple(entry.title),
        school=entry.school,
        overview=entry.overview,
        table=entry.table,
        header=tuple(entry.header),
        signature=entry.signature,
        date=entry.date,
        notes=tuple(entry.notes),
        lines=tuple(entry.lines),
    )


def _share(entry: ShareEntry | None, opinion: list[str], place: Place, claims: Claims) -> ShareRule | None:
    if entry is None or not entry.parts:
        return None
    for i, part in enumerate(entry.parts):
        if part not in opinion:
            raise claims.error(f"{place / 'parts' / i}：“{part}”不在 opinion.parts 中。请照那里的写法改正。")
    return ShareRule(Quoted(entry.quote, tuple(entry.lines)), tuple(entry.parts), entry.low, entry.high)


def _grade_rule(entry: GradeRuleEntry | None) -> GradeRule | None:
    if entry is None:
        return None
    return GradeRule(
        Quoted(entry.quote, tuple(entry.lines)),
        tuple(entry.patterns),
        tuple(entry.excepted),
        when_ours=tuple(entry.when_ours),
        ours=tuple(entry.ours),
        whole=tuple(entry.whole),
        others=tuple(entry.others),
    )


def _prediction_rule(entry: PredictionRuleEntry | None) -> PredictionRule | None:
    if entry is None:
        return None
    return PredictionRule(
        Quoted(entry.quote, tuple(entry.lines)),
        tuple(entry.patterns),
        tuple(entry.excepted),
        promises=tuple(entry.promises),
    )


def _quoted(entry: QuoteEntry | None, place: Place, claims: Claims) -> Quoted | None:
    return Quoted(*_quote(entry, place, claims)) if entry else None


def _quote(entry: QuoteEntry | None, place: Place, claims: Claims) -> tuple[str, tuple[int, ...]]:
    if entry is None:
        return "", ()
    claims.text(place / "quote", "规定", entry.quote, entry.lines)
    return entry.quote, tuple(entry.lines)
