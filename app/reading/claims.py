"""Claims: a value of a corpus file, held against the source lines it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.documents import SourceText, Span
from app.domain.errors import CorpusError, SchemeError
from app.reading.locating import Lines, comparable
from app.reading.yaml_files import Place


@dataclass(frozen=True)
class Claims:
    """Checks values against one source; what is not there is an `error` with place, lines and remedy."""

    lines: Lines
    error: type[CorpusError] = SchemeError

    @property
    def source(self) -> SourceText:
        return self.lines.source

    def numbers(self, place: Place, numbers: Sequence[int]) -> tuple[int, ...]:
        """The line numbers, all of them in the source and rising."""
        last = len(self.source.line_starts)
        for number in numbers:
            if number not in self.lines:
                raise self.error(
                    f"{place}：原文 {self.source.id} 没有第 {number} 行（共 {last} 行）。"
                    "请改成该值所在的行号。"
                )
        if list(numbers) != sorted(set(numbers)):
            raise self.error(f"{place}：行号 {list(numbers)} 应从小到大、不重复。请按原文次序改写。")
        return tuple(numbers)

    def text(
        self,
        place: Place,
        what: str,
        value: str,
        lines: Sequence[int],
        *,
        whole: bool = False,
        after: int = -1,
        forms: Sequence[str] = (),
    ) -> tuple[Span, ...]:
        """The spans of `value`, or of one of the other `forms` it may be printed in, on `lines`."""
        numbers = self.numbers(place, lines)
        for form in (value, *forms):
            if spans := self.lines.find(form, numbers, whole=whole, after=after):
                return spans
        raise self._missing(place, what, value, numbers)

    def exact(
        self, place: Place, what: str, value: str, lines: Sequence[int], after: int
    ) -> tuple[Span, ...]:
        """As `text`, and character for character the source's (white space apart)."""
        spans = self.text(place, what, value, lines, after=after)
        printed = "".join(self.source.cut(spans).split())
        if printed != "".join(value.split()):
            raise self.error(f"{place}：{what}与原文用字不同，原文是“{printed}”。请照原文改写。")
        return spans

    def count(self, place: Place, what: str, pattern: str, value: int, lines: Sequence[int]) -> None:
        """The number stands on `lines` in a phrase of `pattern`, with `{n}` for the number."""
        numbers = self.numbers(place, lines)
        wanted = re.compile(pattern.replace("{n}", rf"(?<!\d){value}(?!\d)"))
        if not any(wanted.search(comparable(self.lines.text([number]))) for number in numbers):
            raise self._missing(place, what, str(value), numbers)

    def quote(self, place: Place, quote: str, lines: Sequence[int] = ()) -> tuple[Span, ...]:
        """The spans of `quote` on `lines`, or at its one place in the whole source."""
        if lines:
            return self.text(place, "引文", quote, lines)
        found = self.lines.quotes(quote)
        if len(found) == 1:
            return found[0]
        if not found:
            raise self.error(f"{place}：原文 {self.source.id} 中没有“{quote}”。请照原文逐字引用。")
        printed = "、".join(str(self.source.line_of(spans[0].start)) for spans in found)
        raise self.error(
            f"{place}：“{quote}”在原文 {self.source.id} 中出现 {len(found)} 次（第 {printed} 行）。"
            "请用 lines 写明是哪一处，或引得长一些。"
        )

    def _missing(self, place: Place, what: str, value: str, lines: Sequence[int]) -> CorpusError:
        shown = self.lines.text(lines)
        shown = shown if len(shown) <= 160 else shown[:160] + "……"
        remedy = "请照原文改写或改正行号。"
        if self.error is SchemeError:
            remedy = "请照原文改写或改正行号；原文确已缺失的，在 inferred 下写明推定理由。"
        return self.error(
            f"{place}：{what}“{value}”不在原文 {self.source.id} 第 {'、'.join(map(str, lines))} 行中"
            f"（该处写的是“{shown}”）。{remedy}"
        )


class Sources:
    """Claims by document, for files that speak of several."""

    def __init__(self, sources: Mapping[str, SourceText], error: type[CorpusError] = CorpusError) -> None:
        self._claims = {id_: Claims(Lines(source), error) for id_, source in sources.items()}
        self._error = error

    def claims(self, place: Place, document: str) -> Claims:
        """The claims on `document`; an error that names the known ones where there is none."""
        if document not in self._claims:
            known = "、".join(sorted(self._claims)) or "无"
            raise self._error(
                f"{place}：没有名为“{document}”的原文（现有：{known}）。请改成其中之一，或先加入该原文。"
            )
        return self._claims[document]
