"""Found clauses → a reply: the sentence that answers, then what stands beside it; or an honest refusal."""

from __future__ import annotations

import re
from dataclasses import replace

from app.answering import outline
from app.answering.desk import Desk
from app.answering.excerpts import LONG, quoted
from app.answering.phrases import CIRCLED, scheme_name
from app.answering.premises import correction, wants_quantity
from app.answering.reply import MOST_CITED, Reply
from app.domain.answers import Answer, Kind
from app.domain.evidence import Citation, Hit, Passage, Why
from app.indexing.words import fold, squeeze
from app.retrieval.intents import Intent
from app.retrieval.question import Query
from app.retrieval.search import Found

# A question less like any asked before than this, sharing no word with the best clause, is not answered by it.
STRANGE = 0.43
SURE = 0.42  # score of the best hit below which nothing is said to answer
# The same where vectors are missing, which make up nearly a third of a score. Of the questions in tests/questions
# that have no answer none is answered at this, and of the others fewer wrongly than with vectors.
SURE_BY_WORDS = 0.5
SAME = 0.55  # … of another piece of the same clause
LINKED = 0.7  # … of the other scheme's point that answers to the best one
RIVAL = 0.88  # … from which the other scheme's best clause answers too
FIRM, UNSURE = 0.6, 0.78  # a best score below FIRM lets more stand beside it
BESIDE = 0.85  # share of the best score from which a further clause is quoted too
SHOWN = 0.5  # share of the best score from which a clause is still shown as a card
FEW = 3  # items of a list that is told whole


def answer(query: Query, desk: Desk) -> Answer:
    """What the corpus says to a question in any words, or that it says nothing."""
    query = _owned(query, desk)
    found = search(query, desk)
    if not found.hits or not _answers(query, found, desk):
        return _explained(refuse(query, found, desk), found)
    return _explained(_told(query, found, desk), found)


def _told(query: Query, found: Found, desk: Desk) -> Answer:
    """The sentence that answers, then what stands beside it."""
    reply = Reply("search")
    if _whole_list(query, found.hits[0], reply, desk):
        return reply.done(schemes=[found.hits[0].passage.scheme or ""])
    chosen = _chosen(query, found, desk)
    said: list[str] = []
    before = ""
    for hit in chosen:
        for text, citation in quoted(query, hit, desk):
            if text in said or (said and text.endswith("：")):
                continue  # told already, or a sentence that only leads on to a list
            said.append(text)
            where = f"{hit.passage.document}{hit.passage.address}"
            reply.say(
                _line(
                    query, hit, text, desk, "" if len(said) == 1 else "同条" if where == before else "另见"
                ),
                citation,
            )
            before = where
    put_right = correction(query, " ".join(said))
    if put_right:
        reply.first(put_right)
    _cards(found, reply, desk)
    return reply.done(schemes=dict.fromkeys(hit.passage.scheme for hit in chosen if hit.passage.scheme))


def _explained(answer: Answer, found: Found) -> Answer:
    """`answer` with why each of its clauses was found; what was not found itself is shown beside the best hit."""
    beside = Why(beside=found.hits[0].passage.address) if found.hits else None

    def why(citation: Citation) -> Why | None:
        return next((hit.why for hit in found.hits if _is_of(citation, hit.passage)), beside)

    return replace(answer, citations=tuple(replace(c, why=why(c)) for c in answer.citations))


def _is_of(citation: Citation, passage: Passage) -> bool:
    """Whether a citation quotes a passage."""
    if citation.point or passage.point:
        return citation.point == passage.point
    return citation.document == passage.document and any(
        one.overlaps(other) for one in citation.spans for other in passage.spans
    )


def _owned(query: Query, desk: Desk) -> Query:
    """A question for owners or dates looks only where there are any."""
    having = tuple(scheme.id for scheme in desk.all_schemes if scheme.has_owners)
    asks = query.has(Intent.LEAD, Intent.PARTICIPANTS) and (
        "部门" in query.squeezed or re.search(r"[哪个]处", query.squeezed)
    )
    return replace(query, schemes=having) if asks and not query.schemes and having else query


def search(query: Query, desk: Desk) -> Found:
    """The search every clause answer starts from: the named schemes only; a hinted one goes first."""
    if len(query.schemes) < 2:
        return desk.searcher.search(query.topic, query.schemes, prefer=query.weak, limit=12)
    each = [desk.searcher.search(query.topic, (scheme,), limit=6) for scheme in query.schemes]
    hits = sorted((hit for found in each for hit in found.hits), key=lambda hit: -hit.score)
    absent = each[0].absent if all(found.absent for found in each) else None
    return Found(tuple(hits), each[0].meanings, absent)


