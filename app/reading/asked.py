"""Asked-as: `corpus/asked/*.yaml` → questions that a passage answers, as people type them.

- quote: 专家组人数为 6～8 人（含秘书 1～2 人）。     # exact source text, white space ignored
  document: chongqing                              # optional; else every document is searched
  asked: [一个专家组几个人, …]
- point: chongqing:5.2.1                           # or a diagnosis point, with one of its criteria
  criterion: 2
  asked: [...]
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from app.domain.corpus import Absent, AskedAs, Corpus
from app.domain.documents import SourceText, Span
from app.domain.errors import CorpusError
from app.domain.schemes import Point
from app.reading.masking import masked
from app.reading.yaml_files import masked_data

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class AskedEntry(BaseModel):
    """One entry of an asked-as file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    asked: list[str]
    quote: str | None = None
    document: str | None = None
    point: str | None = None
    criterion: int | None = None


class AbsentEntry(BaseModel):
    """One entry of `absent.yaml`: a matter no document settles."""

    model_config = ConfigDict(extra="forbid", strict=True)

    topic: str
    needed: str
    asked: list[str]


EntryT = TypeVar("EntryT")
_ENTRIES = TypeAdapter(list[AskedEntry])
_ABSENT = TypeAdapter(list[AbsentEntry])


def read_asked(corpus: Corpus) -> tuple[AskedAs, ...]:
    """Every entry of `asked/*.yaml` below the corpus folder, in file order; () where there is no such folder.

    CorpusError names file, entry and remedy for a malformed file, an unknown point or a quote that is not
    in the source exactly once.
    """
    squeezed = {id_: Squeezed(document.source) for id_, document in corpus.documents.items()}
    points = {point.id: point for scheme in corpus.schemes.values() for point in scheme.points()}
    found: list[AskedAs] = []
    for file in sorted(Path(corpus.folder, "asked").glob("*.yaml")):
        for number, entry in enumerate(_entries(file, _ENTRIES), 1):
            place = f"{file.name} 第 {number} 条"
            found.append(_asked(entry, place, corpus, points, squeezed))
    return tuple(found)


def read_absent(corpus: Corpus) -> tuple[Absent, ...]:
    """The matters of `absent.yaml` below the corpus folder; () where there is no such file."""
    file = Path(corpus.folder, "absent.yaml")
    entries = _entries(file, _ABSENT) if file.exists() else []
    return tuple(Absent(e.topic, e.needed, tuple(q.strip() for q in e.asked if q.strip())) for e in entries)


def _entries(file: Path, adapter: TypeAdapter[list[EntryT]]) -> list[EntryT]:
    try:
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER) or []
        return adapter.validate_python(masked_data(data))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CorpusError(f"{file} 读不出：{masked(str(error))}。请改正该文件后再运行。") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise CorpusError(
            f"{file} 第 {first['loc']} 处不合格式：{first['msg']}。请对照文件开头的格式改正。"
        ) from None


def _asked(
    entry: AskedEntry,
    place: str,
    corpus: Corpus,
    points: dict[str, Point],
    squeezed: dict[str, Squeezed],
) -> AskedAs:
    questions = tuple(question.strip() for question in entry.asked if question.strip())
    if entry.point is not None:
        return _of_point(entry, place, corpus, points, questions)
    if entry.quote is None:
        raise CorpusError(f"{place}：需要 quote（原文）或 point（诊断点）之一。")
    names = [entry.document] if entry.document else list(corpus.documents)
    hits = [(name, spans) for name in names if name in squeezed for spans in squeezed[name].find(entry.quote)]
    if len(hits) != 1:
        where = "找不到" if not hits else f"出现 {len(hits)} 次"
        raise CorpusError(f"{place}：引文“{entry.quote[:30]}…”在原文中{where}。请照原文改正，或写得更长。")
    return AskedAs(hits[0][0], hits[0][1], questions)


def _of_point(
    entry: AskedEntry, place: str, corpus: Corpus, points: dict[str, Point], questions: tuple[str, ...]
) -> AskedAs:
    point = points.get(entry.point or "")
    if point is None:
        raise CorpusError(f"{place}：没有诊断点“{entry.point}”。编号写作“方案:要素.序号”，如 foshan:6.2.1。")
    document = corpus.schemes[point.scheme].document
    if entry.criterion is None:
        return AskedAs(document, (), questions, point.id)
    if not 1 <= entry.criterion <= len(point.criteria):
        raise CorpusError(
            f"{place}：{point.id} 只有 {len(point.criteria)} 条影响因素，没有第 {entry.criterion} 条。"
        )
    spans = point.criteria[entry.criterion - 1].spans
    return AskedAs(document, spans, questions, point.id, entry.criterion)


class Squeezed:
    """A source without white space, with the way back to its offsets."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._offsets = [i for i, character in enumerate(source.text) if not character.isspace()]
        self._text = "".join(source.text[i] for i in self._offsets)

    def find(self, quote: str) -> Iterator[tuple[Span, ...]]:
        """Spans of each place where `quote` stands, white space ignored."""
        wanted = "".join(quote.split())
        at = self._text.find(wanted) if wanted else -1
        while at >= 0:
            yield (Span(self._offsets[at], self._offsets[at + len(wanted) - 1] + 1),)
            at = self._text.find(wanted, at + 1)
