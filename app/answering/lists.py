"""Lists set as tables (表1 标准): the groups under a column, the entries under a group, all of them, counted."""

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

_NUMBER = re.compile(r"^\d+[.、]\s*")


@dataclass(frozen=True)
class Listing:
    """A table of lists: column 0 names the kind, column 1 the group, column 2 the entry, column 3 a remark."""

    scheme: Scheme
    document: Document
    table: Table

    def kinds(self) -> dict[str, dict[str, list[Row]]]:
        """Kind → group → rows, in print order; groups without their number."""
        found: dict[str, dict[str, list[Row]]] = {}
        for row in self.table.rows:
            kind, group = row.cells[0].text, _NUMBER.sub("", row.cells[1].text)
            found.setdefault(kind, {}).setdefault(group, []).append(row)
        return found


def listings(desk: Desk) -> tuple[Listing, ...]:
    """Every table of lists in the corpus: four columns, the first two repeating."""
    found: list[Listing] = []
    for scheme in desk.all_schemes:
        document = desk.quoting.document(scheme)
        found.extend(
            Listing(scheme, document, table)
            for table in document.tables
            if len(table.header) == 4 and table.header[:3] == ("类别", "系列标准", "标准")
        )
    return tuple(found)


def answer(query: Query, desk: Desk) -> Answer | None:
    """The groups or entries a question asks for, else None."""
    if (
        query.codes
        or query.named("element", "point", "project")
        or not query.has(Intent.LIST, Intent.COUNT, Intent.NAME, Intent.DEFINE)
    ):
        return None
    for listing in listings(desk):
        if query.schemes and listing.scheme.id not in query.schemes:
            continue
        found = _group(query, listing, desk) or _kind(query, listing, desk)
        if found:
            return found
    return None


def _group(query: Query, listing: Listing, desk: Desk) -> Answer | None:
    """One group by its name (专业标准, 岗位聘任): its entries."""
    table_named = squeeze(listing.table.address) in query.squeezed
    for kind, groups in listing.kinds().items():
        for group, rows in groups.items():
            name = squeeze(group)
            if name not in query.squeezed or (len(query.rest.replace(name, "")) > 6 and not table_named):
                continue
            if len(groups) > 1 and squeeze(kind) in query.squeezed and len(squeeze(kind)) > len(name):
                continue
            entries = [row.cells[2].text for row in rows if squeeze(row.cells[2].text) != name]
            reply = Reply("look-up: table of lists")
            where = f"{listing.scheme.short}{listing.table.address}"
            if entries:
                reply.say(
                    f"{where}，{kind}中的“{group}”有 {len(entries)} 个标准：{together(entries)}。",
                    _cite(listing, rows, desk),
                )
            else:
                reply.say(
                    f"{where}，{kind}中的“{group}”{rows[0].cells[3].text}。", _cite(listing, rows, desk)
                )
            reply.note("表1 在原文中排版错位，已按内容归位。" if listing.table.repairs else "")
            return reply.done(schemes=[listing.scheme.id])
    return None


def _kind(query: Query, listing: Listing, desk: Desk) -> Answer | None:
    """A whole column by its name (学生发展标准): its groups with their entries."""
    chosen = [
        kind for kind in listing.kinds() if squeeze(kind) in query.squeezed or _short(kind, query.squeezed)
    ]
    table_named = squeeze(listing.table.address) in query.squeezed
    if not chosen and not table_named:
        return None
    if chosen and len(query.rest) > 14:
        return None
    reply = Reply("look-up: table of lists")
    for kind in chosen or listing.kinds():
        groups = listing.kinds()[kind]
        rows = [row for group in groups.values() for row in group]
        entries = sum(
            len([r for r in g if squeeze(r.cells[2].text) != squeeze(name)]) for name, g in groups.items()
        )
        counted = f"，共 {entries} 个标准" if entries else ""
        reply.say(
            f"{listing.scheme.short}{listing.table.address}“{kind}”分 {len(groups)} 类{counted}：{together(groups)}。",
            _cite(listing, rows, desk),
        )
        if entries and len(chosen) == 1:
            for name, group in groups.items():
                reply.say(f"{name}：{together(row.cells[2].text for row in group)}", item=True)
    reply.note("表1 在原文中排版错位，已按内容归位。" if listing.table.repairs else "")
    return reply.done(schemes=[listing.scheme.id])


def _short(kind: str, squeezed: str) -> bool:
    """学生标准 for 学生发展标准."""
    return squeeze(kind).replace("发展", "") in squeezed


def _cite(listing: Listing, rows: list[Row], desk: Desk) -> Citation:
    title = listing.document.source.line_of(listing.table.span.start)
    lines = {title, *(line for row in rows for line in row.lines)}
    citation = desk.quoting.lines(listing.document.id, range(min(lines), max(lines) + 1))
    return citation
