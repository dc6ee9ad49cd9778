"""The index over the corpus: its passages, and the questions asked of them before.

Two collections lie in one index folder (`store.py`): `passages`, a row a passage, and `questions`, a row an
asked-as question. Each document is held under a key of all that is indexed of it, so a build takes over every
document that is still the same and makes only what is new.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import app
from app.domain.corpus import Absent, Corpus
from app.domain.documents import Document, Span
from app.domain.errors import IndexFolderError
from app.domain.evidence import Passage
from app.domain.ports import Embedder
from app.domain.schemes import speaks_of
from app.indexing.asked import NOWHERE, AskedQuestion, attach, unanswered
from app.indexing.collection import Collection
from app.indexing.passages import passages, sentences
from app.indexing.segments import Held, Segment, segment
from app.indexing.store import Manifest, commit, load_collection, opened, read_manifest, verify
from app.indexing.updates import updated
from app.indexing.words import Segmenter, characters, fold, pairs
from app.reading.asked import read_absent, read_asked

FIELDS = ("characters", "pairs", "words")
EXPECTED = tuple(f"expected_{name}" for name in FIELDS)
ASKED = "asked"
_NAMING = "\n"  # between the document a question is of ("" for absent matters) and the schemes that it names besides


@dataclass(frozen=True, eq=False)
class Index:
    """An open index. Rows of `text` are passages, rows of `asked` are questions.

    `text` holds the passages' own words under FIELDS and all their asked-as questions under EXPECTED.
    """

    passages: tuple[Passage, ...]
    questions: tuple[AskedQuestion, ...]
    text: Collection
    asked: Collection
    segmenter: Segmenter
    absent: tuple[Absent, ...] = ()  # matters no document settles; their questions are among `questions`

    @property
    def by_meaning(self) -> bool:
        """Whether it has vectors; without them only words can be compared."""
        return self.text.has_vectors

    def restricted(self, corpus: Corpus) -> Index:
        """The index of `corpus`, this one's restricted to some documents: the same segments, the others' rows dead."""
        held = {d.id for d in (*self.text.documents, *self.asked.documents) if _speaks_for(d.id, corpus)}
        return _index(corpus, self.text.restricted(held), self.asked.restricted(held), self.segmenter)


def build(corpus: Corpus, embedder: Embedder, folder: Path) -> Index:
    """The index of `corpus`, saved in `folder` and made the one in use; the old one serves until the swap.

    Documents that the old index holds as they are now are taken over, unless it is damaged or of another
    encoder or code. IndexFolderError where it cannot be saved.
    """
    index, unsaved = build_anyway(corpus, embedder, folder)
    if unsaved:
        raise unsaved
    return index


def build_anyway(corpus: Corpus, embedder: Embedder, folder: Path) -> tuple[Index, IndexFolderError | None]:
    """Like `build`, but an index that cannot be saved is of use too: it comes with what kept it from being saved."""
    old = _usable(corpus, embedder, folder)
    index = _built(corpus, embedder, *(old[1:] if old else (Collection(()), Collection(()))))
    collections = {"passages": index.text, "questions": index.asked}
    try:
        commit(folder, _fingerprints(corpus, embedder), collections, old[0] if old else None)
    except IndexFolderError as unsaved:
        return index, unsaved
    return index, None


def open_index(corpus: Corpus, embedder: Embedder, folder: Path) -> Index:
    """The index in use after every checksum and fingerprint matched; IndexFolderError says what did not."""

    def read(manifest: Manifest) -> tuple[Collection, Collection]:
        for kind, wanted in _fingerprints(corpus, embedder).items():
            if manifest.fingerprints.get(kind) != wanted:
                raise IndexFolderError(f"索引 {folder} 已过期（{kind} 已变）：需要重建（zhengai index）。")
        verify(folder, manifest)
        return _loaded(folder, manifest, embedder)

    return _index(corpus, *opened(folder, read))


def build_in_memory(corpus: Corpus, embedder: Embedder | None) -> Index:
    """A fresh index that is not saved; by words alone, and made in a moment, where no embedder is given."""
    return _built(corpus, embedder, Collection(()), Collection(()))


def _usable(
    corpus: Corpus, embedder: Embedder, folder: Path
) -> tuple[Manifest, Collection, Collection] | None:
    """The index in `folder` if its documents can be taken over."""
    try:
        manifest = read_manifest(folder)
        now = _fingerprints(corpus, embedder)
        if any(manifest.fingerprints.get(kind) != now[kind] for kind in ("encoder", "code")):
            return None
        verify(folder, manifest)
        return manifest, *_loaded(folder, manifest, embedder)
    except IndexFolderError:
        return None


def _loaded(folder: Path, manifest: Manifest, embedder: Embedder) -> tuple[Collection, Collection]:
    text = load_collection(folder, manifest, "passages", embedder.dimension)
    return text, load_collection(folder, manifest, "questions", embedder.dimension)


def _built(corpus: Corpus, embedder: Embedder | None, text: Collection, asked: Collection) -> Index:
    segmenter = Segmenter(corpus.terms)
    found = _by_document(passages(corpus))
    absent = read_absent(corpus)
    numbered = [passage for held in found.values() for passage in held]
    questions = _questions_by_document(
        (*attach(read_asked(corpus), numbered), *unanswered(absent)),
        lambda question: _home(question, absent, numbered, corpus),
    )
    terms = hashlib.sha256(repr(corpus.terms).encode()).hexdigest()
    rows = {
        id_: _PassageRows(corpus.documents[id_], held, questions.get(id_, [])) for id_, held in found.items()
    }
    text = updated(
        text,
        {
            id_: (_key(terms, row.texts, row.expected, row.windows), len(row.texts))
            for id_, row in rows.items()
        },
        lambda name, ids: _passage_segment(name, {id_: rows[id_] for id_ in ids}, segmenter, embedder, terms),
    )
    payloads = {id_: _payload(held, numbered, found, absent) for id_, held in questions.items()}
    asked = updated(
        asked,
        {id_: (_key(terms, payload), len(payload)) for id_, payload in payloads.items()},
        lambda name, ids: _question_segment(
            name, {id_: payloads[id_] for id_ in ids}, segmenter, embedder, terms
        ),
    )
    return _index(corpus, text, asked, segmenter)


def _index(corpus: Corpus, text: Collection, asked: Collection, segmenter: Segmenter | None = None) -> Index:
    """The index over two collections: passages numbered by their rows, questions pointing to them."""
    found = _by_document(passages(corpus))
    try:
        numbered = [
            (rows[number], found[held.id][number])
            for held, rows in text.rows()
            for number in range(held.rows)
        ]
        first = {held.id: rows.start for held, rows in text.rows()}
        questions: list[AskedQuestion] = []
        absent: dict[Absent, int] = {}
        for held, _ in asked.rows():
            for words, number, focus, matter in held.payload:  # type: ignore[attr-defined]
                if matter:
                    at = absent.setdefault(Absent(matter[0], matter[1], ()), len(absent))
                    questions.append(AskedQuestion(words, NOWHERE, (), at))
                else:
                    spans = tuple(Span(*span) for span in focus)
                    start = first[held.id.partition(_NAMING)[0]]
                    questions.append(AskedQuestion(words, start + number, spans))
    except (KeyError, IndexError) as error:
        raise IndexFolderError("索引与知识库的文件不一致：需要重建（zhengai index）。") from error
    return Index(
        tuple(replace(passage, id=row) for row, passage in numbered),
        tuple(questions),
        text,
        asked,
        segmenter or Segmenter(corpus.terms),
        tuple(absent),
    )


@dataclass(frozen=True)
class _PassageRows:
    """What is indexed of a document's passages."""

    document: Document
    passages: Sequence[Passage]
    questions: Sequence[AskedQuestion]

    @property
    def texts(self) -> list[str]:
        return [fold(passage.search) for passage in self.passages]

    @property
    def expected(self) -> list[str]:
        """For each passage all its questions as one text."""
        asked: dict[int, list[str]] = {}
        for question in self.questions:
            asked.setdefault(question.passage, []).append(fold(question.text))
        return ["\n".join(asked.get(passage.id, ())) for passage in self.passages]

    @property
    def windows(self) -> list[list[str]]:
        """What is embedded of each passage: the whole, and each of its sentences."""
        return [[fold(passage.search), *self._sentences(passage)] for passage in self.passages]

    def _sentences(self, passage: Passage) -> list[str]:
        if passage.kind != "text":
            return []
        parts = (self.document.source.cut(spans) for spans in sentences(self.document, passage.spans))
        return [fold(part) for part in parts if len(part) > 12]


