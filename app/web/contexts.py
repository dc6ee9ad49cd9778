"""What each page shows, worked out: templates compute nothing. `href`s are complete and escaped for URLs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Segment:
    """Source characters in one style. `first`: the page's scroll target; `line`: a line begins here."""

    text: str
    marked: bool = False
    first: bool = False
    line: int | None = None


@dataclass(frozen=True)
class Link:
    text: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class ScopeChoice:
    """A chip of the ask form: 全部 (empty value) or a scheme."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class AskForm:
    conversation: str
    question: str
    scopes: tuple[ScopeChoice, ...]
    error: str = ""
    limit: int = 2000


@dataclass(frozen=True)
class ExampleGroup:
    """Questions one kind of user asks."""

    who: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Chip:
    """[1] behind a statement."""

    number: int
    label: str
    peek: str
    href: str
    pane_href: str
    page_href: str


@dataclass(frozen=True)
class StatementView:
    text: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True)
class Block:
    """Sentences that follow one another: a paragraph each, or a list."""

    is_list: bool
    numbered: bool  # the list items carry their own numbers
    statements: tuple[StatementView, ...]


@dataclass(frozen=True)
class Card:
    """A clause the answer rests on; `passages` are the quoted characters, cut into cells where tabs do so."""

    number: int
    id: str
    document: str
    address: str
    headings: tuple[str, ...]
    passages: tuple[tuple[str, ...], ...]
    lines: str
    note: str
    warning: str
    copy: str
    href: str
    pane_href: str
    page_href: str
    point: Link | None


@dataclass(frozen=True)
class WhyRow:
    """Why one clause was found; `href` leads to its card."""

    number: int
    place: str
    href: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class WhyView:
    """How an answer came about, and what led to each clause that search found."""

    how: str
    rows: tuple[WhyRow, ...]


@dataclass(frozen=True)
class TurnView:
    id: int
    conversation: str
    question: str
    scope: str
    scope_label: str
    kind: str
    kind_label: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    choices: tuple[str, ...]
    cards: tuple[Card, ...]
    more_cards: tuple[Card, ...]
    related: tuple[str, ...]
    seconds: str
    copy: str
    why: WhyView
    earlier: tuple[EarlierView, ...] = ()


@dataclass(frozen=True)
class EarlierView:
    """A sentence of an earlier or sample report: never a criterion, and never shown as one."""

    report: str
    kind: str
    place: Link
    part: str
    text: str


@dataclass(frozen=True)
class SourceLine:
    number: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class SourcePane:
    """The source beside an answer, around the quoted words."""

    document: str
    address: str
    headings: tuple[str, ...]
    lines: tuple[SourceLine, ...]
    href: str
    close_href: str
    note: str


@dataclass(frozen=True)
class AskPage:
    """The ask page and every conversation: turns, form, and the source pane where one is open."""

    title: str
    form: AskForm
    turns: tuple[TurnView, ...] = ()
    welcome: tuple[ExampleGroup, ...] = ()
    source: SourcePane | None = None
    notices: tuple[str, ...] = ()
    section: str = "ask"


@dataclass(frozen=True)
class AskedPart:
    """What htmx gets for a question: the turn, and the pieces of the page that change with it."""

    turn: TurnView
    form: AskForm
    first: bool  # the welcome goes away with the first turn
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConversationRowView:
    title: str
    href: str
    delete_href: str
    asked: str
    asked_iso: str


@dataclass(frozen=True)
class ConversationsPage:
    conversations: tuple[ConversationRowView, ...]
    title: str = "对话记录"
    section: str = "conversations"


@dataclass(frozen=True)
class DocumentRowView:
    title: str
    href: str
    issuer: str
    kind: str
    number: str
    note: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class DocumentsPage:
    documents: tuple[DocumentRowView, ...]
    title: str = "文件"
    section: str = "documents"


@dataclass(frozen=True)
class CellView:
    segments: tuple[Segment, ...]
    marked: bool
    inferred: str
    raw: str
    rowspan: int


@dataclass(frozen=True)
class RowView:
    """A table row; cells that a cell above reaches into are left out."""

    cells: tuple[CellView, ...]
    anchors: tuple[int, ...]  # lines anchored here
    lines: str


@dataclass(frozen=True)
class TableView:
    title: str
    header: tuple[str, ...]
    rows: tuple[RowView, ...]
    repairs: tuple[str, ...]
    raw: tuple[SourceLine, ...]
    raw_label: str


@dataclass(frozen=True)
class ClauseView:
    anchor: str
    address: str
    rank: int  # heading rank 2…6; 0 where the clause has no heading
    kind: str
    level: int
    label: str
    heading: tuple[Segment, ...]
    paragraphs: tuple[tuple[Segment, ...], ...]
    tables: tuple[TableView, ...]


@dataclass(frozen=True)
class OutlineEntry:
    text: str
    href: str
    level: int


@dataclass(frozen=True)
class DocumentPage:
    title: str
    record: DocumentRowView
    outline: tuple[OutlineEntry, ...]
    clauses: tuple[ClauseView, ...]
    oddities: tuple[OddityView, ...]
    marked: bool
    section: str = "documents"


@dataclass(frozen=True)
class OddityView:
    """A contradiction or gap of a source."""

    text: str
    source: Link


@dataclass(frozen=True)
class OddityGroup:
    document: str
    oddities: tuple[OddityView, ...]


@dataclass(frozen=True)
class CriterionView:
    number: int
    text: str
    href: str


@dataclass(frozen=True)
class Fact:
    """牵头部门：质控办 — `missing` where the source leaves the cell blank."""

    name: str
    value: str
    missing: bool = False


@dataclass(frozen=True)
class PointView:
    id: str
    code: str
    name: str
    href: str
    inferred: str
    criteria: tuple[CriterionView, ...]
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]
    lines: str
    source_href: str


@dataclass(frozen=True)
class ElementView:
    code: str
    name: str
    href: str
    points: tuple[PointView, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProjectView:
    code: str
    name: str
    anchor: str
    elements: tuple[ElementView, ...]


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class SchemeCard:
    title: str
    short: str
    href: str
    facts: tuple[str, ...]
    compare: tuple[Link, ...]


@dataclass(frozen=True)
class SchemesPage:
    schemes: tuple[SchemeCard, ...]
    title: str = "方案"
    section: str = "schemes"


@dataclass(frozen=True)
class SchemePage:
    title: str
    short: str
    href: str
    document_href: str
    count: str
    filtered: bool
    departments: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    dues: tuple[Choice, ...]
    projects: tuple[ProjectView, ...]
    compare: tuple[Link, ...]
    remarks: tuple[str, ...]
    section: str = "schemes"


@dataclass(frozen=True)
class Counterpart:
    """What answers to a point or element in another scheme; `points` empty where nothing does."""

    scheme: str
    relation: str
    note: str
    links: tuple[Link, ...]
    points: tuple[PointView, ...] = ()


@dataclass(frozen=True)
class PointPage:
    title: str
    scheme: Link
    project: str
    element: Link
    point: PointView
    counterparts: tuple[Counterpart, ...]
    previous: Link | None
    next: Link | None
    ask: tuple[str, ...]
    scope: str
    section: str = "schemes"


@dataclass(frozen=True)
class ElementPage:
    title: str
    scheme: Link
    project: str
    element: ElementView
    counterparts: tuple[Counterpart, ...]
    previous: Link | None
    next: Link | None
    ask: tuple[str, ...]
    scope: str
    section: str = "schemes"


@dataclass(frozen=True)
class CompareRow:
    left: tuple[Link, ...]
    right: tuple[Link, ...]
    relation: str
    note: str


@dataclass(frozen=True)
class CompareGroup:
    left: tuple[Link, ...]
    right: tuple[Link, ...]
    relation: str
    renumbered: bool
    rows: tuple[CompareRow, ...]


@dataclass(frozen=True)
class ComparePage:
    left: Link | None
    right: Link | None
    groups: tuple[CompareGroup, ...]
    tally: tuple[str, ...]
    others: tuple[Link, ...]
    title: str = "对照"
    section: str = "compare"


@dataclass(frozen=True)
class AboutPage:
    oddities: tuple[OddityGroup, ...]
    cited: tuple[CitedView, ...]
    documents: tuple[DocumentRowView, ...]
    title: str = "说明"
    section: str = "about"


@dataclass(frozen=True)
class CitedView:
    number: str
    title: str
    mentions: tuple[Link, ...] = field(default=())


@dataclass(frozen=True)
class ErrorPage:
    status: int
    message: str
    title: str = "出错了"
    section: str = ""
