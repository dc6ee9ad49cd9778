"""Committees, groups and offices: who heads them, who belongs to them, what they do; and where a person sits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.answering.desk import Desk
from app.answering.phrases import together
from app.answering.reply import Reply
from app.domain.answers import Answer, Kind
from app.domain.evidence import Citation
from app.domain.schemes import Body, Post, Scheme
from app.indexing.words import squeeze
from app.retrieval.intents import Intent
from app.retrieval.question import Query

_HEAD = re.compile(r"头儿|一把手|负责人|领导|带队|牵头人|谁管|挂帅|老大|主管|heads?\b|leader")
_PERSON = re.compile(r"^[\u4e00-\u9fff]{2,4}$")
_HEAD_TITLES = ("组长", "主任", "秘书长", "负责人")
_WHO_IS = re.compile(
    r"^([\u4e00-\u9fff]{2,4}?)(?:是谁|是什么人|是干什么的|(?:担任|任|是)?(?:的是)?什么(?:职务|职位))|^谁是([\u4e00-\u9fff]{2,4})[?？]?$"
)
_NO_NAME = re.compile(r"[组长任员处办会院部师人书记的谁什哪怎头]")
_ALL = re.compile(r"名单|组成|有谁|哪些人|人员|都是谁|谁组成|who\b")


@dataclass(frozen=True)
class Seat:
    """A person's or department's post in a body."""

    scheme: Scheme
    body: Body
    post: Post
    holder: str

    @property
    def detail(self) -> str:
        """The holder's own post outside the body, "" where none is printed."""
        at = self.post.holders.index(self.holder)
        return self.post.details[at] if at < len(self.post.details) else ""


def answer(query: Query, desk: Desk) -> Answer | None:
    """The answer where a question is about a body's people or duties, or about a person, else None."""
    people = _people(query, desk)
    stranger = None if people else _stranger(query, desk)
    if stranger:
        return stranger
    bodies = _bodies(query, desk)
    titles = _titles(query, bodies, desk)
    if people:
        return _person(query, people, bodies, titles, desk)
    if bodies and (titles or query.has(Intent.DUTY) or _ALL.search(query.squeezed)):
        return _body(query, bodies, titles, desk)
    if (
        titles
        and not bodies
        and not query.departments
        and not query.named("element", "point")
        and len(query.rest) <= 4
    ):
        return _which(query, titles, desk)
    return None


def _stranger(query: Query, desk: Desk) -> Answer | None:
    """A person asked for by a name that stands nowhere in the corpus."""
    match = _WHO_IS.search(query.squeezed)
    if not match or query.names or query.departments:
        return None
    name = next(group for group in match.groups() if group)
    if _NO_NAME.search(name):
        return None
    if any(name in squeeze(document.source.text) for document in desk.corpus.documents.values()):
        return None
    reply = Reply("refused: no such person")
    reply.say(f"现有文件里没有“{name}”这个人。")
    return reply.done(Kind.REFUSE)


def _bodies(query: Query, desk: Desk) -> list[tuple[Scheme, Body]]:
    scope = {scheme.id: scheme for scheme in desk.preferred(query)}
    found = [
        (scope[named.scheme], named.thing)
        for named in query.named("body")
        if named.scheme in scope and isinstance(named.thing, Body)
    ]
    return list({(s.id, b.name): (s, b) for s, b in found}.values())


def _people(query: Query, desk: Desk) -> list[Seat]:
    found: list[Seat] = []
    for scheme in desk.all_schemes:
        for body in scheme.bodies:
            for post in body.posts:
                found.extend(
                    Seat(scheme, body, post, holder)
                    for holder in post.holders
                    if _is_person(holder)
                    and squeeze(holder) in query.squeezed
                    and holder not in query.departments
                )
    return found


def _is_person(holder: str) -> bool:
    return bool(_PERSON.match("".join(holder.split()))) and not re.search(
        r"[处办部院组员]$|专业|教师|人员|领导", holder
    )


