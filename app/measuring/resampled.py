"""Text for measuring at any size: clauses that somebody wrote, and after them new ones made of these.

A new clause is the first part of one clause and the last part of another, both cut at a comma or full stop. In
it numbers are drawn anew, and some of those who act get the name of a place or a person that was made up: so the
vocabulary goes on growing as in real text, a few names often, most of them once. No two clauses are equal. The
same seed gives the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from app.indexing.library import ClauseText

Texts = tuple[str, list[ClauseText]]  # a document's id and its clauses

_PIECE = re.compile(r"[^，。；：！？\n]*[，。；：！？\n]+|[^，。；：！？\n]+")
_DIGITS = re.compile(r"\d+")
_COUNTED = re.compile(r"[一二三四五六七八九十百]+(?=[条款项章节日月年个名人元倍次周份级分])")
_ACTOR = re.compile(
    "人民政府|主管部门|公安机关|人民法院|人民检察院|有关部门|委员会|负责人|申请人|当事人|经营者|单位|机构|企业|公司|学校|学院|"
    "专业|部门|教师|学生|中心|小组"
)
NAMED = 0.3  # share of those who act that get a name
EXACT = 0.1  # share of long numbers that are not round
_NUMERALS = "一二三四五六七八九"
_FAMILY = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦"
    "付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建文梅海燕志国春林晓宇欣怡子涵浩然雨泽佳琪俊思远嘉诚梓轩一诺博雅清越景行若溪"
    "承泽书瑶北辰星河知微云舒安澜语桐慕青予墨听枫沐阳锦程乐天庭芝兰轩逸晨曦皓月凌霄怀瑾握瑜"
)
_PLACES = (
    "云山江河湖海岭川溪泉源石金银玉龙凤鹤鹿松柏竹梅兰桂桃柳杨榆槐枫荷莲东南西北中上下前后长广大永安平宁康泰和顺兴隆盛昌富阳阴清明光华丰"
    "庆乐福寿德仁义礼信文武新古高低沙洲浦港湾坪坝塘井桥关城寨堡田原野林木青白黄红黑紫临望沧洛渭汉湘赣岳衡恒嵩泰庐"
)
_KINDS = "省市州县区镇乡"


def documents(base: Sequence[ClauseText], clauses: int, most: int, seed: int = 0) -> Iterator[Texts]:
    """Documents of `most` clauses (the last may have fewer), `clauses` in all: `base`, then what is made of it."""
    seen = {hash(clause.text) for clause in base}
    letters = sorted({letter for clause in base for letter in clause.text if "\u4e00" <= letter <= "\u9fff"})
    letters = letters or list(_PLACES)
    for number, made in enumerate(range(0, clauses, most)):
        size = min(most, clauses - made)
        own = list(base[made : made + size])
        new = _Writer(Random(f"{seed} {number}"), letters).clauses(base, seen)
        yield f"{number:06}", own + list(islice(new, size - len(own)))


def pieces(texts: Iterable[str]) -> Iterator[str]:
    """Parts of `texts` between marks that are long enough to be asked for and short enough to be typed."""
    for text in texts:
        for match in _PIECE.finditer(text):
            piece = match[0].strip("，。；：！？、“”（） \n")
            if 6 <= len(piece) <= 24:
                yield piece


@dataclass(frozen=True)
class _Writer:
    """Writes the new clauses of one document."""

    random: Random
    letters: Sequence[str]  # of which names of firms are made

    def clauses(self, base: Sequence[ClauseText], seen: set[int]) -> Iterator[ClauseText]:
        """New clauses without end, all under the name of one made-up place; `seen` has the hashes of every text."""
        place = self._place()
        while True:
            first, last = self.random.choice(base), self.random.choice(base)
            text = self._varied(self._crossed(first.text, last.text))
            while hash(text) in seen:
                text += f"{self._person()}。"
            seen.add(hash(text))
            yield ClauseText(place + self._varied(first.heading), text)

    def _crossed(self, first: str, last: str) -> str:
        heads, tails = _PIECE.findall(first) or [first], _PIECE.findall(last) or [last]
        share = self.random.random()
        kept, left = max(1, round(share * len(heads))), min(len(tails) - 1, round(share * len(tails)))
        return "".join(heads[:kept]) + "".join(tails[left:])

    def _varied(self, text: str) -> str:
        text = _DIGITS.sub(lambda match: self._number(len(match[0])), text)
        text = _COUNTED.sub(lambda match: self._numeral(len(match[0])), text)
        return _ACTOR.sub(lambda match: self._name() + match[0], text)

    def _number(self, length: int) -> str:
        """Of `length` digits, all but the first two mostly 0."""
        number = str(self.random.randrange(10 ** (length - 1), 10**length))
        return number if length < 3 or self.random.random() < EXACT else number[:2].ljust(length, "0")

    def _numeral(self, length: int) -> str:
        """A Chinese number of about as many characters: 七, 十七, 四十七, 三百四十七."""
        choice = self.random.choice
        if length < 3:
            return "十" * (length - 1) + choice(_NUMERALS)
        hundreds = f"{choice(_NUMERALS)}百" if length > 4 else ""
        return f"{hundreds}{choice(_NUMERALS[1:])}十{choice(_NUMERALS)}"

    def _name(self) -> str:
        """Of a place, a person or a firm; mostly none."""
        drawn = self.random.random()
        if drawn > NAMED:
            return ""
        return (self._place, self._person, self._firm)[int(drawn / NAMED * 3) % 3]()

    def _place(self) -> str:
        return self._often(_PLACES) + self._often(_PLACES) + self.random.choice(_KINDS)

    def _person(self) -> str:
        return self._often(_FAMILY) + "".join(self._often(_GIVEN) for _ in range(self.random.randint(1, 2)))

    def _firm(self) -> str:
        return "".join(self.random.choice(self.letters) for _ in range(2))

    def _often(self, letters: str) -> str:
        """One of `letters`, the first ones far more often than the last."""
        return letters[int(len(letters) * self.random.random() ** 2)]
