"""A question that names nothing to look up: asked back, with what could be meant."""

from __future__ import annotations

from app.answering.desk import Desk
from app.answering.reply import Reply
from app.domain.answers import Answer, Kind
from app.retrieval.question import Query

ENOUGH = 2  # content characters a question needs to be searched for


def answer(query: Query, desk: Desk) -> Answer | None:
    """A question asked back where neither a name, a number nor enough content words are given, else None."""
    named = query.names or query.codes or query.project or query.departments or query.address or query.months
    said = sum(character.isalnum() for character in query.rest)
    if named or query.english or query.followed or said >= (1 if query.schemes else ENOUGH):
        return None
    reply = Reply("asked back: what is meant")
    places = "、".join(scheme.short for scheme in desk.all_schemes)
    reply.say(f"您问的是哪个诊断点、哪份材料或哪个组？请写出名称或编号，并说明方案（{places}）。")
    return reply.done(Kind.CLARIFY, choices(desk))


def choices(desk: Desk) -> list[str]:
    """Full questions to choose from, of the schemes there are."""
    offered = [
        "佛山 6.2 质量事故管控谁牵头、什么时候完成",
        "佛山各诊断点的完成时间",
        "重庆复核材料什么时候公示",
    ]
    known = {scheme.place for scheme in desk.all_schemes}
    return [choice for choice in offered if choice[:2] in known]
