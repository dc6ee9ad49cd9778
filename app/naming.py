"""What a user named → the value, for every door; an unknown name is answered with the known ones."""

from __future__ import annotations

from dataclasses import replace

from app.domain.corpus import Corpus
from app.domain.documents import Clause, Document
from app.domain.errors import UnknownNameError
from app.domain.numbering import Code, parse_code, project_code
from app.domain.schemes import Element, Point, Project, Scheme

Part = Project | Element | Point


def schemes_of(corpus: Corpus) -> tuple[Scheme, ...]:
    """The schemes in the order of their documents, so that every door lists them alike."""
    places = {id_: place for place, id_ in enumerate(corpus.documents)}
    return tuple(sorted(corpus.schemes.values(), key=lambda one: places.get(one.document, len(places))))


def scheme_named(corpus: Corpus, id_: str) -> Scheme:
    """The scheme called `id_`; UnknownNameError names the known ones."""
    if id_ not in corpus.schemes:
        known = "、".join(f"{one.id}（{one.short}）" for one in schemes_of(corpus))
        raise UnknownNameError(f"没有方案“{id_[:40]}”；现有方案：{known}。")
    return corpus.schemes[id_]


def short_name(corpus: Corpus, id_: str) -> str:
    """What the scheme called `id_` is called in lists; `id_` where there is none any more."""
    scheme = corpus.schemes.get(id_)
    return scheme.short if scheme else id_


def departments_of(corpus: Corpus) -> tuple[str, ...]:
    """Every department that leads or takes part in a point, those of the first scheme first."""
    names: dict[str, None] = {}
    for scheme in schemes_of(corpus):
        for point in scheme.points():
            names |= dict.fromkeys(name for name in (point.lead, *point.participants) if name)
    return tuple(names)


def owners_of(element: Element) -> frozenset[str]:
    """The departments that lead or take part in a point of `element`."""
    return frozenset(name for point in element.points for name in (point.lead, *point.participants) if name)


def document_named(corpus: Corpus, id_: str) -> Document:
    """The document called `id_`; UnknownNameError names the known ones."""
    if id_ not in corpus.documents:
        known = "、".join(f"{one.id}（《{one.source.title}》）" for one in corpus.documents.values())
        raise UnknownNameError(f"没有文件“{id_[:40]}”；现有文件：{known}。")
    return corpus.documents[id_]


def part_named(scheme: Scheme, code: str) -> Part:
    """The project, element or point that `code` means, in any notation; an error names the known codes."""
    place, colon, number = code.rpartition(":")
    parsed = _parsed(number if colon and place == scheme.id else code)
    found: Part | None = None
    if parsed:
        found = scheme.project(parsed.key) or scheme.element(parsed.key)
        if parsed.order is not None:
            found = scheme.point(f"{scheme.id}:{parsed.key}.{parsed.order}")
    if found is None:
        known = "、".join(element.code for element in scheme.elements())
        raise UnknownNameError(
            f"{scheme.short}里没有“{code[:40]}”；要素编号有：{known}；"
            f"诊断点在要素编号后加序号，如 {_example(scheme)}。"
        )
    return found


def element_named(scheme: Scheme, code: str) -> Element:
    """The element that `code` means, in any notation; UnknownNameError where it means none."""
    found = part_named(scheme, code)
    if not isinstance(found, Element):
        raise UnknownNameError(f"“{code[:20]}”不是诊断要素；诊断要素写作 1.1 这样的编号。")
    return found


def _parsed(code: str) -> Code | None:
    try:
        return parse_code(code)
    except ValueError:
        project = project_code(code)
        return Code(project, None, 0, len(code)) if project else None


def _example(scheme: Scheme) -> str:
    return next((point.id.split(":", 1)[1] for point in scheme.points()), "1.1.1")


def clause_named(document: Document, address: str) -> Clause:
    """The clause at a printable address; UnknownNameError where there is none."""
    try:
        return document.clause(address)
    except KeyError:
        raise UnknownNameError(
            f"《{document.source.title}》里没有“{address[:40]}”这一处；"
            f"可用的位置见目录（zhengai outline {document.id}，或网页“文件”）。"
        ) from None


def narrowed(scheme: Scheme, part: Part) -> Scheme:
    """The scheme with nothing but `part` in its tree."""

    def within(project: Project, element: Element) -> Element | None:
        if part in (project, element):
            return element
        if isinstance(part, Point) and part in element.points:
            return replace(element, points=(part,))
        return None

    projects = []
    for project in scheme.projects:
        elements = tuple(kept for element in project.elements if (kept := within(project, element)))
        if elements:
            projects.append(replace(project, elements=elements))
    return replace(scheme, projects=tuple(projects))
