"""Numbers in front of a line, and where the heading behind the number ends.

    line     = [dash blank] mark rest
    mark     = 第 numeral (编|部分|章|节|条)   第一章 总则 · 第三条 …
             | numeral (、|．|.)               一、指导思想 · 三、 体系建设
             | ( numeral )                     （一）目标 · (四) 构建…            either width, stray blanks
             | digits (.|．|、)                1. 提高认识 · 2、…                 not before a digit: 3.5
             | digits (. digits)+              1.1 总则 · 2.3.1 …                in sequence; 2.5 万元 is text
             | ( digits )                      (1) 学校… · （2）…
             | digits )                        1) … · 2）…
             | ① … ⑳                           ①学校的… · - ①学校的…
    rest     = title                           short, no sentence end: all of it is heading
             | first。more                     （一）完善…体系。以…: first, if short and plain, is heading
             | text                            no heading
    note     = [dash blank] (注|备注) [digits] ： [digits .] text        注：1. … · - 注：1. …
    caption  = (图|表) digits title            图1 … · 图 4 … · 表 2 …            no sentence end
    attached = 附件 [numeral] [：] [title]     附件1 · 附件 2 · 附件：…
    signed   = …（签字）… | [year] 年 [month] 月 [day] 日

`numeral` is Chinese or Arabic. A mark's rank says what may stand under what; kinds of equal rank nest in
the order in which the document uses them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMERAL = "[一二三四五六七八九十百零〇]"
_DASH = re.compile(r"[-–—•·*]\s+")
_FINAL = "。；：！？;:!?…"
_CLOSING = "”’」』》）)\"'"
_TITLE_LENGTH = 40
_FIRST_SENTENCE_LENGTH = 25

_MARKS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("编", 0, re.compile(rf"第\s*({_NUMERAL}+|\d+)\s*(?:编|部分)(?=\s|$)\s*")),
    ("章", 1, re.compile(rf"第\s*({_NUMERAL}+|\d+)\s*章(?!第)\s*")),
    ("节", 2, re.compile(rf"第\s*({_NUMERAL}+|\d+)\s*节(?=\s|$)\s*")),
    ("条", 3, re.compile(rf"第\s*({_NUMERAL}+|\d+)\s*条(?=[\s：:]|$)\s*")),
    ("一、", 3, re.compile(rf"({_NUMERAL}+)\s*[、．.](?!{_NUMERAL}+[、级年月日])\s*")),
    ("（一）", 4, re.compile(rf"[（(]\s*({_NUMERAL}+)\s*[）)]\s*[、．.]?\s*")),
    ("1.1", 5, re.compile(r"(\d{1,2}(?:[.．]\d{1,2}){1,3})(?![\d.．%％])[、\s]*(?=[^\W\d_])")),
    ("1.", 5, re.compile(r"(\d{1,3})\s*[.．、](?!\d)\s*")),
    ("（1）", 6, re.compile(r"[（(]\s*(\d{1,2})\s*[）)]\s*[、．.]?\s*")),
    ("1）", 6, re.compile(r"(\d{1,2})\s*[）)]\s*")),
    ("①", 7, re.compile(r"([①-⑳])\s*")),
)
_NOTE = re.compile(r"(?:[-–—•·*]\s*)?(?:备?注)\s*(\d*)\s*[:：]\s*(?:(\d+)\s*[.．、]\s*)?")
_CAPTION = re.compile(
    r"(([图表])\s*(\d+(?:[-–—.．]\d+)*))(?:\s*[:：.、]\s*|\s*)(?!所示|所列|可见|显示|表明|[中是为的和与、，])(\S.*)"
)
_ATTACHMENT = re.compile(rf"(附件\s*({_NUMERAL}+|\d*))(?:\s*[:：]\s*|\s+|$)(.*)")
_SIGNED = re.compile(r"[^，。]{0,16}[（(](?:签字|签名|签章|盖章|公章)[）)]\s*[:：]?\s*\S{0,20}")
_DATED = re.compile(
    rf"(?:{_NUMERAL}|\d){{0,4}}\s*年\s*(?:{_NUMERAL}|\d){{0,3}}\s*月\s*(?:{_NUMERAL}|\d){{0,3}}\s*日"
)
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True, slots=True)
class Mark:
    """A printed number: its kind (as in `一、`), rank, order, what it says, and where the rest begins."""

    kind: str
    rank: int
    order: int
    label: str
    part: str  # its part of an address: 三 · （四） · 2 · （2） · ③ · 第一章
    end: int


@dataclass(frozen=True, slots=True)
class Note:
    """The front of a note: its order (0 where it has none) and where its text begins."""

    order: int
    end: int


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption of a figure or table: `label` as printed, `name` closed up (图4), `title` from `start`."""

    label: str
    name: str
    title: str
    start: int

    @property
    def is_table(self) -> bool:
        return self.name.startswith("表")


