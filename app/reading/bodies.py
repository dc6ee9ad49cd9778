"""Bodies: committees, groups and offices of a scheme file, held against the source."""

from __future__ import annotations

from app.domain.errors import SchemeError
from app.domain.schemes import Body, Post
from app.reading.claims import Claims
from app.reading.scheme_file import BodyEntry, PostEntry
from app.reading.yaml_files import Place


def read_body(entry: BodyEntry, place: Place, claims: Claims) -> Body:
    """The body, with name, posts and duties found on their lines."""
    claims.text(place / "name", "机构名称", entry.name, entry.lines)
    posts = [read_post(post, place / "posts" / i, claims) for i, post in enumerate(entry.posts)]
    duties_lines = entry.duties_lines or entry.lines
    if entry.duties:
        claims.text(place / "duties", "职责", entry.duties, duties_lines)
    return Body(
        name=entry.name,
        posts=tuple(posts),
        lines=claims.numbers(place / "lines", entry.lines),
        aliases=tuple(entry.aliases),
        duties=entry.duties,
        duties_lines=tuple(duties_lines) if entry.duties else (),
    )


def read_post(entry: PostEntry, place: Place, claims: Claims) -> Post:
    """The post; a holder and their own post outside must be printed side by side."""
    if entry.details and len(entry.details) != len(entry.holders):
        raise SchemeError(
            f"{place}：details 有 {len(entry.details)} 项，holders 有 {len(entry.holders)} 项。"
            "请一一对应，没有的写空。"
        )
    claims.text(place / "title", "职务", entry.title, entry.lines)
    details = entry.details or [""] * len(entry.holders)
    for i, (holder, detail) in enumerate(zip(entry.holders, details, strict=True)):
        claims.text(place / "holders" / i, "人员或部门", holder, entry.lines)
        if detail:
            forms = [detail + holder]
            claims.text(place / "details" / i, "所任职务", holder + detail, entry.lines, forms=forms)
    return Post(entry.title, tuple(entry.holders), tuple(entry.lines), tuple(entry.details))