def _answers(query: Query, found: Found, desk: Desk) -> bool:
    """Whether the best hit is good enough to be called an answer."""
    best = found.hits[0]
    stranger = best.why.asked < STRANGE and not any(len(word) > 1 for word in best.why.words)
    sure = SURE if desk.searcher.by_meaning else SURE_BY_WORDS
    if best.score < sure or stranger or found.absent:
        return False
    return not lacks_quantity(query, found) and not _other_year(query, found)


def _other_year(query: Query, found: Found) -> bool:
    """Whether a question is about a year the best clauses know nothing of, and takes nothing for granted."""
    if not query.years or query.has(Intent.CONFIRM):
        return False
    text = " ".join(hit.passage.search for hit in found.hits[:3])
    return not any(year in text for year in query.years)


def _whole_list(query: Query, best: Hit, reply: Reply, desk: Desk) -> bool:
    """Says all items where the best hit is one item of a list and the question asks for the list."""
    if (
        not query.has(Intent.LIST, Intent.COUNT)
        or query.order
        or best.passage.point
        or best.passage.scheme is None
    ):
        return False
    document = desk.corpus.documents[best.passage.document]
    clause = document.clause_at(best.passage.spans[-1].end - 1)
    parent = clause if len(outline.parts(document, clause)) >= 3 else None
    if parent is None and clause.kind == "item" and clause.parent and clause.label[:1] in CIRCLED:
        parent = document.clause(clause.parent)
    if parent is None or not all(c.label[:1] in CIRCLED for c in outline.parts(document, parent)):
        return False
    outline.say_parts(desk.corpus.schemes[best.passage.scheme], parent, reply, desk)
    return True


def _chosen(query: Query, found: Found, desk: Desk) -> list[Hit]:
    """The hits that go into the reply: one a scheme where both answer, else the best and what nearly equals it."""
    best = found.hits[0]
    both = _both_schemes(query, found) or _linked(query, found, desk)
    if both:
        return both
    same = [
        hit
        for hit in found.hits[1:6]
        if hit.passage.address == best.passage.address and hit.score >= SAME * best.score
    ]
    beside = BESIDE if best.score >= FIRM else UNSURE
    near = [
        hit
        for hit in found.hits[1:4]
        if hit.score >= beside * best.score and hit.passage.scheme == best.passage.scheme
    ][:2]
    if best.passage.kind == "row":
        near = []
    same.extend(_siblings(best, desk))
    ordered = sorted({id(h): h for h in (best, *near, *same[:3])}.values(), key=lambda hit: -hit.score)
    return ordered[:4]


def _siblings(best: Hit, desk: Desk) -> list[Hit]:
    """The other items of a short list of unheaded items (经费保障 1, 2): half of such a list is half an answer."""
    if best.passage.point or best.passage.kind != "text":
        return []
    document = desk.corpus.documents[best.passage.document]
    clause = document.clause_at(best.passage.spans[-1].end - 1)
    if clause.kind != "item" or clause.heading or clause.parent is None or clause.label[:1] in CIRCLED:
        return []
    items = [c for c in document.children(clause.parent) if c.kind == "item" and not c.heading]
    if len(items) > FEW or sum(len(item.text) for item in items) > LONG:
        return []
    wanted = {item.address for item in items} - {clause.address}
    passages = [p for p in desk.searcher.passages if p.document == document.id and p.address in wanted]
    return [Hit(passage, best.score * SAME, best.why) for passage in passages]


def _linked(query: Query, found: Found, desk: Desk) -> list[Hit]:
    """The best hit, a diagnosis point, with the point of the other scheme that answers to it, where none is named."""
    best = found.hits[0]
    return [
        h
        for other in _partner(query, best, found, desk)
        if other.score >= LINKED * best.score
        for h in (best, other)
    ]


def _both_schemes(query: Query, found: Found) -> list[Hit]:
    """The best hits of each scheme where both are asked, or where none is named and both answer as well."""
    if len(query.schemes) == 1:
        return []
    by_scheme: dict[str, list[Hit]] = {}
    for hit in found.hits:
        if hit.passage.scheme:
            by_scheme.setdefault(hit.passage.scheme, []).append(hit)
    if len(by_scheme) < 2:
        return []
    ranked = sorted(by_scheme.values(), key=lambda hits: -hits[0].score)
    best, other = ranked[0][0], ranked[1][0]
    asked = len(query.schemes) > 1
    if not asked and not _same_heading(query, best, other) and other.score < RIVAL * best.score:
        return []
    each = 2 if asked else 1
    return [hit for hits in ranked[:2] for hit in hits[:each] if hit.score >= 0.75 * hits[0].score]


