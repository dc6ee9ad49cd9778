"""数据管理平台相应编号 the other way round: which points a platform number belongs to."""

from __future__ import annotations

from app.answering.desk import Desk
from app.answering.phrases import grouped, together
from app.answering.reply import Reply
from app.domain.answers import Answer
from app.retrieval.intents import Intent
from app.retrieval.question import Query


def answer(query: Query, desk: Desk) -> Answer | None:
    """The points that carry the platform number a question gives, counted, else None."""
    if not query.has(Intent.PLATFORM) or not query.codes or query.named("element", "point"):
        return None
    schemes = [scheme for scheme in desk.preferred(query) if scheme.has_platform_numbers]
    if not schemes:
        return None
    reply = Reply("look-up: platform number")
    for scheme in schemes:
        for code in query.codes:
            points = [point for point in scheme.points() if code.key in point.platform_numbers]
            if points:
                reply.say(
                    f"{scheme.short}中，数据管理平台编号 {code.key} 列在 {len(points)} 个诊断点上：{grouped(points)}。",
                    *desk.quoting.points(points),
                )
            else:
                known = sorted({n for point in scheme.points() for n in point.platform_numbers})
                reply.say(f"{scheme.short}的诊断点没有列平台编号 {code.key}；列出的有：{together(known)}。")
    return reply.done(schemes=[scheme.id for scheme in schemes])
