"""A hit → the words of it that go into a reply, read as one line, and the citation under them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.answering import amounts
from app.answering.desk import Desk
from app.answering.phrases import criteria, owners, trimmed
from app.answering.targets import wants_owners
from app.domain.documents import Span
from app.domain.evidence import Citation, Hit, Passage
from app.domain.schemes import Criterion
from app.retrieval.question import Query

ALIKE = 0.4  # how like an earlier question a question is before its quote is said first
LONG = 300  # characters of one quoted clause in the reply
SHORT_LINE = 45  # characters: a line no longer is a heading or a list line, not a paragraph cut by a page
_GAP = re.compile(
    r"(?<=[，。；：、“”（）])\s+|\s+(?=[，。；：、“”（）])|(?<=[\u4e00-\u9fff])\s+(?=\d)|(?<=\d)\s+(?=[\u4e00-\u9fff])"
)
_LEADS_ON = re.compile(r"(?<=[。；])[^。；]*：$")  # “…应提交以下材料：” with nothing after it
_STOPS = "，、；：。！？,;:"


def quoted(query: Query, hit: Hit, desk: Desk) -> list[tuple[str, Citation]]:
    """The words of a hit that go into the reply with the citation under them: what answers, then what stands around it."""
    passage = hit.passage
    if passage.point:
        return [_quoted_point(query, hit, desk)]
    if passage.kind == "row":
        return [(_amount_row(hit, desk) or passage.search, desk.quoting.passage(passage))]
    whole = _body(passage, desk)
    focus = _focus(hit, desk)
    rest = tuple(span for span in _less(whole, focus) if len(span) > 1) if focus else ()
    said = [focus, rest] if focus and rest and sum(map(len, rest)) <= LONG else [focus or whole]
    return [
        (_tidy(desk.quoting.cut(passage.document, spans)), _citation(passage, spans, desk)) for spans in said
    ]


def _citation(passage: Passage, spans: tuple[Span, ...], desk: Desk) -> Citation:
    """The passage where it holds the words, else the words themselves."""
    if all(any(span in whole for whole in passage.spans) for span in spans):
        return desk.quoting.passage(passage)
    return desk.quoting.text(passage.document, spans)


def _less(whole: tuple[Span, ...], taken: tuple[Span, ...]) -> list[Span]:
    """`whole` without `taken`."""
    kept: list[Span] = []
    for span in whole:
        start = span.start
        for cut in sorted(taken):
            if cut.start < span.end and start < cut.end:
                if cut.start > start:
                    kept.append(Span(start, cut.start))
                start = cut.end
        if start < span.end:
            kept.append(Span(start, span.end))
    return kept


def _quoted_point(query: Query, hit: Hit, desk: Desk) -> tuple[str, Citation]:
    _, _, element, point = desk.quoting.home(hit.passage.point or "")
    citation = desk.quoting.point(point)
    tail = f"（{owners(point)}）" if wants_owners(query) and point.lead else ""
    focused = [
        c for c in point.criteria if hit.focus and any(s.overlaps(f) for s in c.spans for f in hit.focus)
    ]
    whole = criteria(point, 420)
    if len(focused) == 1 and len(point.criteria) > 1:
        text = trimmed(focused[0].text)
        return (
            f"诊断点“{point.name}”（{element.code}{element.name}）{tail}：{text}。其余各条：{_others(point.criteria, focused[0])}",
            citation,
        )
    return f"诊断点“{point.name}”（{element.code}{element.name}）{tail}：{whole}", citation


def _others(all_criteria: Sequence[Criterion], focused: Criterion) -> str:
    texts = [trimmed(c.text) for c in all_criteria if c is not focused]
    said: list[str] = []
    for text in texts:
        if sum(map(len, said)) + len(text) > 260:
            return "；".join([*said, "…"])
        said.append(text)
    return "；".join(said) + "。"


def _amount_row(hit: Hit, desk: Desk) -> str | None:
    for table in amounts.tables(desk):
        if table.document.id != hit.passage.document:
            continue
        for row in table.items:
            if hit.passage.lines[0] in row.lines:
                return amounts.row_text(table, row)
    return None


def _focus(hit: Hit, desk: Desk) -> tuple[Span, ...]:
    """The whole sentences of the earlier question's quote, where the question is much like it; () where it is not."""
    if not hit.focus or hit.why.asked < ALIKE:
        return ()
    widened = desk.quoting.whole_sentences(hit.passage.document, hit.focus)
    return widened if sum(map(len, widened)) <= LONG else hit.focus


def _body(passage: Passage, desk: Desk) -> tuple[Span, ...]:
    """The passage without the headings it begins with; the rest of a short paragraph it was cut from."""
    document = desk.corpus.documents[passage.document]
    clause = document.clause_at(passage.spans[-1].end - 1)
    for paragraph in clause.paragraphs:
        touched = any(span.overlaps(other) for span in paragraph.spans for other in passage.spans)
        if touched and len(clause.paragraphs) == 1 and sum(map(len, paragraph.spans)) <= LONG:
            return paragraph.spans
    own = [s for paragraph in clause.paragraphs for s in paragraph.spans]
    kept = [_overlap(span, other) for span in passage.spans for other in own if span.overlaps(other)]
    return tuple(kept) or passage.spans


def _overlap(one: Span, other: Span) -> Span:
    return Span(max(one.start, other.start), min(one.end, other.end))


def _tidy(text: str) -> str:
    """Quoted text in one line: a heading or short line set off, a page cut closed up, white space between Han removed."""
    said = ""
    for line in (line.strip() for line in text.strip().split("\n")):
        if said and line:
            said += "；" if said[-1] not in _STOPS and len(said.rpartition("；")[2]) <= SHORT_LINE else ""
        said += line
    said = _GAP.sub("", said).lstrip("，；。、,;").rstrip("；;，,")
    return _LEADS_ON.sub("", said) or said
