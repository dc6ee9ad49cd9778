"""Reports, drafts and evidence as files: JSON and YAML at the border, the domain's values inside.

One shape serves all: a draft of one element is a report with one cell.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.domain.drafts import (
    PART_NAMES,
    Cell,
    Counting,
    Evidence,
    EvidenceKind,
    Origin,
    Part,
    PartKey,
    Report,
    ReportKind,
    Sentence,
    Source,
    SourceKind,
)
from app.domain.errors import ReportError
from app.drafting.dates import is_date, normal
from app.reading.yaml_files import read_yaml, shaped

FORMAT: Final = "zhengai-report/1"
LARGEST = 20_000_000  # bytes of a file
LONGEST = 50_000  # characters of a part
EVIDENCE = 500  # pieces a cell may have
KIND_NAMES: Mapping[EvidenceKind, str] = {
    EvidenceKind.FILE: "文件",
    EvidenceKind.CLAUSE: "条款",
    EvidenceKind.PLATFORM: "平台编号",
    EvidenceKind.OTHER: "其他",
}


def _writable(text: str) -> str:
    text.encode()  # half of a pair of UTF-16 is no text: UnicodeEncodeError is a ValueError
    return text


Writable = Annotated[str, AfterValidator(_writable)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
Short = Annotated[str, StringConstraints(max_length=500)]


class Shape(BaseModel):
    """Base of every model here: unknown keys refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceShape(Shape):
    kind: SourceKind
    name: Writable


class SentenceShape(Shape):
    text: Writable
    id: Short = ""
    sources: list[SourceShape] = []
    origin: Origin = Origin.PERSON
    answers: list[Short] = []
    done: bool | None = None


class PartShape(Shape):
    part: PartKey
    sentences: list[SentenceShape]


class EvidenceShape(Shape):
    """A piece of evidence; `dated` is the evidence's own date."""

    id: Short = ""
    text: Text
    dated: Short = ""
    kind: EvidenceKind = EvidenceKind.OTHER
    source: Short = ""
    points: list[Short] = []
    part: PartKey | None = None

    @classmethod
    def of(cls, piece: Evidence) -> EvidenceShape:
        return cls(
            id=piece.id,
            text=piece.text,
            dated=piece.dated,
            kind=piece.kind,
            source=piece.source,
            points=list(piece.points),
            part=piece.part,
        )

    def value(self) -> Evidence:
        return Evidence(self.id, self.text, self.dated, self.kind, self.source, tuple(self.points), self.part)


class CellShape(Shape):
    element: Short
    parts: list[PartShape] = []
    evidence: list[EvidenceShape] = []

    @classmethod
    def of(cls, cell: Cell) -> CellShape:
        parts = [
            PartShape(part=part.key, sentences=[_sentence_shape(one) for one in part.sentences])
            for part in cell.parts
        ]
        return cls(element=cell.element, parts=parts, evidence=[EvidenceShape.of(p) for p in cell.evidence])

    def value(self) -> Cell:
        parts = tuple(Part(part.part, tuple(map(_sentence, part.sentences))) for part in self.parts)
        return Cell(self.element, parts, tuple(piece.value() for piece in self.evidence))


class ReportShape(Shape):
    """A report or draft as a file."""

    format: Literal["zhengai-report/1"] = FORMAT
    scheme: Short
    form: Short = ""
    school: Short = ""
    cycle: Short = ""
    due: Short = ""
    counting: Counting = Counting.WORD
    kind: ReportKind = ReportKind.DRAFT
    title: Short = ""
    cells: Annotated[list[CellShape], Field(max_length=200)]

    @classmethod
    def of(cls, report: Report) -> ReportShape:
        return cls(
            scheme=report.scheme,
            form=report.form,
            school=report.school,
            cycle=report.cycle,
            due=report.due,
            counting=report.counting,
            kind=report.kind,
            title=report.title,
            cells=[CellShape.of(cell) for cell in report.cells],
        )

    def value(self) -> Report:
        return Report(
            self.scheme,
            self.form,
            self.school,
            self.cycle,
            self.due,
            self.counting,
            self.kind,
            tuple(cell.value() for cell in self.cells),
            self.title,
        )


class EvidenceEntry(Shape):
    """A piece of evidence as people write it in YAML."""

    id: Short = ""
    text: Text
    date: str | int | datetime.date = ""
    kind: str = ""
    source: Short = ""
    points: list[str | float] = []
    part: str = ""


class EvidenceFile(Shape):
    """The evidence of one element, with what the draft's report is about."""

    evidence: Annotated[list[EvidenceEntry | Text], Field(min_length=1, max_length=EVIDENCE)]
    school: Short = ""
    cycle: str | int = ""
    due: str | datetime.date = ""
    form: Short = ""


def to_json(report: Report) -> str:
    """The report as JSON; `read_report_file` gives the same report again."""
    shape = ReportShape.of(report).model_dump(mode="json")
    return json.dumps(shape, ensure_ascii=False, indent=1) + "\n"


