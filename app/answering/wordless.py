"""A text without a word to look for (marks, emoji, particles, program code): why nothing was searched."""

from __future__ import annotations

import re
import unicodedata

from app.answering.desk import Desk
from app.answering.reply import Reply
from app.answering.unclear import choices
from app.domain.answers import Answer, Kind
from app.indexing.words import STOP, fold
from app.retrieval.question import Query

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[a-z]+")
# Words that every question has, greetings and thanks, and what only carries a tone.
_EMPTY = re.compile(
    "请问|你好|您好|谢谢|多谢|感谢|再见|好的|可以|是不是|有没有|能不能|会不会|怎么办|怎么样|为什么|什么|怎么|如何|"
    "[哪几]个|哪些|多少|[这那]个|[的了吗呢吧啊呀么嘛哦噢哎唉嗯呃哈呵嘿嘻这那哪谁是在有和与就都也还要能会可被把给对不没一]"
)
_EMPTY_ENGLISH = STOP | frozenset(
    "it its this that these those i we you he she they me my our your be am was were can could would should will "
    "with by at on from as so but if not no yes ok okay hi hello hey thanks thank please there here about why s t re m ll ve".split()
)
# What stands in pages, programs and addresses and in no question.
_CODE = re.compile(
    r"<!--.*?(?:-->|$)|<[/!?]?[A-Za-z][^<>]*(?:>|$)|\{\{.*?\}\}|\{%.*?%\}|\$?\{[^{}]*\}|"
    r"\b[\w.]+\((?:[^()]*[\"'=\d_.,$][^()]*)?\)|\b\w+\s*={1,3}\s*\S+|"  # report(), alert(1), 1=1
    r"\b\w+://\S+|\b[A-Za-z]:\\\S+|(?<!\w)\.{0,2}/[\w.]+/\S*|%[sdnx]\b|"
    r"\bSELECT\b.*\bFROM\b[^;]*|\b(?:DROP|ALTER|CREATE) TABLE\b[^;]*|\b(?:INSERT INTO|DELETE FROM)\b[^;]*",
    re.ASCII,
)


def answer(query: Query, desk: Desk) -> Answer | None:
    """A question asked back that says what the text lacks, or None where it has a word to look for."""
    reason = _unreadable(query, desk) or _empty(query, desk)
    if reason is None:
        return None
    reply = Reply("asked back: nothing to look for")
    reply.say(reason)
    return reply.done(Kind.CLARIFY, choices(desk))


def _unreadable(query: Query, desk: Desk) -> str | None:
    """What to say to a text of marks, emoji or a foreign script that the dictionary does not know either."""
    text = fold(query.text)
    if _HAN.search(text) or any(c.isnumeric() or (c.isascii() and c.isalpha()) for c in text):
        return None
    if desk.everyday.in_question(text):
        return None
    if any(character.isalnum() for character in text):
        return "您输入的文字不是中文，也不是英文，没有可以查找的字词。请用中文写出要问的事。"
    kind = "表情符号" if any(unicodedata.category(c) == "So" for c in text) else "标点或符号"
    return f"您输入的只有{kind}，没有可以查找的字词。请写出要问的事，如诊断点的名称或编号。"


def _empty(query: Query, desk: Desk) -> str | None:
    """What to say to a text of particles or of code, where no earlier turn and no name gives it sense."""
    if query.followed or query.names or query.codes or query.departments:
        return None
    if _is_code(query.text, desk):
        return "您输入的像是程序代码、网页代码或网址，不是问题，所以没有查找。请用一句话写出要问的事。"
    text = fold(query.text)
    if not any(character.isalnum() for character in _EMPTY.sub("", text)):
        return (
            "您输入的只有“的、吗、什么”一类的词或问候，没有说要查什么。请写出要问的事，如诊断点的名称或编号。"
        )
    words = _LATIN.findall(text)
    others = any(character.isalnum() for character in _LATIN.sub("", text))
    if words and not others and all(word in _EMPTY_ENGLISH for word in words):
        return "There is no word to look for in this question. Please name what you ask about, e.g. a point or its number."
    return None


def _is_code(text: str, desk: Desk) -> bool:
    """Whether a text has code in it and names nothing that is known here without it."""
    rest = fold(_CODE.sub(" ", text))
    if rest == fold(text) or _HAN.search(rest):
        return False
    left = desk.reader.read_alone(rest)
    named = left.names or left.codes or left.departments or left.schemes or left.weak
    return not (named or desk.everyday.in_question(rest))