def _passage_segment(
    name: str, rows: Mapping[str, _PassageRows], segmenter: Segmenter, embedder: Embedder | None, terms: str
) -> Segment:
    texts = [text for row in rows.values() for text in row.texts]
    expected = [text for row in rows.values() for text in row.expected]
    windows = [pieces for row in rows.values() for pieces in row.windows]
    held = [
        Held(id_, _key(terms, row.texts, row.expected, row.windows), len(row.texts))
        for id_, row in rows.items()
    ]
    cuts = segmenter.fields()
    fields = {field: map(cut, texts) for field, cut in cuts.items()}
    fields |= {field: map(cut, expected) for field, cut in zip(EXPECTED, cuts.values(), strict=True)}
    owners = [row for row, pieces in enumerate(windows) for _ in pieces]
    parts = [part for pieces in windows for part in pieces]
    if embedder is None:
        return segment(name, held, fields, _no_vectors, ())
    return segment(name, held, fields, lambda: vectors_of(embedder, parts), owners)


def _question_segment(
    name: str,
    payloads: Mapping[str, list[list[object]]],
    segmenter: Segmenter,
    embedder: Embedder | None,
    terms: str,
) -> Segment:
    texts = [fold(str(words)) for payload in payloads.values() for words, *_ in payload]
    held = [Held(id_, _key(terms, payload), len(payload), payload) for id_, payload in payloads.items()]
    fields = {ASKED: (asked_tokens(segmenter, text) for text in texts)}
    if embedder is None:
        return segment(name, held, fields, _no_vectors, (), flat=(ASKED,))
    return segment(name, held, fields, lambda: vectors_of(embedder, texts), range(len(texts)), flat=(ASKED,))


