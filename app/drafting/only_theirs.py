"""What one scheme's document has and another's has not: names of the table, bodies, offices, numbers of papers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.corpus import Corpus
from app.domain.numbering import fold_width
from app.domain.schemes import Scheme

_PROVINCE = (
    "(?:北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|"
    "四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆)"
)
_OFFICE = re.compile(rf"({_PROVINCE})(?:省|市|[^，。、]{{0,3}}自治区)?(?:教育厅|教委|教育委员会)")
# A paper of a province bears its one-character name; those of the ministry hold for every scheme.
_PAPER = re.compile(
    r"[京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川黔云藏陕甘青宁新][\u4e00-\u9fff]{1,5}〔(?:19|20)\d{2}〕\d+号"
)
# Every school has its own, whatever the scheme.
_EVERYWHERE = re.compile(r"(?:委员会|领导小组)$")
_LONG_NAME = 6  # characters: a shorter name of the table is an everyday phrase
_LONG_BODY = 9


@dataclass(frozen=True)
class OnlyTheirs:
    """What another scheme has and this one has not."""

    names: tuple[str, ...]  # of projects, elements and points
    words: tuple[str, ...]  # bodies and numbers of papers, the longest first
    provinces: str  # the characters that papers of its province begin with
    regions: tuple[str, ...]  # the provinces whose offices it names
    offices: tuple[str, ...]  # of the province; they may be spoken of without being obeyed


def only_theirs(corpus: Corpus, own: Scheme, other: Scheme) -> OnlyTheirs:
    here, there = _plain(corpus, own), _plain(corpus, other)
    named = set(own.table_names())
    for parts in (own.projects, own.elements(), own.points()):
        named.update(alias for part in parts for alias in part.aliases)
    names = set(other.table_names()) - named
    bodies = {name for body in other.bodies for name in (body.name, *body.aliases)}
    words = {name for name in bodies if len(name) >= _LONG_BODY and not _EVERYWHERE.search(name)}
    words |= {match[0] for match in _PAPER.finditer(there)}
    regions = {match[1] for match in _OFFICE.finditer(there)} - {match[1] for match in _OFFICE.finditer(here)}
    offices = {match[0] for match in _OFFICE.finditer(there)}
    return OnlyTheirs(
        tuple(sorted(name for name in names if len(name) >= _LONG_NAME and name not in here)),
        tuple(sorted((word for word in words if word not in here), key=_longest_first)),
        "".join(sorted({m[0][0] for m in _PAPER.finditer(there)} - {m[0][0] for m in _PAPER.finditer(here)})),
        tuple(sorted(regions)),
        tuple(sorted((office for office in offices if office not in here), key=_longest_first)),
    )


def _plain(corpus: Corpus, scheme: Scheme) -> str:
    document = corpus.documents.get(scheme.document)
    return "".join(fold_width(document.source.text).split()) if document else ""


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word
