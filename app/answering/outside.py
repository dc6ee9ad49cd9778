"""What the corpus does not hold: contacts, documents only named, other places, dates of issue."""

from __future__ import annotations

import re
from dataclasses import replace

from app.answering.desk import Desk
from app.answering.phrases import together
from app.answering.reply import Reply
from app.domain.answers import Answer, Kind
from app.domain.corpus import CitedDocument
from app.domain.evidence import Citation
from app.indexing.words import fold, squeeze
from app.retrieval.intents import Intent, remainder
from app.retrieval.places import cities
from app.retrieval.question import Query

_CENTRAL = {"全国", "国家", "教育部"}
_RULE = re.compile(r"方案|复核|标准|规定|要求|要素|诊断|结论|有效|异常|项目|文件")
_OWN_NUMBER = re.compile(
    r"文号|发文(?:号|日期|时间)|(?:印发|发布|颁布|出台|下发|发文|公布|实施)(?:的)?(?:日期|时间)|(?:哪天|哪年|什么时候|何时|几号|哪一年|几月).{0,4}(?:印发|颁布|出台|下发|发文|发布|公布|生效|实施的)|落款"
)
_BASIS = re.compile(r"根据|依据|按照|哪个函|哪个文件制定|引用")
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,6}[〔\[(（]?20\d\d[〕\])）]?\d{1,4}号|(?<!\d)\d{1,3}号(?:文|函|文件)?"
)
_FIGURE = re.compile(r"图(\d{1,2})(?!\d)")
_DRAWN = re.compile(r"画|几层|里有|里面|内容|包括|哪几|哪些|结构|怎么")
_INSIDE = re.compile(r"内容|规定了|里写|写了|里面|说了什么|要求了|讲了|有哪些规定|原文")
_WHAT = re.compile(
    r"是个?什么文|什么文件|叫什么|全称|标题|名称|哪个文件|什么通知|在哪.{0,4}(?:提|引|出现)|引用|谁发的|是什么$|是什么文|什么是"
)


def contact(query: Query, desk: Desk) -> Answer | None:
    """Contacts are never given."""
    if not query.has(Intent.CONTACT):
        return None
    if re.search(r"地址", query.squeezed) and not re.search(r"办公|在哪|邮|通讯|联系", query.squeezed):
        return None
    reply = Reply("refused: contact data")
    reply.say(
        "联系方式属于个人信息，本助手不提供；原文中的电话和邮箱已作等长遮盖。请通过学校或主管部门的公开渠道查询。"
    )
    return reply.done(Kind.REFUSE)


def figure(query: Query, desk: Desk) -> Answer | None:
    """What a lost figure shows: only its caption is left."""
    match = _FIGURE.search(query.squeezed)
    if not match:
        return None
    label = f"图{match[1]}"
    for scheme in desk.scope(query):
        document = desk.quoting.document(scheme)
        for clause in document.clauses:
            if clause.kind == "caption" and squeeze(clause.label) == label:
                reply = Reply("refused: figure lost")
                reply.say(
                    f"{label}“{clause.heading}”只有图题保留下来，图片在原文的文本中已经缺失，不能回答图里画了什么。",
                    desk.quoting.spans(document.id, clause.heading_spans),
                )
                reply.say("把带图的原件加入知识库后可再查。")
                asks_name = query.has(Intent.NAME, Intent.DEFINE) and not _DRAWN.search(query.squeezed)
                return reply.done(Kind.ANSWER if asks_name else Kind.REFUSE)
    return None


def own_number(query: Query, desk: Desk) -> Answer | None:
    """A document's own number or date of issue, which neither text gives."""
    if (
        not _OWN_NUMBER.search(query.squeezed)
        or _BASIS.search(query.squeezed)
        or not re.search(r"方案|文件|这个文|文号", query.squeezed)
    ):
        return None
    if re.search(r"报告|年报|名单|结论", query.squeezed):
        return None
    schemes = desk.preferred(query)
    if any(desk.corpus.documents[s.document].source.number for s in schemes):
        return None
    reply = Reply("refused: not in the text")
    reply.say(f"{together(s.short for s in schemes)}的原文里没有它自己的文号和印发日期，知识库无法回答。")
    cited = [c for c in desk.corpus.cited if c.number]
    named = [c for c in cited if any(s.document == doc for s in schemes for doc, _ in c.mentions)]
    if named:
        reply.say(
            f"原文只写了它所依据的文件：{together(c.number for c in named)}。如有带文号的正式印发件，加入知识库后可再查。"
        )
    return reply.done(Kind.REFUSE, schemes=[s.id for s in schemes])