@dataclass(frozen=True, slots=True)
class Attachment:
    """The front of an attachment or of the list of attachments; `order` 0 where it has no number."""

    label: str
    order: int
    title: str
    start: int
    colon: bool


def parse_mark(line: str) -> Mark | None:
    """The number in front of `line`, None where there is none."""
    dash = _DASH.match(line)
    start = dash.end() if dash else 0
    for kind, rank, pattern in _MARKS:
        if match := pattern.match(line, start):
            numeral = match.group(1).replace("．", ".")
            kind = f"{kind}×{numeral.count('.')}" if kind == "1.1" else kind
            label = match.group(0).strip().rstrip("：:")
            return Mark(kind, rank, number_of(numeral), label, _part(kind, numeral), match.end())
    return None


def parse_note(line: str) -> Note | None:
    """The front of a note (注：, 注：1., 注 2：), None where there is none."""
    match = _NOTE.match(line)
    return Note(int(match.group(1) or match.group(2) or 0), match.end()) if match else None


def parse_caption(line: str) -> Caption | None:
    """A figure's or table's caption; a sentence that begins with 图1 is none."""
    match = _CAPTION.fullmatch(line)
    if not match or len(match.group(4)) > _TITLE_LENGTH or ends_sentence(line) or "。" in line:
        return None
    number = re.sub(r"[–—]", "-", match.group(3)).replace("．", ".")
    return Caption(match.group(1), match.group(2) + number, match.group(4), match.start(4))


def parse_attachment(line: str) -> Attachment | None:
    """附件1, 附件：…, 附件 2：…; running text that begins with 附件 is none."""
    match = _ATTACHMENT.fullmatch(line)
    if not match or "。" in line or ends_sentence(match.group(3)) or len(match.group(3)) > 2 * _TITLE_LENGTH:
        return None
    order = number_of(match.group(2)) if match.group(2) else 0
    colon = line[match.end(1) : match.start(3)].strip() in {":", "："} and bool(match.group(3))
    return Attachment(match.group(1), order, match.group(3), match.start(3), colon)


def is_signature(line: str) -> bool:
    """Whether the line is only a place to sign, or a date."""
    return bool(_SIGNED.fullmatch(line) or _DATED.fullmatch(line))


def split_heading(rest: str) -> tuple[int, int]:
    """Where the heading of `rest` ends and where its text begins: (0, 0) where all is text."""
    if is_title(rest):
        return len(rest), len(rest)
    stop = rest.find("。")
    first = rest[:stop] if stop > 0 else ""
    more = rest[stop + 1 :].strip()
    if first and more and len(first) <= _FIRST_SENTENCE_LENGTH and not re.search(r"[，；：,;:]", first):
        return stop, stop + 1
    return 0, 0


def is_title(text: str) -> bool:
    """Whether `text` reads as a heading: short, and no sentence ends in it or at its end."""
    if not 0 < len(text) <= _TITLE_LENGTH or ends_sentence(text):
        return False
    return not re.search(r"[。；！？]|[，、]$", text)


def ends_sentence(text: str) -> bool:
    """Whether the last words are finished, closing quotes and brackets looked through."""
    return text.rstrip().rstrip(_CLOSING)[-1:] in tuple(_FINAL)


def number_of(numeral: str) -> int:
    """一, 十二, ③, 12 and the last part of 1.2 as an int; 0 where it is no numeral."""
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    last = numeral.rsplit(".", 1)[-1]
    if last.isdigit() and last.isascii():
        return int(last)
    return _chinese(numeral)


def _chinese(numeral: str) -> int:
    total, digit = 0, 0
    for character in numeral:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS.get(character, 0)
    return total + digit


def _part(kind: str, numeral: str) -> str:
    if kind in {"编", "章", "节", "条"}:
        return f"第{numeral}{kind}"
    return {"（一）": f"（{numeral}）", "（1）": f"（{numeral}）", "1）": f"{numeral}）"}.get(kind, numeral)
