"""Steps, tasks, groups: a clause that has parts, listed whole and counted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.answering.desk import Desk
from app.answering.reply import Reply
from app.domain.answers import Answer
from app.domain.documents import Clause, Document
from app.domain.evidence import Citation
from app.domain.schemes import Body, Scheme
from app.indexing.passages import sentences
from app.indexing.words import squeeze
from app.retrieval.intents import Intent
from app.retrieval.question import Query

_PARTS = re.compile(
    r"几步|哪些步|步骤|程序|流程|哪几步|分几|分哪|哪几(?:个|项|条|方面|块|类|点)|几(?:个|大|项|条|方面|步|点)|有哪些(?:任务|措施|原则|步骤|方面|内容|环节|组)|哪些(?:任务|措施|原则|方面|环节|组)|"
    r"(?:任务|措施|原则|步骤|程序|环节|机制|保障|方面)(?:都|各|一共|具体)?有?(?:哪些|哪几|什么|几|啥)|有哪些[?？]?$|都是啥|分别(?:是|叫)|叫什么|下设|下面"
)
_KINDS = {"heading", "item"}
SHORT = 4  # characters a heading must share with the question
ROOM = 900
LONG = 600  # characters of one clause in the reply


def answer(query: Query, desk: Desk) -> Answer | None:
    """The parts of the clause a question names by its heading, else None."""
    further = query.followed and query.order is not None
    if (
        query.codes
        or query.named("element", "point", "project")
        or not (further or _PARTS.search(query.squeezed))
    ):
        return None
    found = [*_by_body(query, desk), *_by_heading(query, desk)]
    if not found:
        return None
    reply = Reply("look-up: parts of a clause")
    scheme, clause = found[0]
    children = parts(desk.quoting.document(scheme), clause)
    if query.followed and query.order and query.order <= len(children):
        say_clause(scheme, children[query.order - 1], reply, desk)
    else:
        say_parts(scheme, clause, reply, desk)
    return reply.done(schemes=[scheme.id])


def _by_body(query: Query, desk: Desk) -> Iterable[tuple[Scheme, Clause]]:
    """A body without posts of its own whose clause lists its parts (专项工作组, 推进组)."""
    scope = {scheme.id: scheme for scheme in desk.preferred(query)}
    if not query.has(Intent.LIST, Intent.COUNT, Intent.NAME):
        return
    for named in sorted(query.named("body"), key=lambda n: -n.start):
        if named.scheme not in scope or not isinstance(named.thing, Body) or named.thing.posts:
            continue
        document = desk.quoting.document(scope[named.scheme])
        for line in named.thing.lines:
            clause = document.clause_at(document.source.line_span(line).end - 1)
            if len(parts(document, clause)) >= 2:
                yield scope[named.scheme], clause
                break


def _by_heading(query: Query, desk: Desk) -> list[tuple[Scheme, Clause]]:
    """Clauses with parts whose heading stands in the question, longest first."""
    found: list[tuple[int, Scheme, Clause]] = []
    for scheme in desk.preferred(query):
        document = desk.quoting.document(scheme)
        for clause in document.clauses:
            shared = _shared(squeeze(clause.heading), query)
            if shared and len(parts(document, clause)) >= 2:
                found.append((shared, scheme, clause))
    found.sort(key=lambda entry: (-entry[0], len(entry[2].heading)))
    return [(scheme, clause) for _, scheme, clause in found]


def _shared(heading: str, query: Query) -> int:
    if len(heading) < SHORT:
        return 0
    if heading in query.squeezed and len(query.rest.replace(heading, "")) <= 6:
        return len(heading)
    return 0


def parts(document: Document, clause: Clause) -> tuple[Clause, ...]:
    """The numbered parts right below a clause."""
    return tuple(child for child in document.children(clause.address) if child.kind in _KINDS and child.label)


def say_parts(scheme: Scheme, clause: Clause, reply: Reply, desk: Desk) -> None:
    """The clause's parts, counted, each with its first words."""
    document = desk.quoting.document(scheme)
    children = parts(document, clause)
    opening = [_first(document, clause)] if clause.paragraphs else []
    name = f"“{clause.heading}”" if clause.heading else ""
    lead = opening[0].rstrip("：:。") if opening and len(opening[0]) <= 90 else ""
    reply.say(
        f"{scheme.short}{clause.address}{name}{'：' + lead if lead else ''}（共 {len(children)} 项）：",
        *_own(document, clause, desk),
    )
    room = ROOM // len(children)
    for child in children:
        text = child.heading or ""
        first = _first(document, child)
        if first and (not text or len(first) + len(text) <= room):
            text = f"{text}：{first}" if text else first
        reply.say(f"{child.label}{text[: max(room, 40)]}", *_own(document, child, desk), item=True)


def say_clause(scheme: Scheme, clause: Clause, reply: Reply, desk: Desk) -> None:
    """A clause in its own words."""
    document = desk.quoting.document(scheme)
    text = " ".join("".join(desk.quoting.cut(document.id, p.spans).split("\n")) for p in clause.paragraphs)
    heading = f"“{clause.heading}”" if clause.heading else ""
    spans = [*clause.heading_spans, *(span for paragraph in clause.paragraphs for span in paragraph.spans)]
    said = text if len(text) <= LONG else text[:LONG] + "……（余见原文）"
    citations = [desk.quoting.text(document.id, spans)] if spans else []
    reply.say(f"{scheme.short}{clause.address.removesuffix('续')}{heading}：{said}", *citations)


def _first(document: Document, clause: Clause) -> str:
    for paragraph in clause.paragraphs:
        for spans in sentences(document, paragraph.spans):
            return "".join(document.source.cut(spans).split())
    return ""


def _own(document: Document, clause: Clause, desk: Desk) -> list[Citation]:
    """The clause's heading and first sentences, about 200 characters at most."""
    spans = list(clause.heading_spans)
    for paragraph in clause.paragraphs[:2]:
        for sentence in sentences(document, paragraph.spans):
            if sum(map(len, spans)) > 130:
                break
            spans.extend(sentence)
    return [desk.quoting.text(document.id, spans)] if spans else []