def _same_heading(query: Query, one: Hit, other: Hit) -> bool:
    """Whether both clauses stand under the same heading, and the question names it."""
    if not one.passage.headings or not other.passage.headings or one.passage.point or other.passage.point:
        return False
    names = [
        squeeze(re.sub(r"^[（(]?[一二三四五六七八九十\d]+[）)、.]", "", p.passage.headings[-1]))
        for p in (one, other)
    ]
    return names[0] == names[1] and len(names[0]) >= 2 and names[0] in query.squeezed


def _cards(found: Found, reply: Reply, desk: Desk) -> None:
    """Further clauses worth opening, shown as cards while there is room."""
    for hit in found.hits[:7]:
        if hit.score >= SHOWN * found.hits[0].score:
            citation = desk.quoting.passage(hit.passage)
            if reply.cited + len(citation.text) <= MOST_CITED:
                reply.cite(citation)


def _line(query: Query, hit: Hit, text: str, desk: Desk, relation: str) -> str:
    """A quotation with the scheme and address it stands under; `relation` to what was said before: "", 同条, 另见."""
    scheme = desk.corpus.schemes.get(hit.passage.scheme or "")
    title = f"《{desk.corpus.documents[hit.passage.document].source.title}》"
    name = scheme_name(scheme, query.english) if scheme else title
    where = hit.passage.address.removesuffix("续")
    if query.english:
        return f"{name[0].upper()}{name[1:]} ({where}): {text}"
    return f"同条还写：{text}" if relation == "同条" else f"{relation}{name}{where}：{text}"


def refuse(query: Query, found: Found, desk: Desk) -> Answer:
    """That the corpus does not say it, what stands nearest, and what would help."""
    if not desk.searcher.by_meaning:
        return _not_by_words(query, found, desk)
    reply = Reply("refused: not in the corpus")
    scoped = [desk.corpus.schemes[id_].short for id_ in query.schemes if id_ in desk.corpus.schemes]
    if query.english:
        reply.say("The documents in this knowledge base do not say this.")
    else:
        reply.say(f"{'和'.join(scoped) or '现有文件'}没有规定这一点。")
    _nearest(query, found, reply, desk)
    needed = found.absent.needed if found.absent else ""
    if query.english:
        reply.say(f"Add the document that governs it{f' ({needed})' if needed else ''}, then ask again.")
    else:
        reply.say(
            f"需要{needed}才能回答；加入知识库后可再查。"
            if needed
            else "若有专门规定此事的文件，加入知识库后可再查。"
        )
    return reply.done(Kind.REFUSE, schemes=query.schemes)


def _not_by_words(query: Query, found: Found, desk: Desk) -> Answer:
    """That words alone do not find it: whether the corpus says it cannot be known before meanings are compared."""
    reply = Reply("refused: not found by words alone")
    if query.english:
        reply.say("The words of this question alone lead to no clause that surely answers it.")
    else:
        reply.say("只按字面查找，没有找到有把握的条款。")
    _nearest(query, found, reply, desk)
    reply.say(
        "Please ask again once search by meaning is ready."
        if query.english
        else "按意思查找准备好后，请再问一次。"
    )
    return reply.done(Kind.REFUSE, schemes=query.schemes)


def _nearest(query: Query, found: Found, reply: Reply, desk: Desk) -> None:
    """The clause that stands nearest by its words, with the other scheme's point that answers to it."""
    hit = max(found.hits[:8], key=lambda h: h.why.lexical, default=None)
    if hit is None or not (hit.why.everyday or any(len(word) > 1 for word in hit.why.words)):
        return
    for place, near in enumerate((hit, *_partner(query, hit, found, desk))):
        text, citation = quoted(query, near, desk)[0]
        scheme = desk.corpus.schemes.get(near.passage.scheme or "")
        opening = ("The nearest clause is " if query.english else "最接近的是") if place == 0 else ""
        where = f"{scheme.short if scheme else ''}{near.passage.address.removesuffix('续')}"
        reply.say(f"{opening}{where}：{text[:160]}{'…' if len(text) > 160 else ''}", citation)


def _partner(query: Query, hit: Hit, found: Found, desk: Desk) -> list[Hit]:
    """The hit of the other scheme's point that answers to a point, where no scheme is named."""
    if query.schemes or query.weak or hit.passage.point is None:
        return []
    for other in found.hits:
        if other.passage.point is None or other.passage.scheme == hit.passage.scheme:
            continue
        crosswalk = desk.corpus.crosswalk(hit.passage.scheme or "", other.passage.scheme or "")
        link = crosswalk.point_link(hit.passage.point) if crosswalk else None
        if link and other.passage.point in link.ids:
            return [other]
    return []


def lacks_quantity(query: Query, found: Found) -> bool:
    """Whether a question asks for a quantity of a kind that none of the best hits holds."""
    unit = wants_quantity(query)
    if unit is None:
        return False
    texts = fold(" ".join(hit.passage.search for hit in found.hits[:2]))
    return not unit.search(texts)
