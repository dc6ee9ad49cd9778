"""Several questions typed as one → each answered, one reply."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.answering.desk import Desk
from app.answering.reply import MOST_CITED, Reply
from app.domain.answers import Answer, Kind
from app.retrieval.question import Query

_CUT = re.compile(r"[，,；;？?。\s]+(?:还有|以及|另外)?|(?:以及|还有)")
_ASKS = re.compile(
    r"几|多|谁|哪|什么|啥|怎么?|咋|何|吗|如何|是否|能不能|行不|要不要|会不会|有没有|是不是|职责|要求|标准$|期限|where|what|who|when|how"
)
_BACK = re.compile(
    r"这(?:块|个|事|项|些|笔|里|边)|那(?:块|个|笔)|它|其中|该"
)  # a part that speaks of the one before
# 就业监测和生源监测各多少钱: two subjects, one question
_EACH = re.compile(
    r"^(.{0,6}?[：:\s])?([\u4e00-\u9fff]{2,10}?)[和与跟、]([\u4e00-\u9fff]{2,10}?)(?:分别|各自?)(.{2,20})$"
)
MOST = 3  # parts answered


def in_parts(query: Query, desk: Desk, one: Callable[[Query], Answer]) -> Answer | None:
    """One reply to the questions a text holds, or None where it holds one."""
    pieces = split(query.text)
    if len(pieces) < 2 or query.followed or _BACK.search("".join(pieces[1:])):
        return None
    queries = _read(pieces, query, desk)
    answers = [one(part) for part in queries[:MOST]]
    good = [answer for answer in answers if answer.kind is Kind.ANSWER]
    if len(good) < 2 or _same(good):
        return None
    reply = Reply("several questions: " + "; ".join(dict.fromkeys(answer.method for answer in good)))
    for answer in good:
        _add(reply, answer, len(good))
    schemes = [scheme for answer in good for scheme in answer.schemes]
    return reply.done(schemes=dict.fromkeys(schemes))


def split(text: str) -> list[str]:
    """The parts of a text that ask something; a part that only sets the scene goes to the next one."""
    coordinated = _EACH.match(text)
    if coordinated:
        head, one, other, tail = (part or "" for part in coordinated.groups())
        return [f"{head}{one}{tail}", f"{head}{other}{tail}"]
    pieces: list[str] = []
    pending = ""
    for piece in (part for part in _CUT.split(text) if part):
        pending = f"{pending} {piece}".strip()
        if _ASKS.search(piece) and len(piece) >= 3:
            pieces.append(pending)
            pending = ""
    if pending and pieces:
        pieces[-1] = f"{pieces[-1]} {pending}"
    return pieces


def _read(pieces: Sequence[str], query: Query, desk: Desk) -> list[Query]:
    """Each part understood with the scope of the whole and what the part before it named."""
    read: list[Query] = []
    for piece in pieces:
        part = desk.reader.read(piece, [q.text for q in read][-1:])
        read.append(
            replace(part, schemes=part.schemes or query.schemes, weak=part.weak or query.weak, followed=False)
        )
    return read


def _same(answers: Sequence[Answer]) -> bool:
    """Whether the parts lead to the same leading clause: then it was one question."""
    leading = {(a.citations[0].document, a.citations[0].spans) for a in answers if a.citations}
    first = [a.statements[0].text for a in answers if a.statements]
    return len(leading) < 2 or len(set(first)) < len(first)


def _add(reply: Reply, answer: Answer, parts: int) -> None:
    """The leading statements of one part's answer with their citations, within the room of the whole."""
    for statement in (
        answer.statements[: max(2, 6 // parts)] if answer.method == "search" else answer.statements
    ):
        cited = [answer.citations[number] for number in statement.citations]
        if reply.length + len(statement.text) > 1300:
            break
        kept = [c for c in cited if reply.cited + len(c.text) <= 2 * MOST_CITED]
        reply.say(statement.text, *kept, item=statement.item)
    reply.note(*answer.notes)