def _titles(query: Query, bodies: list[tuple[Scheme, Body]], desk: Desk) -> list[str]:
    """Titles of posts in the question's own words; a head under any name; 正副 for both."""
    text = squeeze(query.text) if query.followed else query.squeezed
    for name in sorted({named.text for named in query.named("body")}, key=len, reverse=True):
        text = text.replace(name, " ")
    known = {post.title for _, body in bodies for post in body.posts} or {
        post.title for scheme in desk.all_schemes for body in scheme.bodies for post in body.posts
    }
    found = []
    rest = text
    for title in sorted(known, key=len, reverse=True):
        if title in rest:
            found.append(title)
            rest = rest.replace(title, " ")
    if "正副" in text:
        found.extend(t for t in known if t in _HEAD_TITLES or t.removeprefix("副") in _HEAD_TITLES)
    if re.match(r"^(?:那么?)?副(?:的|职|手)?呢?[?？]?$", text):
        found = [t for t in known if t.startswith("副")]
    if (
        not found
        and bodies
        and (_HEAD.search(text) or (query.has(Intent.PERSON) and re.search(r"谁|哪位|who", text)))
        and not query.has(Intent.DUTY)
    ):
        found = [t for t in known if t in _HEAD_TITLES]
    return list(dict.fromkeys(found))


def _body(query: Query, bodies: list[tuple[Scheme, Body]], titles: list[str], desk: Desk) -> Answer | None:
    reply = Reply("look-up: body")
    for scheme, body in bodies:
        posts = [post for post in body.posts if post.title in titles]
        if not posts and _ALL.search(query.squeezed):
            posts = list(body.posts)
        if posts:
            _say_posts(query, scheme, body, posts, reply, desk)
        if query.has(Intent.DUTY) and body.duties and not (titles and query.followed):
            reply.say(
                f"{scheme.short}“{body.name}”的职责：{body.duties}",
                desk.quoting.lines(scheme.document, body.duties_lines),
            )
    if reply.length:
        return reply.done(schemes=[scheme.id for scheme, _ in bodies])
    counted = query.has(Intent.COUNT)
    asked = [] if counted else [title for title in titles if title in query.squeezed]
    return _nobody(asked, bodies, reply, desk) if asked else None


def _nobody(titles: list[str], bodies: list[tuple[Scheme, Body]], reply: Reply, desk: Desk) -> Answer:
    """A body of which the text does not say who holds the post."""
    for scheme, body in bodies:
        reply.say(f"{scheme.short}没有写“{body.name}”的{together(titles)}是谁。")
        citation = desk.quoting.lines(scheme.document, body.duties_lines or body.lines[:1])
        reply.say(f"关于“{body.name}”，原文写的是：{' '.join(citation.text.split())[:160]}", citation)
    return reply.done(Kind.REFUSE, schemes=[scheme.id for scheme, _ in bodies])


def _say_posts(
    query: Query, scheme: Scheme, body: Body, posts: Iterable[Post], reply: Reply, desk: Desk
) -> None:
    said = []
    lines = [body.lines[0]] if len(body.name) < 40 else []
    for post in posts:
        names = together(_with_detail(Seat(scheme, body, post, holder)) for holder in post.holders)
        count = (
            f"（{len(post.holders)} 人）"
            if len(post.holders) > 1 and all(map(_is_person, post.holders))
            else ""
        )
        said.append(f"{post.title}{count}：{names}")
        lines.extend(post.lines)
    reply.say(f"{scheme.short}“{body.name}”的{'；'.join(said)}。", _posts_citation(scheme, lines, desk))


def _posts_citation(scheme: Scheme, lines: list[int], desk: Desk) -> Citation:
    return desk.quoting.lines(scheme.document, lines)


def _with_detail(seat: Seat) -> str:
    return f"{seat.holder}（{seat.detail}）" if seat.detail else seat.holder