def cited_only(query: Query, desk: Desk) -> Answer | None:
    """A document that is named in the sources but is not in the corpus."""
    found = [c for c in desk.corpus.cited if _mentions(query, c)]
    if not found:
        return None
    reply = Reply("look-up: document only named")
    asks_what = bool(_WHAT.search(query.squeezed)) and not re.search(
        r"规定|里面|里的|中的|写了|要求", query.squeezed
    )
    for document in found[:3]:
        meant = {scheme.document for scheme in desk.scope(query)}
        places = [m for m in document.mentions if m[0] in meant] or list(document.mentions)
        citations = [desk.quoting.lines(doc, [line]) for doc, line in places[:2]]
        where = together(dict.fromkeys(desk.corpus.documents[doc].source.title for doc, _ in places))
        title = "、".join(f"《{part.strip('《》')}》" for part in re.split(r"》、《|》，《", document.title))
        if asks_what:
            reply.say(
                f"{document.number}是{title}。" if document.number else f"{title}。", *_short(citations)
            )
            reply.say("它只在原文中被引用，全文不在知识库里，内容无从查考。")
        else:
            name = f"{title}（{document.number}）" if document.number else title
            reply.say(
                f"{name}不在知识库里，只在《{where}》中被引用，所以不能回答它规定了什么。", *_short(citations)
            )
            reply.say("把该文件加入知识库后可再查。")
    return reply.done(Kind.ANSWER if asks_what else Kind.REFUSE)


def _short(citations: list[Citation]) -> list[Citation]:
    return [c for c in citations if len(c.text) <= 700][:1] or citations[:1]


def _mentions(query: Query, document: CitedDocument) -> bool:
    title = squeeze(document.title)
    if len(title) >= 4 and title in query.squeezed and _INSIDE.search(query.squeezed):
        return len(remainder(query.squeezed.replace(title, " "))) <= 6
    if not document.number:
        return False
    number = squeeze(document.number)
    if number in query.squeezed or re.sub(r"[〔〕]", "", number) in re.sub(
        r"[〔〕\[\]()（）]", "", query.squeezed
    ):
        return True
    tail = re.search(r"(20\d\d)〕?(\d+号)$", number)
    if not tail:
        return False
    short = tail[2]
    return bool(re.search(rf"(?<!\d){short}", query.squeezed)) and bool(
        re.search(r"文|函|通知|教|号里|规定", query.squeezed)
    )


def elsewhere(query: Query, desk: Desk) -> Answer | None:
    """A rule of a province, city or the state that has no document here."""
    # of a follow-up only what it says itself: 那湖南呢
    places = _foreign(fold(query.text) if query.followed else query.folded, query, desk)
    if not places or (query.schemes and not query.followed):
        return None
    beside = [p for p in places if _asked_of(p, query)]
    if not beside or not (query.followed or query.codes or query.names or _RULE.search(query.squeezed)):
        return None
    text = "".join(d.source.text for d in desk.corpus.documents.values())
    known = [
        p
        for p in beside
        if re.search(rf"{p}[^，。]{{0,6}}(?:专委会|培训|会精神|平台|引进|战略|中央)", query.squeezed)
        and p in text
    ]
    if known or (
        set(beside) & _CENTRAL and not re.search(r"复核|有效|异常|几个要素|几项|要素|诊断点", query.squeezed)
    ):
        return None
    reply = Reply("refused: another place")
    reply.say(f"知识库里没有{together(beside)}的方案，不能回答它怎样规定。")
    having = together(scheme.short for scheme in desk.all_schemes)
    rules = f"现有的是{having}；它们的规则不能当作{together(beside)}的。" if having else ""
    reply.say(f"{rules}把{beside[0]}的文件加入知识库后可再查。")
    return reply.done(Kind.REFUSE)


def _foreign(text: str, query: Query, desk: Desk) -> list[str]:
    """The places named in `text` that no scheme here is of."""
    own = {scheme.place for scheme in desk.all_schemes}
    return [place for place in cities(text, query.english) if place not in own]


def _asked_of(place: str, query: Query) -> bool:
    """Whether a question asks for a rule, a number or a name of a place."""
    if query.english:
        return bool(query.followed or query.codes or query.names)
    named = "|".join(re.escape(name.text) for name in query.names)
    asked = rf"[^，。]{{0,8}}(?:{_RULE.pattern})|的?(?:第?\d{'|' + named if named else ''})"
    alone = re.search(rf"{place}(?:那边)?(?:呢|怎么样)", query.squeezed) if query.followed else None
    return bool(alone or re.search(rf"{place}(?:省|市)?(?:{asked})", query.squeezed))


def told_of_here(answer: Answer, query: Query, desk: Desk) -> Answer:
    """`answer` with a note where the question names a place that neither a scheme here nor any text speaks of."""
    if answer.kind is not Kind.ANSWER or answer.method == "look-up: document only named":
        return answer
    places = [place for place in _foreign(fold(query.text), query, desk) if place not in _CENTRAL]
    texts = [document.source.text for document in desk.corpus.documents.values()]
    unknown = [place for place in places if not any(place in text for text in texts)]
    shorts = [desk.corpus.schemes[id_].short for id_ in answer.schemes if id_ in desk.corpus.schemes]
    if not unknown or not shorts:
        return answer
    note = f"知识库里没有{together(unknown)}的方案；以上是{together(dict.fromkeys(shorts))}的内容。"
    return replace(answer, notes=(*answer.notes, note))
