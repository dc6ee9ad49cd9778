"""Numbers, names and papers of another scheme in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from app.domain.numbering import value
from app.domain.schemes import Element, Scheme
from app.drafting.bench import Bench

_CODE = r"(?<![\d.])(\d{1,2})\s*\.\s*(\d{1,2})(?![\d.]|\s*[%万亿元个人次倍分项篇门年月：:])"
_POINTED = re.compile(
    r"(?:诊断要素|诊断点|要素|诊断项目|指标|(?:项目|诊断|要素)表|附件\s*[2二]|对照|参照|根据|依据|按照?)"
    r"\s*(?:[中里内的第]|所列)?\s*[“\"（(]?\s*" + _CODE
)
_COUNTED = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[个项]\s*(诊断项目|诊断要素|诊断点|要素)")
_POINT = re.compile(r"(?<![\d.])(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{1,2})(?![\d.])")
# A number that is called an element's, though no scheme may have it.
_CALLED = re.compile(rf"{_CODE}\s*[”\"）)]?\s*(?:号|的)?\s*(?:诊断)?要素|(?:诊断)?要素\s*[“\"（(]?\s*{_CODE}")
# “16个要素组成的课程标准”: elements of something else.
_OF_SOMETHING = re.compile(r"\s*(?:组成|构成)(?:的|了)?(?![^，。；]{0,8}(?:诊断|诊改|质量保[证障]体系|方案))")
_OBEYS = "(?:按照?|根据|依据|依照|遵照|落实|贯彻|执行)"
_ORDER = "(?:要求|文件|通知|规定|部署|意见)"
_DIAGNOSIS = "诊改|诊断与改进|诊断和改进|质量保[证障]体系"
_PAPER = "指引|指南|办法|要求|文件|标准|细则|规程|规定|意见|通知|指标|口径|模板"


def mixed(bench: Bench, text: str) -> Iterator[tuple[str, str, str]]:
    """(the words, what is told of them, what mends it) of each place in a text of half width."""
    yield from _other_names(bench, text)
    yield from _other_numbers(bench, text)
    yield from _numbers_behind(bench, text)
    yield from _other_points(bench, text)
    yield from _other_counts(bench, text)
    yield from _only_theirs(bench, text)


def _others(bench: Bench) -> Iterator[Scheme]:
    return (scheme for scheme in bench.corpus.schemes.values() if scheme.id != bench.scheme.id)


def _other_names(bench: Bench, text: str) -> Iterator[tuple[str, str, str]]:
    """The other scheme called by name, as a scheme."""
    for other in _others(bench):
        if bench.form and other.id == bench.form.id:
            continue  # its form was chosen by name
        for match in _named(other.called, other.title).finditer(text):
            yield (
                match[0],
                f"提到了“{match[0]}”，本报告用的是{bench.scheme.short}。",
                f"{other.short}的规定不适用于本报告；改引{bench.scheme.short}，或删去。",
            )


@lru_cache(16)
def _named(called: tuple[str, ...], title: str) -> re.Pattern[str]:
    names = "|".join(re.escape(n) for n in sorted(called, key=len, reverse=True) if not n.isascii())
    return re.compile(
        rf"(?:{names})[^，。；、]{{0,8}}(?:方案|诊断表|项目表|附表|诊断点|诊断要素|要素表|诊改表|诊改报告表|表样)|{re.escape(title)}"
        rf"|(?:{names})[^，。；、]{{0,14}}(?:{_DIAGNOSIS})[^，。；、]{{0,6}}?(?:{_PAPER})"
    )


def _other_numbers(bench: Bench, text: str) -> Iterator[tuple[str, str, str]]:
    """A number with a name it does not have in this scheme, or a number this scheme has not."""
    own = {one.code: one.name for one in bench.scheme.elements()}
    told: set[int] = set()
    for match in re.finditer(_CODE, text):
        code = f"{int(match[1])}.{int(match[2])}"
        after = "".join(text[match.end() : match.end() + 30].split()).lstrip('“"《（(')
        name = _longest(after, [one.name for one in bench.scheme.elements()])
        other = next(
            (
                (scheme, found)
                for scheme in _others(bench)
                if (found := scheme.element(code)) and after.startswith(found.name)
            ),
            None,
        )
        if own.get(code) and after.startswith(own[code]):
            continue
        if name:
            told.add(match.start())
            right = next(one.code for one in bench.scheme.elements() if one.name == name)
            whose = f"，{code} 是{other[0].short}的编号" if other else ""
            yield (
                f"{match[0]}{name}",
                f"“{code} {name}”的编号不对{whose}；{bench.scheme.short}里“{name}”是 {right}。",
                f"改成“{right} {name}”。",
            )
        elif other := other or _foreign(bench, after):
            told.add(match.start())
            scheme, found = other
            yield (
                f"{match[0]}{found.name}",
                f"“{found.name}”（{found.code}）是{scheme.short}的要素，{bench.scheme.short}的 {code} "
                f"{'是“' + own[code] + '”' if code in own else '没有'}。",
                "改用本方案的编号和名称；两个方案怎样对应见“对照”页。",
            )
    for match in _POINTED.finditer(text):
        code = f"{int(match[1])}.{int(match[2])}"
        holder = next((scheme for scheme in _others(bench) if scheme.element(code)), None)
        if code not in own and holder and match.start(1) not in told:
            told.add(match.start(1))
            yield (
                match[0],
                f"{bench.scheme.short}没有 {code}，那是{holder.short}的编号。",
                f"改用{bench.scheme.short}的编号。",
            )
    for match in _CALLED.finditer(text):
        place = 1 if match[1] else 3
        code = f"{int(match[place])}.{int(match[place + 1])}"
        if code not in own and match.start(place) not in told:
            yield (
                match[0],
                f"{bench.scheme.short}没有 {code} 这个要素。",
                f"改用{bench.scheme.short}的编号。",
            )


def _foreign(bench: Bench, after: str) -> tuple[Scheme, Element] | None:
    """The element of another scheme whose name `after` begins with."""
    return next(
        (
            (scheme, element)
            for scheme in _others(bench)
            for element in scheme.elements()
            if after.startswith(element.name)
        ),
        None,
    )


def _longest(text: str, names: list[str]) -> str:
    return max((name for name in names if text.startswith(name)), key=len, default="")


def _numbers_behind(bench: Bench, text: str) -> Iterator[tuple[str, str, str]]:
    """“质量事故管控（6.2）”: a name with a number behind it that it has in another scheme."""
    own = {one.name: one.code for one in bench.scheme.elements()}
    if "(" not in text and "（" not in text:
        return
    for other in _others(bench):
        for element in other.elements():
            if element.name not in text or own.get(element.name) == element.code:
                continue
            behind = re.search(
                rf"{re.escape(element.name)}[”\"》]?\s*[（(]\s*{re.escape(element.code)}\s*[）)]", text
            )
            if behind is None:
                continue
            called = bench.scheme.element(own.get(element.name, element.code))
            yield (
                behind[0],
                f"“{behind[0]}”是{other.short}的写法，"
                + (
                    f"{bench.scheme.short}写作“{called.name}（{called.code}）”。"
                    if called and (called.name == element.name or element.name in called.aliases)
                    else f"{bench.scheme.short}没有这个要素。"
                ),
                "改用本方案的编号和名称；两个方案怎样对应见“对照”页。",
            )


def _other_points(bench: Bench, text: str) -> Iterator[tuple[str, str, str]]:
    """“6.2.1管控制度”: the number of a point that this scheme has not, or has under another name."""
    for match in _POINT.finditer(text):
        number = ".".join(str(int(part)) for part in match.groups())
        after = "".join(text[match.end() : match.end() + 30].split()).lstrip('“"《（(')
        own = bench.scheme.point(f"{bench.scheme.id}:{number}")
        if own and after.startswith(own.name):
            continue
        for other in _others(bench):
            theirs = other.point(f"{other.id}:{number}")
            if theirs is None or not after.startswith(theirs.name):
                continue
            yield (
                f"{match[0]}{theirs.name}",
                f"“{number} {theirs.name}”是{other.short}的诊断点编号，{bench.scheme.short}的 {number} "
                f"{'是“' + own.name + '”' if own else '没有'}。",
                f"改用{bench.scheme.short}的编号。",
            )


def _only_theirs(bench: Bench, text: str) -> Iterator[tuple[str, str, str]]:
    """Names, offices and papers that another scheme's document has and this one's has not."""
    for other in _others(bench):
        if bench.form and other.id == bench.form.id:
            continue
        theirs = bench.only_theirs[other.id]
        for name in theirs.names:
            kind = r"(?:诊断)?(?:要素|诊断点|诊断项目)"
            if name in text and (match := re.search(rf"{kind}“?{name}|{name}”?\s*{kind}", text)):
                yield (
                    match[0],
                    f"“{name}”是{other.short}的名称，{bench.scheme.short}没有。",
                    "改用本方案的名称；两个方案怎样对应见“对照”页。",
                )
        obeyed = [office for office in theirs.offices if _is_obeyed(text, office)]
        obeyed += [match[1] for match in _orders(other.called).finditer(text)]
        obeyed += [match[0] for match in _titles(theirs.regions).finditer(text)]
        papers = [match[0] for match in _papers(theirs.provinces).finditer(text)] if "〔" in text else []
        for word in (*theirs.words, *obeyed, *papers):
            if word in text:
                yield (
                    word,
                    f"“{word}”只见于{other.short}，{bench.scheme.short}没有提到。",
                    f"{other.short}的机构和文件不适用于本报告；核对是不是抄来的。",
                )


@lru_cache(16)
def _orders(called: tuple[str, ...]) -> re.Pattern[str]:
    """“按佛山职业技术学院质控办要求”: what the school of another scheme asks for, not a firm of its town."""
    names = "|".join(re.escape(name) for name in called if not name.isascii()) or "(?!)"
    return re.compile(
        rf"{_OBEYS}((?:{names})[^，。；]{{0,8}}?(?:学院|职院|质控|诊改|质量)[^，。；]{{0,12}}?{_ORDER})"
    )


@lru_cache(16)
def _titles(regions: tuple[str, ...]) -> re.Pattern[str]:
    """A paper on diagnosis of another scheme's province, unless it is only read."""
    names = "|".join(map(re.escape, regions)) or "(?!)"
    return re.compile(
        rf"(?<!借鉴)(?<!参考)(?<!学习)《(?:{names})[^，。；》]{{0,20}}?(?:{_DIAGNOSIS})[^，。；》]{{0,16}}》"
    )