def _person(
    query: Query, seats: list[Seat], bodies: list[tuple[Scheme, Body]], titles: list[str], desk: Desk
) -> Answer:
    reply = Reply("look-up: person")
    for scheme, body in bodies:
        for title in titles:
            posts = [post for post in body.posts if post.title == title]
            claimed = [seat.holder for seat in seats]
            if posts and not any(holder in post.holders for post in posts for holder in claimed):
                _say_correction(scheme, body, posts, claimed, reply, desk)
    if not bodies:
        _wrong_post(query, seats, titles, reply, desk)
    by_holder: dict[str, list[Seat]] = {}
    for seat in seats:
        by_holder.setdefault(seat.holder, []).append(seat)
    for holder, held in by_holder.items():
        for scheme in {seat.scheme.id: seat.scheme for seat in held}.values():
            own = [seat for seat in held if seat.scheme is scheme]
            details = together(dict.fromkeys(seat.detail for seat in own if seat.detail))
            posts_said = "；".join(f"“{seat.body.name}”{seat.post.title}" for seat in own)
            lines = [line for seat in own for line in seat.post.lines]
            reply.say(
                f"{scheme.short}：{holder}{f'（{details}）' if details else ''}，任{posts_said}。",
                *(desk.quoting.lines(scheme.document, [line]) for line in dict.fromkeys(lines)),
            )
    return reply.done(schemes=dict.fromkeys(seat.scheme.id for seat in seats))


def _wrong_post(query: Query, seats: list[Seat], titles: list[str], reply: Reply, desk: Desk) -> None:
    """Says that a person does not hold the post a question gives them (委员会主任是董俊华), and who does."""
    for title in titles:
        if any(seat.post.title == title for seat in seats) or not _given(query, title, seats):
            continue
        for seat in seats:
            posts = [post for post in seat.body.posts if post.title == title]
            if posts:
                _say_correction(seat.scheme, seat.body, posts, [seat.holder], reply, desk)
                break


def _given(query: Query, title: str, seats: list[Seat]) -> bool:
    """Whether the question puts the post and one of the people together as a fact."""
    names = "|".join(re.escape(squeeze(seat.holder)) for seat in seats)
    return bool(
        re.search(
            rf"{title}(?:是|叫)?(?:{names})|(?:{names})(?:是|任|当|担任)?.{{0,8}}{title}", query.squeezed
        )
    )


def _say_correction(
    scheme: Scheme, body: Body, posts: list[Post], claimed: list[str], reply: Reply, desk: Desk
) -> None:
    right = together(
        _with_detail(Seat(scheme, body, post, holder)) for post in posts for holder in post.holders
    )
    lines = [body.lines[0], *(line for post in posts for line in post.lines)]
    reply.say(
        f"{scheme.short}“{body.name}”的{posts[0].title}不是{together(dict.fromkeys(claimed))}，是{right}。",
        desk.quoting.lines(scheme.document, lines),
    )


def _which(query: Query, titles: list[str], desk: Desk) -> Answer | None:
    """A post without a body: answered where few bodies have it, asked back where many do."""
    seats = [
        (scheme, body, post)
        for scheme in desk.preferred(query)
        for body in scheme.bodies
        for post in body.posts
        if post.title in titles and all(map(_is_person, post.holders))
    ]
    bodies = {(scheme.id, body.name): (scheme, body) for scheme, body, _ in seats}
    if not bodies:
        return None
    if len(bodies) <= 2:
        reply = Reply("look-up: post")
        for scheme, body in bodies.values():
            _say_posts(query, scheme, body, [p for p in body.posts if p.title in titles], reply, desk)
        return reply.done(schemes=dict.fromkeys(scheme.id for scheme, _ in bodies.values()))
    reply = Reply("asked back: which group")
    title = together(titles)
    reply.say(f"您问的是哪个组（推进组、工作组或委员会）的{title}？设{title}的有：")
    for scheme in {scheme.id: scheme for scheme, _ in bodies.values()}.values():
        names = together(body.name for s, body in bodies.values() if s is scheme)
        reply.say(f"{scheme.short}：{names}", item=True)
    choices = [f"{scheme.place}{body.name}的{title}是谁" for scheme, body in bodies.values()]
    return reply.done(Kind.CLARIFY, choices[:12], dict.fromkeys(s.id for s, _ in bodies.values()))
