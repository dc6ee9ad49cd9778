"""What the assistant can and cannot do, and what it knows to be wrong with its sources."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from app.domain.corpus import CitedDocument, Corpus
from app.web import links
from app.web.contexts import AboutPage, CitedView, Link, OddityGroup
from app.web.deps import Asking
from app.web.documents import document_row, oddity_views
from app.web.turns import document_name

router = APIRouter(include_in_schema=False)


@router.get("/about")
def about(visit: Asking) -> Response:
    return visit.page("about.html", _page(visit.corpus))


def _page(corpus: Corpus) -> AboutPage:
    groups = [OddityGroup(document_name(corpus, id_), oddity_views(corpus, id_)) for id_ in corpus.documents]
    return AboutPage(
        oddities=tuple(group for group in groups if group.oddities),
        cited=tuple(_cited(corpus, one) for one in corpus.cited),
        documents=tuple(document_row(one) for one in corpus.documents.values()),
    )


def _cited(corpus: Corpus, cited: CitedDocument) -> CitedView:
    mentions = tuple(
        Link(f"{document_name(corpus, document)}第 {line} 行", links.line(document, line))
        for document, line in cited.mentions
    )
    return CitedView(cited.number, cited.title, mentions)