@lru_cache(16)
def _papers(provinces: str) -> re.Pattern[str]:
    return re.compile(
        rf"[{provinces}][\u4e00-\u9fff]{{1,5}}〔(?:19|20)\d{{2}}〕\d+号" if provinces else "(?!)"
    )


def _is_obeyed(text: str, office: str) -> bool:
    """Whether a text does what an office says: “按照某厅要求”, not “获某厅表彰”."""
    return office in text and bool(
        re.search(
            rf"{_OBEYS}[^，。；]{{0,4}}{office}|{office}[^，。；]{{0,14}}{_ORDER}",
            text,
        )
    )


def _other_counts(bench: Bench, text: str) -> Iterator[tuple[str, str, str]]:
    """“16 个诊断要素” where this scheme has 15 and another 16."""
    if not _COUNTED.search(text):
        return
    counts = _counts(bench.scheme)
    for match in _COUNTED.finditer(text):
        what = "诊断要素" if match[2] == "要素" else match[2]
        number = value(match[1])
        if match[2] == "要素" and _OF_SOMETHING.match(text, match.end()):
            continue
        if number == counts[what]:
            continue
        for other in _others(bench):
            if number == _counts(other)[what]:
                yield (
                    match[0],
                    f"“{match[0]}”是{other.short}的数目，{bench.scheme.short}是 {counts[what]} 个。",
                    f"改成 {counts[what]} 个，或删去。",
                )


def _counts(scheme: Scheme) -> dict[str, int]:
    return {
        "诊断项目": len(scheme.projects),
        "诊断要素": len(list(scheme.elements())),
        "诊断点": len(list(scheme.points())),
    }
