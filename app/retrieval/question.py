"""What is typed → `Query`: scope, keys, names, dates and intents, with earlier turns folded in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.corpus import Corpus
from app.domain.errors import QuestionError
from app.domain.evidence import ReadAs
from app.domain.numbering import Code, address, codes, order, project_code
from app.domain.schemes import Scheme
from app.indexing.words import Segmenter, clean, fold, squeeze
from app.retrieval.everyday import EverydayWords
from app.retrieval.intents import Intent, intents, remainder
from app.retrieval.names import Named, Names
from app.retrieval.spelling import Spelling
from app.retrieval.strangers import Strangers

LONGEST = 2000  # characters
_BOTH = re.compile(r"两个?方案|两地|两边|两份|两张|两省|两个文件|两套|各自|both|哪个方案")
_FILLER = re.compile(r"那一?个|这一?个|那(?:边|块)的?|所谓的?")
_MONTH = re.compile(r"(20\d\d)\s*(?:年|[.\-/])\s*(\d{1,2})(?:月|(?!\d))")
_YEAR = re.compile(r"(20[12]\d)(?=年|[^\d.\-/]|$)")
_FOLLOW = re.compile(
    r"^(?:那么?|这|它|他|她|该|其|and\b|what about|how about|那边|这边|上面|刚才|另外|还有)|呢[?？]?$|^(?:第.{1,3}[条点项个款])|"
    r"(?:这个|那个|该)(?:点|要素|条|项目?|组|部门)|^(?:谁|哪个部门|什么时候|啥时候|几月|多少|为什么|都是|都有|成员|副|组长|参与|牵头|完成|职责)"
)
_AND_X = re.compile(r"(?:那么?|那个|换成)?(.{1,8}?)(?:这一?层|层面|那边)?(?:呢|怎么样|怎么办)?[?？]?")
# Words of one kind: a follow-up that names another of them asks the same of it.
_RIVALS: tuple[tuple[str, ...], ...] = (
    ("学校", "专业", "课程", "教师", "老师", "学生"),
    ("有效", "异常", "待改进"),
    ("自我诊断意见", "诊断意见", "改进措施", "改进效果", "改进成效", "概述"),
    ("五纵", "五横", "一平台"),
    ("三个意识", "三个结合", "三个特征", "三全"),
    ("学校纪律", "专家纪律"),
    ("资料复核", "现场复核"),
    ("组织保障", "制度保障", "资金保障", "经费保障", "技术保障"),
    ("学期初", "学期末"),
)
_LATIN = re.compile(r"[a-z]{2,}")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Query:
    """A question understood. `schemes` are those named outright, `weak` those only hinted at (我校)."""

    text: str
    folded: str
    squeezed: str
    schemes: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    project: str | None = None
    order: int | None = None
    address: str | None = None
    names: tuple[Named, ...] = ()
    departments: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    intents: frozenset[Intent] = frozenset()
    topic: str = ""  # the folded question without the words that only name a scheme: what is searched for
    rest: str = ""  # content words left without scope, names, codes and frame words
    english: bool = False
    corrections: tuple[tuple[str, str], ...] = ()  # (typed, read as)
    followed: bool = False  # read together with an earlier turn
    read_as: tuple[ReadAs, ...] = ()  # everyday words that only the dictionary knows

    def has(self, *wanted: Intent) -> bool:
        """Whether any of the intents is there."""
        return any(intent in self.intents for intent in wanted)

    def named(self, *levels: str) -> tuple[Named, ...]:
        """The named things of these levels."""
        return tuple(named for named in self.names if named.level in levels)


class Reader:
    """Reads questions against one corpus."""

    def __init__(
        self,
        corpus: Corpus,
        segmenter: Segmenter,
        everyday: EverydayWords | None = None,
        asked: Iterable[str] = (),
    ) -> None:
        """`everyday` is the dictionary in use, which may change; without one, the corpus's own.

        `asked` are questions whose words search knows, beside those of the documents.
        """
        self._schemes: Mapping[str, Scheme] = corpus.schemes
        self._names = Names(corpus.schemes.values())
        self._scope = _scope_words(corpus.schemes.values())
        self._departments = _departments(corpus.schemes.values())
        words = everyday or EverydayWords(corpus.everyday)
        self._spelling = Spelling(corpus, self._names.texts, segmenter, words)
        self._strangers = Strangers(
            words,
            lambda: "\n".join(
                squeeze(text) for text in (*(d.source.text for d in corpus.documents.values()), *asked)
            ),
        )

    def check(self, question: str) -> str:
        """The question cleaned; QuestionError for a blank or overlong one."""
        cleaned = clean(question)
        if not cleaned:
            raise QuestionError("问题是空的：请写一句要问的话，例如“诊断点6.2要求什么”。")
        if len(question) > LONGEST:
            raise QuestionError(f"问题有 {len(question)} 个字符，最多 {LONGEST} 个：请缩短后再问。")
        return cleaned

    def read(self, question: str, history: Sequence[str] = (), scheme: str | None = None) -> Query:
        """`question` understood, completed from the earlier user turns (oldest first) where it leans on them."""
        query = self.read_alone(question)
        for earlier in reversed([clean(turn) for turn in history if clean(turn)]):
            if not _leans(query):
                break
            query = self._exchanged(query, squeeze(earlier)) or self._complete(
                query, self.read_alone(earlier)
            )
        if scheme and not query.schemes:
            query = replace(query, schemes=(scheme,))
        return query

    def read_alone(self, question: str) -> Query:
        """`question` understood by itself."""
        folded, read_as = self._strangers.read(fold(question))
        folded, corrections = self._spelling.mend(folded)
        squeezed = "".join(folded.split())
        strong, weak, unscoped = self._scopes(folded)
        unscoped = _BOTH.sub(" ", unscoped)
        names = self._names.find("".join(_FILLER.sub("", unscoped).split()))
        found = codes(folded)
        query = Query(
            question,
            folded,
            squeezed,
            strong,
            weak,
            found,
            project_code(folded),
            order(_without(folded, found)),
            address(folded),
            names,
            tuple(d for d in self._departments if squeeze(d) in squeezed),
            tuple(f"{y}-{int(m):02d}" for y, m in _MONTH.findall(folded) if 1 <= int(m) <= 12),
            tuple(dict.fromkeys(_YEAR.findall(_MONTH.sub(" ", folded)))),
            intents(folded),
            unscoped.strip() or folded,
            _rest("".join(_FILLER.sub("", unscoped).split()), names, self._departments),
            bool(_LATIN.search(folded)) and len(_HAN.findall(folded)) <= 0.3 * len(squeezed),
            corrections,
            read_as=read_as,
        )
        return query

    def _scopes(self, folded: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        strong: list[str] = []
        weak: list[str] = []
        rest = folded
        for word, scheme, is_weak in self._scope:
            if _present(word, rest):
                (weak if is_weak else strong).append(scheme)
                rest = rest.replace(word, " ")
        if _BOTH.search(folded):
            strong.extend(self._schemes)
        return tuple(dict.fromkeys(strong)), tuple(dict.fromkeys(weak)), rest

    def _exchanged(self, query: Query, earlier: str) -> Query | None:
        """“那学生呢” after a question on teachers: the same question with that one word changed."""
        match = _AND_X.fullmatch(query.squeezed)
        if not match:
            return None
        for rivals in (*_RIVALS, tuple(map(squeeze, self._departments))):
            wanted = next((word for word in rivals if word == match[1]), None)
            spoken = [word for word in rivals if word in earlier and word != wanted]
            if wanted and spoken:
                return replace(self.read_alone(earlier.replace(max(spoken, key=len), wanted)), followed=True)
        return None

    def _complete(self, query: Query, earlier: Query) -> Query:
        """The follow-up with what it leaves unsaid taken from the turn before."""
        own_topic = bool(query.names or query.codes or query.project)
        text = query.folded if own_topic else f"{earlier.folded} {query.folded}"
        topic = query.topic if own_topic else f"{earlier.topic} {query.topic}"
        asked = query.intents & _ASKING
        return replace(
            query,
            folded=text,
            squeezed="".join(text.split()),
            topic=topic,
            schemes=query.schemes or earlier.schemes,
            weak=query.weak or earlier.weak,
            codes=query.codes or (() if own_topic else earlier.codes),
            project=query.project or (None if own_topic else earlier.project),
            order=query.order or (earlier.order if not own_topic and not query.order else query.order),
            names=query.names or (() if own_topic else earlier.names),
            departments=query.departments or (() if own_topic else earlier.departments),
            months=query.months or (() if own_topic or query.years else earlier.months),
            years=query.years or (() if own_topic else earlier.years),
            intents=query.intents if asked else query.intents | earlier.intents,
            rest=query.rest if own_topic else f"{earlier.rest}{query.rest}",
            followed=True,
        )


_ASKING = frozenset(Intent) - {Intent.CONFIRM, Intent.LIST, Intent.COUNT}


def _leans(query: Query) -> bool:
    """Whether a question needs the turn before it: it opens like a follow-up, or names nothing by itself."""
    topic = query.names or query.codes or query.project or query.address
    if _FOLLOW.search(query.folded) and not (topic and query.schemes):
        return True
    return not topic and len(query.rest) <= 2


def _without(text: str, found: Iterable[Code]) -> str:
    """The text with its codes blanked out, so that “第四点一项” is not read as the fourth of something too."""
    for code in found:
        text = text[: code.start] + " " * (code.end - code.start) + text[code.end :]
    return text


def _rest(squeezed: str, names: Iterable[Named], departments: Iterable[str]) -> str:
    for text in sorted({named.text for named in names}, key=len, reverse=True):
        squeezed = squeezed.replace(text, " ")
    for department in departments:
        squeezed = squeezed.replace(department, " ")
    return remainder(squeezed)


def _present(word: str, text: str) -> bool:
    if word.isascii():
        return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) is not None
    return word in text


def _scope_words(schemes: Iterable[Scheme]) -> list[tuple[str, str, bool]]:
    """(folded word, scheme id, weak), longest first."""
    words: list[tuple[str, str, bool]] = []
    for scheme in schemes:
        words.extend((fold(name), scheme.id, False) for name in (*scheme.names, scheme.short, scheme.title))
        words.extend((fold(name), scheme.id, True) for name in scheme.weak_names)
    return sorted(set(words), key=lambda entry: (-len(entry[0]), entry[0]))


def _departments(schemes: Iterable[Scheme]) -> tuple[str, ...]:
    """Every lead or participating department, longest first."""
    found: set[str] = set()
    for scheme in schemes:
        for point in scheme.points():
            found.update(point.participants)
            if point.lead:
                found.add(point.lead)
    return tuple(sorted(found, key=lambda name: (-len(name), name)))
