"""Tables with amounts by year (表2 经费预算): one item, one year, totals, extremes, wrong sums put right."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.answering.desk import Desk
from app.answering.phrases import together
from app.answering.reply import Reply
from app.domain.answers import Answer
from app.domain.documents import Document, Row, Table
from app.domain.evidence import Citation
from app.domain.schemes import Scheme
from app.indexing.words import squeeze
from app.retrieval.intents import Intent
from app.retrieval.question import Query

_YEAR_COLUMN = re.compile(r"^(20\d\d)年?$")
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*万")
_SUM = ("合计", "总计", "小计")
_LEAST, _MOST = re.compile(r"最少|最低|最小|最省"), re.compile(r"最多|最高|最大|最贵|最费|最花钱|花得多")
_ITEMS = re.compile(
    r"(?:哪些|什么|几个|哪几个?|都有|多少个?|分别).{0,4}(?:项目|子项|支出|内容)|项目(?:名称)?(?:有|是)?(?:哪|什么|几)|花在(?:哪|什么)|怎么分|用在(?:哪|什么)|分几项|明细"
)


@dataclass(frozen=True)
class AmountTable:
    """A table whose columns hold amounts by year; amounts are in the unit its header or title names."""

    document: Document
    scheme: Scheme
    table: Table
    years: dict[str, int]  # year → column
    name: int
    subtotal: int
    items: tuple[Row, ...]
    total: Row | None

    def amount(self, row: Row, column: int) -> str:
        """The amount as printed, "" where the cell is blank."""
        return row.cells[column].text.strip()

    def value(self, row: Row, column: int) -> float:
        """The amount as a number, 0 for a blank cell."""
        text = self.amount(row, column)
        return float(text) if re.fullmatch(r"\d+(?:\.\d+)?", text) else 0.0


def tables(desk: Desk) -> tuple[AmountTable, ...]:
    """Every amount table of the corpus."""
    found = []
    for scheme in desk.all_schemes:
        document = desk.quoting.document(scheme)
        for table in document.tables:
            years = {m[1]: i for i, name in enumerate(table.header) if (m := _YEAR_COLUMN.match(name))}
            names = [i for i, name in enumerate(table.header) if "名称" in name or name == "项目"]
            sums = [i for i, name in enumerate(table.header) if name in _SUM]
            if years and names and sums:
                items = tuple(row for row in table.rows if row.cells[names[0]].text and not _is_total(row))
                total = next((row for row in table.rows if _is_total(row)), None)
                found.append(AmountTable(document, scheme, table, years, names[0], sums[0], items, total))
    return tuple(found)


def _is_total(row: Row) -> bool:
    return any(cell.text in _SUM for cell in row.cells[:2])


def answer(query: Query, desk: Desk) -> Answer | None:
    """Amounts a question asks for, else None."""
    if len(query.schemes) > 1 or query.codes or query.departments:
        return None
    for amounts in tables(desk):
        if query.schemes and amounts.scheme.id not in query.schemes:
            continue
        named = [row for row in amounts.items if squeeze(row.cells[amounts.name].text) in query.squeezed]
        money = query.has(Intent.MONEY) or (query.followed and query.years)
        if named and (
            money
            or query.years
            or query.has(Intent.DUE)
            or len(query.rest) <= 12
            or query.has(Intent.CONFIRM)
        ):
            return _items(query, amounts, named, desk)
        table_named = squeeze(amounts.table.address) in query.squeezed and bool(_ITEMS.search(query.squeezed))
        if (money or table_named) and not named and (query.years or table_named or _about_all(query)):
            return _totals(query, amounts, desk)
    return None


def _about_all(query: Query) -> bool:
    text = query.squeezed
    if re.search(r"哪一?[年项个]", text) and (_LEAST.search(text) or _MOST.search(text)):
        return True
    return bool(
        re.search(r"预算|经费|一共|总共|总额|合计|总数|这一整套|总的|\d万", text)
        and (len(query.rest) <= 10 or _AMOUNT.search(text) or re.search(r"预算|经费", text))
        and (
            query.has(Intent.COUNT)
            or _ITEMS.search(text)
            or _LEAST.search(text)
            or _MOST.search(text)
            or "多少" in text
            or _AMOUNT.search(text)
        )
    )


def row_text(amounts: AmountTable, row: Row) -> str:
    """An item in words: subtotal, each year's amount, then its other cells (period, content, expected result)."""
    header = amounts.table.header
    shown = {amounts.name, amounts.subtotal, *amounts.years.values()}
    parts = [f"“{row.cells[amounts.name].text}”小计 {amounts.amount(row, amounts.subtotal)} 万元"]
    by_year = [
        f"{year}年 {amounts.amount(row, column)}"
        for year, column in amounts.years.items()
        if amounts.amount(row, column)
    ]
    if by_year:
        parts.append(f"其中{together(by_year)}")
    for i, name in enumerate(header):
        if i not in shown and row.cells[i].text and not row.cells[i].text.isdigit():
            parts.append(f"{name}：{row.cells[i].text}")
    return "；".join(parts) + "。"


