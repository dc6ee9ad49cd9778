"""Terms: what the sources say they are, or plainly that they do not say."""

from __future__ import annotations

import re

from app.answering.desk import Desk
from app.answering.reply import Reply
from app.domain.answers import Answer, Kind
from app.domain.corpus import Definition
from app.indexing.words import squeeze
from app.retrieval.intents import Intent, remainder
from app.retrieval.question import Query

_UNDEFINED = re.compile(r"没有(?:给出)?(?:定义|解释|列出|说明是|逐一)|未(?:作)?(?:定义|解释|列出)")
_INFERRED = re.compile(r"(?<!只能)推断(?:，指|为|指|是)")
_STEPS = re.compile(r"程序|流程|步骤")  # how a thing is done is no definition of it
_ASKS = re.compile(
    r"是哪|哪[几一二两三四五六七八九十]|分别|有什么|有哪|包括|是指|解释|怎么讲|含义|说的是|什么样|一回事"
)


def answer(query: Query, desk: Desk) -> Answer | None:
    """The definition of the term a question asks about, else None."""
    found = _terms(query, desk)
    if not found or query.codes or query.project:
        return None
    longest = max(len(text) for _, text in found)
    chosen = [definition for definition, text in found if len(text) == longest]
    rest = query.squeezed
    for part in sorted({text for _, text in found} | {n.text for n in query.names}, key=len, reverse=True):
        rest = rest.replace(part, " ")
    rest = remainder(rest)
    asks = query.has(Intent.DEFINE) or _ASKS.search(query.squeezed) or len(query.squeezed) <= longest + 3
    strict = not query.has(Intent.DEFINE)
    if not asks or len(rest) > (2 if strict else 5) or _STEPS.search(rest):
        return None
    scoped = [d for d in chosen if not query.schemes or _scheme_id(d, desk) in (*query.schemes, None)]
    if not scoped:
        return None
    return _say(query, scoped, [d for d, _ in found], desk)


def _terms(query: Query, desk: Desk) -> list[tuple[Definition, str]]:
    """Definitions whose term or alias stands in the question, with the wording."""
    text = query.squeezed
    found: list[tuple[Definition, str]] = []
    for definition in desk.corpus.definitions:
        names = [squeeze(name) for name in (definition.term, *definition.aliases)]
        hits = [name for name in names if name and name in text and not _inside(name, query)]
        if hits:
            found.append((definition, max(hits, key=len)))
    return found


def _inside(name: str, query: Query) -> bool:
    """Whether a term stands in the question only as a part of a longer name."""
    return any(name in named.text and name != named.text for named in query.names)


def _scheme_id(definition: Definition, desk: Desk) -> str | None:
    scheme = desk.corpus.scheme_of(definition.document) if definition.document else None
    return scheme.id if scheme else None


def _say(query: Query, definitions: list[Definition], all_found: list[Definition], desk: Desk) -> Answer:
    undefined = all(_UNDEFINED.search(d.text) and not _INFERRED.search(d.text) for d in definitions)
    reply = Reply("look-up: definition")
    beside = [d for d in all_found if (d not in definitions and "、" in query.text) or "和" in query.text]
    for definition in dict.fromkeys((*definitions, *(d for d in beside if d in all_found))):
        citations = []
        if definition.document and definition.spans:
            citations = [
                desk.quoting.spans(
                    definition.document, desk.quoting.whole_sentences(definition.document, [span])
                )
                for span in definition.spans
            ]
        reply.say(definition.text, *citations)
    return reply.done(
        Kind.REFUSE if undefined else Kind.ANSWER,
        schemes=[id_ for d in definitions if (id_ := _scheme_id(d, desk))],
    )
