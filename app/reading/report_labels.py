"""Which element of a scheme a row's label means, and which scheme a report's labels belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from app.domain.errors import ReportError
from app.domain.numbering import fold_width
from app.domain.schemes import Element, Scheme
from app.reading.report_blocks import squeezed

_NUMBER = re.compile(
    r"\s*[#*(（【\[]{0,9}\s*(?:(?:诊断|诊改)?(?:要素|指标))?\s*[:：]?\s*第?\s*"
    r"(\d{1,2})\s*[.。·・、点_\-–—]\s*(\d{1,2})(?!\d|\s*[.。·・]\s*\d)\s*(?:项|[.。、:：)）】\]])?\s*"
)
# 一、 （三） 要素二： before a name without a number
_ORDINAL = re.compile(
    r"^[\s#*]*(?:(?:诊断|诊改)?(?:要素|指标)\s*[一二三四五六七八九十\d]{0,3}\s*[:：、.]?\s*|"
    r"第?[(（]?[一二三四五六七八九十]{1,3}[)）、.:：]\s*|[(（]?\d{1,2}[)）、.]\s*)"
)
_GOES_ON = re.compile(
    r"[(（]?(?:接上页|接前页|续上?[表页]?)[)）]?$"
)  # behind a name whose row a page end has cut
_EDGES = " \t\n\u3000*#:：、。.，,（）()【】[]《》“”\"'"
_ALIKE = (
    0.75  # share of characters in common from which a name with the right number is taken for that element's
)
_LONG = 4  # characters of a name that a longer one may begin with and mean the same element (体系特色与创新)
_BESIDE = 8  # characters beside an element's name in a line that may be its heading
LONGEST_LABEL = 60


@dataclass(frozen=True)
class Label:
    """What stands in a row's element cell: a number, a name, either or both."""

    text: str
    number: str  # 5.2; "" where none is written
    name: str  # without white space, half width


@dataclass(frozen=True)
class Match:
    """The element that a label means. `doubt`: why it may be another; `rest`: text of the cell beside its name."""

    element: Element
    doubt: str = ""
    rest: str = ""


def label(text: str) -> Label:
    """The number and the name in `text`, in any notation (1. 1 · １．１ · 1.1、)."""
    folded = fold_width(text)
    match = _NUMBER.match(folded)
    if match is None:
        return Label(text, "", _name(_ORDINAL.sub("", folded)))
    return Label(text, f"{int(match[1])}.{int(match[2])}", _name(folded[match.end() :]))


def matched(text: str, scheme: Scheme) -> Match | None:
    """The element `text` means; None where it is none of the scheme's."""
    found = label(text)
    if (not found.number and not found.name) or len(text) > 10 * LONGEST_LABEL:
        return None
    numbered = scheme.element(found.number) if found.number else None
    named = _named(found.name, scheme, numbered) if found.name else None
    if named is None:
        if numbered is not None and not found.name:
            return Match(numbered)
        return _alike(found, numbered)
    element, rest = named
    doubt = "" if found.number else _ambiguous(found.name, element, scheme)
    if found.number and found.number != element.code:
        doubt = f"写的是编号 {found.number}、名称“{element.name}”，{scheme.short}里这个名称的编号是 {element.code}：按名称放入"
    return Match(element, doubt, rest)


def mentioned(text: str, schemes: Iterable[Scheme]) -> Element | None:
    """The element whose name stands in a line that may be its heading; None where none does."""
    own = squeezed(fold_width(text))
    for scheme in schemes:
        for element in scheme.elements():
            if (name := _printed(element.name)) in own and len(own) <= len(name) + _BESIDE:
                return element
    return None


def agrees(text: str, scheme: Scheme) -> bool:
    """Whether number and name of `text` are those of one element of the scheme."""
    found = label(text)
    match = matched(text, scheme)
    return match is not None and bool(found.name) and not match.doubt


def is_project(text: str, scheme: Scheme) -> bool:
    """Whether `text` is a 诊断项目 of the scheme, by number or name."""
    if len(text) > LONGEST_LABEL:
        return False
    folded = fold_width(text)
    number = re.match(r"\s*[(（]?第?\s*(\d{1,2}|[一二三四五六七八九十])\s*[)）.、项]*\s*", folded)
    name = _name(folded[number.end() :] if number else folded)
    for project in scheme.projects:
        names = {_printed(one) for one in (project.name, *project.aliases)}
        if name in names or (not name and number and number[1] == project.code):
            return True
    return False