def _cite(amounts: AmountTable, row: Row, desk: Desk) -> Citation:
    return desk.quoting.lines(amounts.document.id, row.lines)


def _items(query: Query, amounts: AmountTable, rows: list[Row], desk: Desk) -> Answer:
    reply = Reply("look-up: amounts")
    for row in rows:
        citation = _cite(amounts, row, desk)
        for year in query.years:
            column = amounts.years.get(year)
            given = column is not None and amounts.amount(row, column)
            name = row.cells[amounts.name].text
            if given:
                reply.say(f"{amounts.scheme.short}“{name}”{year}年安排 {given} 万元。", citation)
            else:
                reply.say(f"{amounts.scheme.short}“{name}”{year}年没有安排经费（该格为空）。", citation)
        claimed = [a for a in _AMOUNT.findall(query.squeezed) if not _has(amounts, row, float(a), query)]
        for amount in claimed:
            reply.first(f"不是 {amount} 万元。")
        reply.say(f"{amounts.scheme.short}{amounts.table.address}：{row_text(amounts, row)}", citation)
    return reply.done(schemes=[amounts.scheme.id])


def _has(amounts: AmountTable, row: Row, claimed: float, query: Query) -> bool:
    columns = [amounts.years[y] for y in query.years if y in amounts.years] or [
        amounts.subtotal,
        *amounts.years.values(),
    ]
    return any(abs(amounts.value(row, column) - claimed) < 0.05 for column in columns)


def _totals(query: Query, amounts: AmountTable, desk: Desk) -> Answer | None:
    total = amounts.total
    if total is None:
        return None
    reply = Reply("look-up: amounts")
    citation = _cite(amounts, total, desk)
    short = amounts.scheme.short
    whole = amounts.amount(total, amounts.subtotal)
    for year in query.years:
        column = amounts.years.get(year)
        if column is None:
            reply.say(
                f"{short}的经费预算没有 {year}年，只有{together(f'{y}年' for y in amounts.years)}。", citation
            )
        else:
            reply.say(f"{short}的经费预算，{year}年合计 {amounts.amount(total, column)} 万元。", citation)
    claimed = _AMOUNT.findall(query.squeezed)
    if query.has(Intent.CONFIRM) and any(
        abs(amounts.value(total, amounts.subtotal) - float(a)) < 0.05 for a in claimed
    ):
        reply.first("是的。")
    for amount in claimed:
        if not any(
            abs(amounts.value(total, c) - float(amount)) < 0.05
            for c in (amounts.subtotal, *amounts.years.values())
        ):
            reply.first(f"不是 {amount} 万元，预算合计是 {_plain(whole)} 万元。")
    _extremes(query, amounts, total, reply, citation, desk)
    by_year = together(f"{year}年 {amounts.amount(total, column)}" for year, column in amounts.years.items())
    reply.say(
        f"{short}经费预算合计 {_plain(whole)} 万元：{by_year}（单位：万元）。",
        citation,
        *_in_words(amounts, whole, desk),
    )
    if _ITEMS.search(query.squeezed) or "平台" in query.squeezed or "怎么" in query.squeezed:
        for row in amounts.items:
            name, part = row.cells[amounts.name].text, amounts.amount(row, amounts.subtotal)
            reply.say(f"{name}：{part} 万元", item=True)
            if "平台" in name or _ITEMS.search(query.squeezed):
                reply.cite(_cite(amounts, row, desk))
    return reply.done(schemes=[amounts.scheme.id])


def _extremes(
    query: Query, amounts: AmountTable, total: Row, reply: Reply, citation: Citation, desk: Desk
) -> None:
    for pattern, choose, word in ((_LEAST, min, "最少"), (_MOST, max, "最多")):
        if not pattern.search(query.squeezed):
            continue
        if "年" in query.squeezed:
            year = choose(amounts.years, key=lambda y: amounts.value(total, amounts.years[y]))
            reply.say(f"{word}的是{year}年，{amounts.amount(total, amounts.years[year])} 万元。", citation)
        else:
            row = choose(amounts.items, key=lambda r: amounts.value(r, amounts.subtotal))
            reply.say(
                f"{word}的一项是“{row.cells[amounts.name].text}”，{amounts.amount(row, amounts.subtotal)} 万元。",
                desk.quoting.lines(amounts.document.id, row.lines),
            )


def _plain(amount: str) -> str:
    return amount.removesuffix(".0")


def _in_words(amounts: AmountTable, whole: str, desk: Desk) -> list[Citation]:
    """The sentence of the text that names the same total."""
    text = amounts.document.source.text
    match = re.search(rf"[^。\n]*(?<!\d){re.escape(_plain(whole))}\s*万元[^。\n]*。?", text)
    if not match:
        return []
    line = amounts.document.source.line_of(match.start())
    return [desk.quoting.lines(amounts.document.id, [line])]
