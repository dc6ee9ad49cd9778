"""Contacts of persons are masked at equal length, and nothing else is."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import Contact, Document
from app.domain.errors import CorpusError
from app.reading import read_sources
from app.reading.asked import read_asked
from app.reading.corpus import read_corpus
from app.reading.everyday import parse_everyday
from app.reading.masking import mask, masked
from app.reading.vocabulary import read_terms
from app.reading.yaml_files import read_yaml
from tests.doors import ROOT
from tests.reading.given import source_text

MASKED = [
    # mobile numbers
    ("13812345678", "***********"),
    ("手机13812345678，", "手机***********，"),
    ("138-1234-5678", "***-****-****"),
    ("138 1234 5678", "*** **** ****"),
    ("138\u30001234\u30005678", "***\u3000****\u3000****"),
    ("138—1234—5678", "***—****—****"),
    ("138.1234.5678", "***.****.****"),
    ("138 12345678", "*** ********"),
    ("1381234 5678", "******* ****"),
    ("1381 234 5678", "**** *** ****"),
    ("138\u200b1234\u200b5678", "***\u200b****\u200b****"),
    ("+8613812345678", "+*************"),
    ("+86 138 1234 5678", "+** *** **** ****"),
    ("+86-138-1234-5678", "+**-***-****-****"),
    ("8613812345678", "*************"),
    ("008613812345678", "***************"),
    ("(+86)13812345678", "(+**)***********"),
    ("１３８１２３４５６７８", "***********"),
    ("＋８６１３８１２３４５６７８", "＋*************"),
    ("Tel13812345678", "Tel***********"),
    ("13812345678E-mail：", "***********E-mail："),
    ("张三13812345678李四19912345678", "张三***********李四***********"),
    ("13812345678/13912345678", "***********/***********"),
    ("13812345678、13912345678", "***********、***********"),
    ("13812345678，83136677", "***********，********"),
    ("（13812345678）", "（***********）"),
    ("手机：138 123 456 78", "手机：*** *** *** **"),
    ("张三\t党政办\t13812345678\t综合楼", "张三\t党政办\t***********\t综合楼"),
    ("联系电话\n张三\t主任\t1381234\n5678\tz@qq.com", "联系电话\n张三\t主任\t*******\n****\t*@**.***"),
    ("姓名\t手机\n张三\t1381234\n5678", "姓名\t手机\n张三\t*******\n****"),
    ("姓名\t手机\t职务\n张三\t1381234\t主\n\t5678\t任", "姓名\t手机\t职务\n张三\t*******\t主\n\t****\t任"),
    ("联系人手机：138123\r\n45678。", "联系人手机：******\r\n*****。"),
    ("联系人：张三（138-1234-\n5678）", "联系人：张三（***-****-\n****）"),
    # landlines
    ("0757-83136677", "****-********"),
    ("0757-8313 6677", "****-**** ****"),
    ("(023)63862000", "(***)********"),
    ("（023）63862000", "（***）********"),
    ("（023） 6386 2000", "（***） **** ****"),
    ("023 63862000", "*** ********"),
    ("02363862000", "***********"),
    ("075783136677", "************"),
    ("0757－83136677", "****－********"),
    ("010-6609 6677", "***-**** ****"),
    ("0751-8120123", "****-*******"),
    ("0757-83136677转8005", "****-********转****"),
    ("0757-83136677 转 805", "****-******** 转 ***"),
    ("0757-83136677-8005", "****-********-****"),
    ("0757-83136677（分机802）", "****-********（分机***）"),
    ("+86-757-83136677", "+**-***-********"),
    ("86-023-63862000", "**-***-********"),
    ("+86 (0)757 8313 6677", "+** (*)*** **** ****"),
    ("编号 0757-83136677", "编号 ****-********"),
    ("+852 2345 6789", "+*** **** ****"),
    ("400-810-8888", "***-***-****"),
    ("400 810 8888", "*** *** ****"),
    ("4008108888", "**********"),
    ("800-8108888", "***-*******"),
    ("0757-83136677/83136688", "****-********/********"),
    ("0757-83136677、83136688", "****-********、********"),
    ("0757-83136677/88", "****-********/**"),
    ("电话：83136677", "电话：********"),
    ("传真 8313 6677", "传真 **** ****"),
    ("联系电话（办）：83136677", "联系电话（办）：********"),
    ("电话：83136677、83136688", "电话：********、********"),
    ("0757-8313\n6677", "****-****\n****"),
    ("0757-\n83136677", "****-\n********"),
    ("单位\t电话\n教务处\t83136677", "单位\t电话\n教务处\t********"),
    ("单位\t电话\n教务处\t83136677 / 8313 6688", "单位\t电话\n教务处\t******** / **** ****"),
    # e-mail addresses
    ("zhangsan@163.com", "********@***.***"),
    ("zhang.san-1_a@edu.cq.cn", "*****.***-***@***.**.**"),
    ("邮箱zhangsan@163.com。", "邮箱********@***.***。"),
    ("邮箱：ｚｈａｎｇ＠１６３．ｃｏｍ", "邮箱：*****＠***．***"),
    ("a＠b.com", "*＠*.***"),
    ("13812345678@139.com", "***********@***.***"),
    ("zhang @ 163.com", "***** @ ***.***"),
    ("zhang@\n163.com", "*****@\n***.***"),
    ("zhang@163.\ncom", "*****@***.\n***"),
    ("a@b.com/c@d.com", "*@*.***/*@*.***"),
    ("a@b.com-x@y.com", "*@*.***-*@*.***"),
    ("秘书：孙鑫，13812345678，sunxin12@qq.com。", "秘书：孙鑫，***********，********@**.***。"),
    # identity numbers, accounts, QQ, 微信
    ("11010519491231002X", "******************"),
    ("11010519491231002x", "******************"),
    ("１１０１０５１９４９１２３１００２Ｘ", "******************"),
    ("110105 19491231 002X", "****** ******** ****"),
    ("1101051949\n1231002X", "**********\n********"),
    ("身份证号：110105194912310021", "身份证号：******************"),
    ("身份证号码 110105491231002", "身份证号码 ***************"),
    ("姓名\t身份证号\n张三\t110105491231002", "姓名\t身份证号\n张三\t***************"),
    ("银行卡号：6222021234567890123", "银行卡号：*******************"),
    ("账号：6222 0212 3456 7890 123", "账号：**** **** **** **** ***"),
    ("账号：工商银行佛山支行 2013012345678901", "账号：工商银行佛山支行 ****************"),
    ("姓名\t银行卡号\n张三\t6222021234567890123", "姓名\t银行卡号\n张三\t*******************"),
    ("QQ：123456", "QQ：******"),
    ("ＱＱ号：１２３４５６７", "ＱＱ号：*******"),
    ("QQ群123456789、987654321", "QQ群*********、*********"),
    ("姓名\tQQ\n张三\t12345678", "姓名\tQQ\n张三\t********"),
    ("微信：zhang_san", "微信：*********"),
    ("微信号 zhang-san1", "微信号 *****-****"),
    ("QQ/微信：12345678", "QQ/微信：********"),
]


@pytest.mark.parametrize(("text", "expected"), MASKED, ids=[text for text, _ in MASKED])
def test_a_contact_is_masked_in_place(text: str, expected: str) -> None:
    assert masked(text) == expected


KEPT = [
    "教职成厅〔2015〕2号",
    "教职成司函〔2017〕56号、粤教高函〔2016〕135号",
    "2021-05-01",
    "20210501",
    "2021.05.01—2021.12.31",
    "2021年5月1日",
    "2016-2020",
    "2016—2020年",
    "2015 2016 2017 2018",
    "6.2",
    "1.1.1",
    "7.4.2-7.4.5",
    "①②③ 1 2 3 4 5 6 7 8 9 10 11",
    "经费 13812345678 元",
    "13812345678.50元",
    "￥13812345678",
    "1,381,234,567,8",
    "13,812,345,678",
    "13812345678%",
    "3.13812345678",
    "0.02363862000",
    "3.1415926535897932384626",
    "138123456789",
    "1381234567",
    "12812345678",
    "项目编号：13812345678",
    "组织机构代码 13812345678",
    "ISBN 978-7-04-012345-6",
    "ISBN 9787040123456",
    "统一社会信用代码：91440600MA4UJX1234",
    "统一社会信用代码：12440600456082123X",
    "110105194912310021",
    "110105491231002",
    "6222021234567890123",
    "123456789",
    "83136677",
    "zhang_san1",
    "微信公众号：fspolytechnic",
    "微信、QQ等平台",
    "QQ 2019",
    "通过微信 2019 年的推送",
    "电话会议 20210501 召开",
    "一部电话 12 人共用",
    "统一社会信用代码 13812345678",
    "@所有人",
    "root@localhost",
    "numpy@1.2.3",
    "第 13812 行至第 345678 行",
    "138\t1234\t5678",
    "1500000\n2016",
    "年份\t金额\n2015\t1500000\n2016\t1600000\n",
    "1500000\n2345",
    "张三\t主任\t1381234\n5678\t综合楼",  # without a word for telephones anywhere above
    "15000\n160000\n",
    "在校生数\n150\n20210501",
    "1.2 1381234\n5678、课程",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "a13812345678b13812345678c13812345678d",
    "附件1-2",
    "GB/T 19001-2016",
    "08:30-11:30",
    "专业代码 560301、560302",
    "12345 热线",
    # masked by others before us
    "138****1234",
    "138****5678，***@***.com",
    "138xxxx1234",
    "138XXXX1234",
    "z***g@qq.com",
    "zhang***@163.com",
    "zhang@***.com",
    "0757-****6677",
    "秘书：孙鑫，***********，********@**.***。",
    "440601********1234",
    "",
]


@pytest.mark.parametrize("text", KEPT, ids=KEPT)
def test_what_is_no_contact_stays(text: str) -> None:
    assert mask(text) == (text, ())


def test_each_contact_is_told_with_its_kind_and_what_stood_there() -> None:
    text = "张三 138-1234-5678；a@b.com；0757-83136677转5；QQ：12345；微信：zhang1；11010519491231002X；账号：62220212"
    assert [(contact.kind, contact.raw) for contact in mask(text)[1]] == [
        ("mobile", "138-1234-5678"),
        ("email", "a@b.com"),
        ("landline", "0757-83136677转5"),
        ("qq", "12345"),
        ("wechat", "zhang1"),
        ("id", "11010519491231002X"),
        ("account", "62220212"),
    ]


_PIECES = [
    *(text for text, _ in MASKED),
    *KEPT,
    *"0123456789*@.-_ \t\n()（）＠、，;:：xXaT",
    "138",
    "1234",
    "0757",
    "身份证",
    "电话",
    "账号",
    "QQ",
    "微信号",
    "转",
    "元",
    "编号",
    "+86",
    "qq.com",
]
TEXTS = st.one_of(
    st.text(),
    st.text(alphabet="0123456789*-@. \n\t"),
    st.lists(st.sampled_from(_PIECES), max_size=12).map("".join),
)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_masking_keeps_the_length_and_every_character_outside_the_contacts(text: str) -> None:
    hidden, contacts = mask(text)
    assert len(hidden) == len(text)
    inside = {at for contact in contacts for at in range(contact.span.start, contact.span.end)}
    assert len(inside) == sum(len(contact.span) for contact in contacts)
    for at, (before, after) in enumerate(zip(text, hidden, strict=True)):
        assert after == before or (after == "*" and at in inside)
    for contact in contacts:
        assert contact.raw == text[contact.span.start : contact.span.end]
        assert not re.search("[0-9A-Za-z]", hidden[contact.span.start : contact.span.end])


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_what_is_masked_stays_when_masked_again(text: str) -> None:
    once = masked(text)
    assert mask(once) == (once, ())


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_a_source_gives_its_own_text_back(text: str) -> None:
    hidden, contacts = mask(text)
    assert replace(source_text("试", hidden), contacts=contacts).unmasked() == text


HOSTILE: dict[str, Callable[[], str]] = {
    "digits": lambda: "1" * 200_000,
    "at signs": lambda: "a@" * 100_000,
    "a long local part": lambda: "a" * 200_000 + "@b.com",
    "labels of a domain": lambda: "a@" + "b." * 100_000,
    "hyphens": lambda: "1-" * 100_000,
    "groups": lambda: "138 " * 50_000,
    "broken numbers": lambda: "1381234\n5678\n" * 15_000,
    "broken landlines": lambda: "0757-8\n" * 28_000,
    "blank lines": lambda: "1" + " \n" * 100_000 + "1",
    "blanks behind a label": lambda: "电话" + " " * 200_000 + "QQ：" * 50_000,
    "one wide row": lambda: "电话\tQQ\n" + "1\t" * 100_000,
    "rows": lambda: "电话\tQQ\n" + "138\t1234567\n" * 16_000,
    "lists": lambda: "0757-83136677" + "、83136677" * 22_000,
    "brackets": lambda: "电话(" * 60_000,
}
SECONDS = 20.0  # a second or two on a quiet machine; a step that is quadratic takes minutes


@pytest.mark.parametrize("shape", HOSTILE)
def test_no_text_costs_more_than_its_length(shape: str) -> None:
    program = "import sys; from app.reading.masking import masked; t = sys.stdin.read(); print(len(masked(t)) == len(t))"
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        input=HOSTILE[shape](),
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        cwd=ROOT,
        check=False,
    )
    assert (run.returncode, run.stdout.strip(), run.stderr) == (0, "True", "")


def test_a_source_is_read_masked_and_its_checksum_is_that_of_the_file(tmp_path: Path) -> None:
    text = "一、联系\r\n张三 138 1234 5678，邮箱：zhang@163.com、li@qq.com"
    (tmp_path / "sources.yaml").write_text(
        "sources:\n  - {id: 试, file: 试.txt, title: 通知（13812345678）, issuer: 某校, kind: 通知}\n",
        encoding="utf-8",
    )
    (tmp_path / "试.txt").write_bytes(text.encode())
    source = read_sources(tmp_path)["试"]
    assert source.text == "一、联系\r\n张三 *** **** ****，邮箱：*****@***.***、**@**.***"
    assert source.title == "通知（***********）"
    assert source.unmasked() == text
    assert source.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert source.masked_counts == {"mobile": 1, "email": 2}
    assert not re.search("1234|zhang", repr(source) + repr(source.contacts))


def test_a_record_of_a_contact_does_not_show_it() -> None:
    (contact,) = mask("13812345678")[1]
    assert contact == Contact(contact.span, "mobile", "13812345678")
    assert repr(contact) == "Contact(span=Span(start=0, end=11), kind='mobile')"


def test_the_two_sources_hold_nothing_to_mask(documents: dict[str, Document]) -> None:
    for id_, document in documents.items():
        assert document.source.contacts == ()
        assert document.source.text.encode() == (ROOT / "corpus" / "sources" / f"{id_}.txt").read_bytes()


@pytest.mark.parametrize("file", sorted((ROOT / "corpus").rglob("*.*")), ids=lambda file: file.name)
def test_no_file_of_the_corpus_holds_anything_to_mask(file: Path) -> None:
    assert mask(text_of(file))[1] == ()


def text_of(file: Path) -> str:
    """The words of a file of the corpus, of a Word file too."""
    if file.suffix != ".docx":
        return file.read_text(encoding="utf-8")
    with zipfile.ZipFile(file) as archive:
        return re.sub("<[^>]+>", "", archive.read("word/document.xml").decode())


PHONE = "13812345678"


def broken_yaml(folder: Path) -> None:
    (folder / "x.yaml").write_text(f"{PHONE}: 1\n{PHONE}: 2\n", encoding="utf-8")
    read_yaml(folder / "x.yaml")


def unknown_alias(folder: Path) -> None:
    (folder / "x.yaml").write_text(f"a: *{PHONE}\n", encoding="utf-8")
    read_yaml(folder / "x.yaml")


def broken_terms(folder: Path) -> None:
    (folder / "terms.txt").write_text(f"联系 {PHONE}\n", encoding="utf-8")
    read_terms(folder / "terms.txt")


def everyday_without_columns(folder: Path) -> None:
    parse_everyday(f"老师 {PHONE}\n".encode(), folder / "everyday.tsv")


def everyday_with_a_bad_direction(folder: Path) -> None:
    parse_everyday(f"老师\t{PHONE}\t教师\t1\n".encode(), folder / "everyday.tsv")


def a_missing_quote(folder: Path) -> None:
    corpus = Path(shutil.copytree(ROOT / "corpus", folder / "corpus", ignore=shutil.ignore_patterns("asked")))
    (corpus / "asked").mkdir()
    (corpus / "asked" / "x.yaml").write_text(f"- quote: 电话 {PHONE}\n  asked: [谁]\n", encoding="utf-8")
    read_asked(read_corpus(corpus))


def an_open_quotation_mark(folder: Path) -> None:
    (folder / "x.yaml").write_text(f'- "a: {PHONE}', encoding="utf-8")
    read_yaml(folder / "x.yaml")


@pytest.mark.parametrize(
    ("read", "shown"),
    [
        (broken_yaml, "键“***********”写了两次"),
        (unknown_alias, "undefined alias"),
        (broken_terms, "现为“联系 ***********”"),
        (everyday_without_columns, "“老师 ***********”没有分列"),
        (everyday_with_a_bad_direction, "方向写作“***********”"),
        (a_missing_quote, "引文“电话 ***********…”"),
        (an_open_quotation_mark, "YAML 写法有误"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_said_of_a_broken_file_repeats_no_contact(
    tmp_path: Path, read: Callable[[Path], None], shown: str
) -> None:
    with pytest.raises(CorpusError) as told:
        read(tmp_path)
    assert shown in str(told.value)
    assert PHONE not in str(told.value)