def chosen(labels: Sequence[str], schemes: Mapping[str, Scheme], told: str, file: str) -> tuple[Scheme, str]:
    """The scheme whose numbers and names the labels are, and how it was recognised. `told`: text naming a scheme.

    ReportError where no label is an element of any scheme.
    """
    scores = {id_: sum(agrees(one, scheme) for one in labels) for id_, scheme in schemes.items()}
    best = max(scores.values(), default=0)
    how = f"有 {best} 个诊断要素的编号和名称与它相符"
    if not best:
        scores = {
            id_: sum(matched(one, scheme) is not None for one in labels) for id_, scheme in schemes.items()
        }
        best = max(scores.values(), default=0)
        how = f"只有 {best} 个诊断要素的编号或名称与它相符，请核对"
    if not best:
        raise ReportError(
            f"“{file}”里没有找到自我诊断与改进报告表（没有一个诊断要素认得出）；"
            "请确认选的是填好的自我诊改报告，表中“诊断要素”一列写有编号和名称。"
        )
    equal = [scheme for id_, scheme in schemes.items() if scores[id_] == best]
    if len(equal) > 1:
        equal, how = _of_equal(equal, told, how)
    return equal[0], f"按{equal[0].short}读入：{how}。"


def check_scheme(labels: Sequence[str], wanted: Scheme, schemes: Iterable[Scheme], file: str) -> None:
    """ReportError where the labels are clearly those of another scheme than the one asked for."""
    own = sum(agrees(one, wanted) for one in labels)
    for other in schemes:
        score = sum(agrees(one, other) for one in labels)
        if other.id != wanted.id and score > own and (not own or score >= own + 2):
            raise ReportError(
                f"“{file}”看来是{other.short}的报告（{score} 个诊断要素的编号和名称与它相符，与{wanted.short}相符的只有 {own} 个），"
                f"不能按{wanted.short}读入；请改选{other.short}，读入后再在报告页“转到{wanted.short}”。"
            )


def _of_equal(equal: list[Scheme], told: str, how: str) -> tuple[list[Scheme], str]:
    """The same schemes, the likeliest first: one the text names, then one that has a report form."""
    named = [scheme for scheme in equal if any(name and name in told for name in scheme.called)]
    formed = [scheme for scheme in equal if scheme.writing is not None and scheme.writing.form is not None]
    likely = named or formed or equal
    why = "文中提到它" if named else "它有自我诊改报告表样" if formed else "它排在前面"
    others = "、".join(scheme.short for scheme in equal if scheme is not likely[0])
    return likely, f"{how}，{others}同样相符，因{why}而选它，请核对"


def _named(name: str, scheme: Scheme, numbered: Element | None) -> tuple[Element, str] | None:
    """The element of that name, and what stands in the label after the name. Of equal ones the numbered."""
    elements = sorted(scheme.elements(), key=lambda element: element is not numbered)
    for element in elements:
        if any(name == _printed(one) for one in (element.name, *element.aliases)):
            return element, ""
    for element in elements:
        for one in (element.name, *element.aliases):
            own = _printed(one)
            if name.startswith(own) and re.match(r"[^\w]", name[len(own) :]):
                return element, name[len(own) :]
    return None


def _ambiguous(name: str, element: Element, scheme: Scheme) -> str:
    """Why a name without a number may mean another element; "" where only one is called so."""
    others = [
        other.code
        for other in scheme.elements()
        if other is not element and name in {_printed(one) for one in (other.name, *other.aliases)}
    ]
    if not others:
        return ""
    return f"只写了名称，{scheme.short}里 {element.code}、{'、'.join(others)} 都叫这个名称，暂放在 {element.code}"


def _alike(found: Label, numbered: Element | None) -> Match | None:
    if numbered is None:
        return None
    own = _printed(numbered.name)
    within = len(own) >= _LONG and found.name.startswith(own) and len(found.name) < 2 * len(own) + 1
    if not within and SequenceMatcher(None, found.name, own).ratio() < _ALIKE:
        return None
    return Match(numbered, f"名称与“{numbered.name}”略有出入，按编号 {numbered.code} 放入", found.name)


def _name(text: str) -> str:
    return _GOES_ON.sub("", squeezed(text).rstrip("*#： ")).strip(_EDGES)


@lru_cache(maxsize=2048)
def _printed(name: str) -> str:
    """A name of the scheme as labels are compared."""
    return _name(fold_width(name))