def _no_vectors() -> NDArray[np.float32]:
    """What an index by words alone has."""
    return np.zeros((0, 1), dtype=np.float32)


def _by_document(found: Iterable[Passage]) -> dict[str, list[Passage]]:
    documents: dict[str, list[Passage]] = {}
    for passage in found:
        documents.setdefault(passage.document, []).append(passage)
    return documents


def _questions_by_document(
    questions: Iterable[AskedQuestion], home: Callable[[AskedQuestion], str]
) -> dict[str, list[AskedQuestion]]:
    documents: dict[str, list[AskedQuestion]] = {}
    for question in questions:
        documents.setdefault(home(question), []).append(question)
    return documents


def _home(
    question: AskedQuestion, absent: Sequence[Absent], numbered: Sequence[Passage], corpus: Corpus
) -> str:
    """What a question is held under: its document, and the other schemes that it or its absent matter names."""
    text, document = question.text, ""
    if question.passage == NOWHERE:
        matter = absent[question.absent]
        text = f"{text}\n{matter.topic}\n{matter.needed}"
    else:
        document = numbered[question.passage].document
    named = sorted(
        scheme.id
        for scheme in corpus.schemes.values()
        if scheme.document != document and speaks_of(text, scheme.called)
    )
    return f"{document}{_NAMING}{'+'.join(named)}" if named or not document else document


def _speaks_for(held: str, corpus: Corpus) -> bool:
    """Whether `corpus` has the document and all schemes that an id of the collections speaks of."""
    document, _, named = held.partition(_NAMING)
    known = not document or document in corpus.documents
    return known and all(scheme in corpus.schemes for scheme in named.split("+") if scheme)


def _payload(
    questions: Sequence[AskedQuestion],
    numbered: Sequence[Passage],
    found: Mapping[str, Sequence[Passage]],
    absent: Sequence[Absent],
) -> list[list[object]]:
    """[words, number of the passage in its document, focus, matter] of each question, as JSON keeps it."""
    payload: list[list[object]] = []
    for question in questions:
        if question.passage == NOWHERE:
            matter = absent[question.absent]
            payload.append([question.text, NOWHERE, [], [matter.topic, matter.needed]])
        else:
            first = found[numbered[question.passage].document][0].id
            focus = [[span.start, span.end] for span in question.focus]
            payload.append([question.text, question.passage - first, focus, []])
    return payload


def asked_tokens(segmenter: Segmenter, text: str) -> list[str]:
    """What two questions are compared by: characters, pairs and words of folded text, each once."""
    return list(dict.fromkeys((*characters(text), *pairs(text), *segmenter.words(text))))


def vectors_of(embedder: Embedder, texts: Sequence[str]) -> NDArray[np.float32]:
    """float32 of shape (len(texts), dimension), for no text too."""
    if texts:
        return embedder.encode(texts)
    return np.zeros((0, embedder.dimension), dtype=np.float32)


def code_fingerprint() -> str:
    """SHA-256 over the code that reads and indexes: a pull that changes it makes the index stale."""
    digest = hashlib.sha256()
    root = Path(app.__file__).parent
    for room in ("domain", "reading", "indexing"):
        for file in sorted((root / room).glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _fingerprints(corpus: Corpus, embedder: Embedder) -> dict[str, str]:
    return {"corpus": corpus.fingerprint, "encoder": embedder.fingerprint, "code": code_fingerprint()}


def _key(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
