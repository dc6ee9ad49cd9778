"""A clause asked for by its printed address (佛山三（四）2, 附件3注2): its own words and its parts."""

from __future__ import annotations

from app.answering import outline
from app.answering.desk import Desk
from app.answering.reply import Reply
from app.domain.answers import Answer
from app.domain.documents import Clause
from app.domain.schemes import Scheme
from app.indexing.words import squeeze
from app.retrieval.question import Query

SHORT = 4  # characters an address without a bracket must have to be read inside a sentence (附件3)
BESIDE = 8  # content characters beside the address: more, and the address is only part of a question


def answer(query: Query, desk: Desk) -> Answer | None:
    """The clause at the address a question names, in each scheme meant that has it, else None."""
    if query.codes or query.names or len(query.rest) > BESIDE + len(query.address or ""):
        return None
    found = [(s, clause) for s in desk.preferred(query) if (clause := _clause(query, s, desk)) is not None]
    if not found:
        return None
    reply = Reply("look-up: address")
    for scheme, clause in found:
        _say(scheme, clause, reply, desk)
    return reply.done(schemes=[scheme.id for scheme, _ in found])


def _clause(query: Query, scheme: Scheme, desk: Desk) -> Clause | None:
    document = desk.quoting.document(scheme)
    best: Clause | None = None
    for clause in document.clauses:
        address = squeeze(clause.address)
        written = address in query.squeezed and (len(address) >= SHORT or "(" in address)
        if (written or clause.address == query.address) and (
            best is None or len(clause.address) > len(best.address)
        ):
            best = clause
    return best


def _say(scheme: Scheme, clause: Clause, reply: Reply, desk: Desk) -> None:
    document = desk.quoting.document(scheme)
    if outline.parts(document, clause) and len(clause.text) <= 120:
        outline.say_parts(scheme, clause, reply, desk)
    else:
        outline.say_clause(scheme, clause, reply, desk)
