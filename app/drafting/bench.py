"""What an element is drafted and checked with: the scheme, the form chosen, its rules and their clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.domain.corpus import Corpus
from app.domain.drafts import OPINION, PART_NAMES, PartKey, Report
from app.domain.errors import UnknownNameError
from app.domain.rules import Ground, Rule, Severity
from app.domain.schemes import Element, Quoted, Scheme, WritingRules
from app.drafting.only_theirs import OnlyTheirs, only_theirs
from app.drafting.touching import Touching


@dataclass(frozen=True)
class Bench:
    """One scheme with the form and writing rules of `form` (None: no scheme's form was chosen)."""

    corpus: Corpus
    scheme: Scheme
    form: Scheme | None
    touching: Touching
    rules: Mapping[str, Rule]

    @property
    def writing(self) -> WritingRules | None:
        return self.form.writing if self.form else None

    @property
    def borrowed(self) -> bool:
        """Whether form and rules are another scheme's."""
        return self.form is not None and self.form.id != self.scheme.id

    def name(self, key: PartKey) -> str:
        """What the part is called in print."""
        writing = self.writing
        if writing is None:
            return PART_NAMES[key]
        if key in OPINION and len(writing.opinion_parts) == len(OPINION):
            return writing.opinion_parts[OPINION.index(key)]
        if writing.form and key in (PartKey.MEASURES, PartKey.EFFECTS):
            return writing.form.header[3 if key is PartKey.MEASURES else 4]
        limit = writing.limit(key.value)
        return limit.part if limit else PART_NAMES[key]

    @cached_property
    def diagnosed(self) -> tuple[str, ...]:
        """What the scheme calls what is diagnosed, the longest first."""
        names = {
            name for name in self.scheme.table_names() if len(name) >= 4
        }  # shorter ones are everyday words
        return tuple(sorted(names, key=lambda name: (-len(name), name)))

    @cached_property
    def only_theirs(self) -> Mapping[str, OnlyTheirs]:
        """By scheme: what it has and the one of this bench has not."""
        return {
            other.id: only_theirs(self.corpus, self.scheme, other)
            for other in self.corpus.schemes.values()
            if other.id != self.scheme.id
        }

    def rule(self, id_: str) -> Rule:
        return self.rules[id_]

    def element(self, code: str) -> Element | None:
        return self.scheme.element(code)


def open_bench(corpus: Corpus, scheme: str, form: str = "") -> Bench:
    """The bench for a report of `scheme` in the form of `form`; UnknownNameError where there is no such form."""
    if scheme not in corpus.schemes:
        known = "、".join(f"{one.id}（{one.short}）" for one in corpus.schemes.values())
        raise UnknownNameError(f"没有方案“{scheme[:40]}”；现有方案：{known}。")
    if form and (form not in corpus.schemes or corpus.schemes[form].writing is None):
        known = "、".join(f"{one.id}（{one.short}）" for one in corpus.schemes.values() if one.writing)
        raise UnknownNameError(f"方案“{form[:40]}”没有规定报告表样和字数；可以选用的有：{known or '无'}。")
    own, chosen = corpus.schemes[scheme], corpus.schemes[form] if form else None
    return Bench(corpus, own, chosen, Touching(own), rulebook(corpus, own, chosen))


def bench_for(corpus: Corpus, report: Report) -> Bench:
    return open_bench(corpus, report.scheme, report.form)


def default_form(scheme: Scheme) -> str:
    """The form a report of `scheme` has unless another is chosen by name: its own, or none."""
    return scheme.id if scheme.writing else ""


def ground(corpus: Corpus, scheme: Scheme, quoted: Quoted | None) -> Ground | None:
    """The clause that `quoted` stands in."""
    if quoted is None or not quoted.lines or scheme.document not in corpus.documents:
        return None
    document = corpus.documents[scheme.document]
    start = document.source.line_span(quoted.lines[0]).start
    return Ground(scheme.document, document.clause_at(start).address, quoted.text, quoted.lines)


def point_ground(corpus: Corpus, scheme: Scheme, element: Element) -> Ground | None:
    """The rows of the diagnosis table that an element's points are printed in."""
    lines = tuple(line for point in element.points for line in point.lines)
    if not lines or scheme.document not in corpus.documents:
        return None
    document = corpus.documents[scheme.document]
    return Ground(
        scheme.document, f"{document.table(scheme.table).address} {element.code}", element.name, lines
    )


def rulebook(corpus: Corpus, scheme: Scheme, form: Scheme | None) -> Mapping[str, Rule]:
    """Every rule by id, with the clause it comes from; without a form none has one but those of the table."""
    writing = form.writing if form else None

    def quoted(found: Quoted | None) -> Ground | None:
        return ground(corpus, form, found) if form else None

    def limit(of: str) -> Ground | None:
        one = writing.limit(of) if writing else None
        return quoted(Quoted(f"{one.part}不超过 {one.maximum} 字", one.lines)) if one else None

    opinion = Quoted("，".join(writing.opinion_parts), writing.opinion_parts_lines) if writing else None
    effects = writing.predictions.rule if writing and writing.predictions else None
    grades = writing.grades.rule if writing and writing.grades else None
    shares = writing.shares.rule if writing and writing.shares else None
    truthful, targeted = (writing.truthful, writing.targeted) if writing else (None, None)
    firm = Severity.ERROR if writing else Severity.NOTE
    likely = Severity.WARNING if writing else Severity.NOTE
    table = next((point_ground(corpus, scheme, element) for element in scheme.elements()), None)
    table = (
        Ground(table.document, table.address.rsplit(" ", 1)[0], "诊断点与影响因素", table.lines)
        if table
        else None
    )
    rules: Iterable[Rule] = (
        Rule("limit-overview", "概述字数", firm, limit("overview")),
        Rule("limit-opinion", "诊断意见字数", firm, limit("opinion")),
        Rule("limit-measures", "改进措施字数", firm, limit("measures")),
        Rule("limit-effects", "改进成效字数", firm, limit("effects")),
        Rule("parts", "四部分齐全", firm, quoted(opinion)),
        Rule("share", "问题与原因的篇幅", likely, quoted(shares)),
        Rule("empty", "内容空缺", firm, quoted(opinion)),
        Rule("unfinished", "还有待补充之处", Severity.WARNING, quoted(truthful)),
        Rule("grade", "等级性结论", likely, quoted(grades)),
        Rule("predicted", "预测的成效", likely, quoted(effects)),
        Rule("effect-ground", "成效的实据", likely, quoted(effects)),
        Rule("problem-measure", "问题没有对应措施", likely, quoted(targeted)),
        Rule("measure-problem", "措施没有对应问题", likely, quoted(targeted)),
        Rule("problem-vague", "问题空泛", likely, quoted(grades)),
        Rule("cause-restated", "原因重述问题", Severity.NOTE, quoted(opinion)),
        Rule("cause-vague", "原因空泛", Severity.NOTE, quoted(opinion)),
        Rule("measure-vague", "措施空泛", likely, quoted(targeted)),
        Rule("effect-vague", "成效空泛", likely, quoted(effects)),
        Rule("effect-measure", "成效没有对应措施", Severity.NOTE, quoted(effects)),
        Rule("measure-effect", "措施没有写成效", Severity.NOTE, quoted(effects)),
        Rule("points", "诊断点未触及", Severity.WARNING, table),
        Rule("criteria", "影响因素未触及", Severity.NOTE, table),
        Rule("evidence-undated", "证据没有日期", Severity.WARNING, quoted(truthful)),
        Rule("evidence-future", "证据日期在将来", Severity.ERROR, quoted(truthful)),
        Rule("evidence-late", "证据晚于所述的事", Severity.WARNING, quoted(truthful)),
        Rule("evidence-early", "证据早于措施", Severity.NOTE, quoted(effects)),
        Rule("evidence-unused", "证据没有用上", Severity.NOTE, quoted(truthful)),
        Rule("unsourced", "没有依据的句子", Severity.NOTE, quoted(truthful)),
        Rule("mixed", "混入别的方案", Severity.WARNING, table),
        Rule("repeated", "文字重复", Severity.WARNING, quoted(truthful)),
    )
    return {rule.id: rule for rule in rules}
