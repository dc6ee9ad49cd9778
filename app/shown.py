"""An answer kept earlier, as far as its reader may see it today."""

from __future__ import annotations

from app.domain.answers import Answer, Kind, Statement
from app.domain.corpus import Corpus

WITHHELD = Answer(
    Kind.REFUSE,
    (Statement("这条答复依据的文件已不在知识库里，或不再对您的角色开放，所以不再显示。可以重新提问。"),),
)


def shown(answer: Answer, corpus: Corpus) -> Answer:
    """`answer`, or WITHHELD where it rests on a document or speaks of a scheme that is not in `corpus`."""
    cited = {citation.document for citation in answer.citations}
    open_to_them = cited <= corpus.documents.keys() and set(answer.schemes) <= corpus.schemes.keys()
    return answer if open_to_them else WITHHELD