def read_report_file(file: Path) -> Report:
    """The report of a JSON (or YAML) file; ReportError names file, line and remedy."""
    data = _data(file)
    report = shaped(file, data, ReportShape, ReportError).value()
    seen: set[str] = set()
    for cell in report.cells:
        if cell.element in seen:
            raise ReportError(f"{file}：要素“{cell.element}”写了两次。请并为一处。")
        seen.add(cell.element)
    return report


def read_evidence_file(file: Path) -> tuple[EvidenceFile, tuple[Evidence, ...]]:
    """The evidence of a YAML or JSON file, numbered E1, E2 … where it has no ids of its own."""
    data = _data(file)
    keys = "、".join(EvidenceEntry.model_fields)
    entry = shaped(
        file,
        {"evidence": data} if isinstance(data, list) else data,
        EvidenceFile,
        ReportError,
        f"一条证据可写：{keys}",
    )
    pieces = [one if isinstance(one, EvidenceEntry) else EvidenceEntry(text=one) for one in entry.evidence]
    return entry, with_ids([_evidence(file, *one) for one in enumerate(pieces, 1)], str(file))


def read_agreed_file(file: Path) -> tuple[str, dict[str, bool], bool | None]:
    """(scheme, element → whether it agreed, whether the measures are good or None) of a YAML or JSON file."""

    class Agreed(Shape):
        scheme: Short = "chongqing"
        agreed: dict[str | float, bool]
        measures: bool | None = None

    entry = shaped(file, _data(file), Agreed, ReportError)
    return entry.scheme, {str(code): value for code, value in entry.agreed.items()}, entry.measures


def next_id(taken: Collection[str]) -> str:
    """The first of E1, E2, … after all that are `taken`."""
    numbers = (int(id_[1:]) for id_ in taken if re.fullmatch(r"E\d{1,18}", id_))
    return f"E{max(numbers, default=0) + 1}"


def with_ids(pieces: Sequence[Evidence], where: str, used: Collection[str] = ()) -> tuple[Evidence, ...]:
    """The pieces, those without an id numbered by their place; ReportError where two have the same.

    `used`: ids that others had before.
    """
    own = {piece.id for piece in pieces if piece.id}
    taken = own | set(used)
    if twice := next((id_ for id_ in own if sum(piece.id == id_ for piece in pieces) > 1), None):
        raise ReportError(f"{where}：证据编号“{twice[:20]}”写了两次。请改正其一。")
    found = []
    for number, piece in enumerate(pieces, 1):
        id_ = piece.id or (f"E{number}" if f"E{number}" not in taken else next_id(taken))
        taken.add(id_)
        found.append(replace(piece, id=id_))
    return tuple(found)


def _data(file: Path) -> object:
    try:
        if file.stat().st_size > LARGEST:
            raise ReportError(
                f"{file} 超过 {LARGEST // 1_000_000} MB，不像是这里的文件。请检查是否选错了文件。"
            )
        if file.suffix.lower() == ".json":
            return json.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ReportError(f"找不到文件 {file}：请检查文件名。") from None
    except json.JSONDecodeError as bad:
        raise ReportError(f"{file} 第 {bad.lineno} 行：JSON 写法有误（{bad.msg}）。请改正该处。") from None
    except (UnicodeDecodeError, RecursionError):
        raise ReportError(f"{file} 不是可读的 UTF-8 JSON 文件。请另存后重试。") from None
    except OSError as bad:
        raise ReportError(f"无法读取 {file}（{bad.strerror}）：请检查文件名和权限。") from None
    return read_yaml(file, ReportError, users=True)


def _evidence(file: Path, number: int, entry: EvidenceEntry) -> Evidence:
    where = f"{file} 第 {number} 条证据"
    dated = str(entry.date).strip()
    if dated and is_date(dated):
        dated = normal(dated)
    return Evidence(
        entry.id,
        entry.text,
        dated,
        _kind(entry.kind, where),
        entry.source,
        tuple(str(point) for point in entry.points),
        _part(entry.part, where),
    )


def _kind(text: str, where: str) -> EvidenceKind:
    found = {
        **{kind.value: kind for kind in EvidenceKind},
        **{name: kind for kind, name in KIND_NAMES.items()},
    }
    if text and text not in found:
        raise ReportError(f"{where}：kind“{text[:20]}”应为 {'、'.join(KIND_NAMES.values())} 之一。")
    return found.get(text, EvidenceKind.OTHER)


def _part(text: str, where: str) -> PartKey | None:
    found = {**{key.value: key for key in PartKey}, **{name: key for key, name in PART_NAMES.items()}}
    if text and text not in found:
        names = "、".join(name for key, name in PART_NAMES.items() if key is not PartKey.OVERVIEW)
        raise ReportError(f"{where}：part“{text[:20]}”应为 {names} 之一，或不写。")
    return found.get(text)


def _sentence_shape(one: Sentence) -> SentenceShape:
    return SentenceShape(
        text=one.text,
        id=one.id,
        sources=[SourceShape(kind=source.kind, name=source.name) for source in one.sources],
        origin=one.origin,
        answers=list(one.answers),
        done=one.done,
    )


def _sentence(shape: SentenceShape) -> Sentence:
    sources = tuple(Source(source.kind, source.name) for source in shape.sources)
    return Sentence(shape.text, shape.id, sources, shape.origin, tuple(shape.answers), shape.done)
