"""What a reader may expect of any answer."""

from __future__ import annotations

import re

from app.domain.answers import Answer, Kind
from app.domain.corpus import Corpus
from app.indexing.words import squeeze

CONTACT = re.compile(r"1[3-9]\d{9}|\d{3,4}-\d{7,8}|[\w.*]+@[\w*]+\.[\w*]+|\*{4,}")
MOST = 1500


def said(answer: Answer) -> str:
    """The text as a reader compares it: no white space, one width."""
    return squeeze(answer.text)


def has(answer: Answer, *words: str) -> bool:
    """Whether every one of `words` is in the text."""
    text = said(answer)
    return all(squeeze(word) in text for word in words)


def points(answer: Answer) -> list[str]:
    """Ids of the points whose rows are cited, in order."""
    return [citation.point for citation in answer.citations if citation.point]


def quotes(answer: Answer, words: str) -> bool:
    """Whether a citation holds `words`."""
    return any(squeeze(words) in squeeze(citation.text) for citation in answer.citations)


def documents(answer: Answer) -> set[str]:
    return {citation.document for citation in answer.citations}


def faults(answer: Answer, corpus: Corpus, named: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with an answer by itself; `named` are the schemes its question names."""
    found = []
    for citation in answer.citations:
        source = corpus.documents[citation.document].source
        if source.cut(citation.spans) != citation.text or not citation.text.strip():
            found.append(f"quotation differs from the source: {citation.address}")
        if citation.lines != source.lines_of(citation.spans):
            found.append(f"lines are not those of the spans: {citation.address}")
        if CONTACT.search(citation.text):
            found.append(f"a contact is quoted: {citation.address}")
    if len(answer.text) > MOST:
        found.append(f"too long: {len(answer.text)}")
    if CONTACT.search(answer.text):
        found.append("a contact is told")
    if not answer.text.strip():
        found.append("nothing is said")
    if answer.kind not in Kind:
        found.append(f"no such kind: {answer.kind}")
    if any(number >= len(answer.citations) for s in answer.statements for number in s.citations):
        found.append("a statement rests on nothing")
    found.extend(_mixed(answer, corpus, named))
    return found


def _mixed(answer: Answer, corpus: Corpus, named: tuple[str, ...]) -> list[str]:
    """Clauses of a scheme that the question did not name and the reply does not name either."""
    if len(named) != 1:
        return []
    others = [s for s in corpus.schemes.values() if s.id not in named and s.document in documents(answer)]
    return [f"mixes in {s.id}" for s in others if s.place not in answer.text]
