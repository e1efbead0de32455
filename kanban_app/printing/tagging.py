"""The tagged outline of a PDF: a section and a heading for every station and item, and the cards below them.

What stands on a sheet is marked (`/P <</MCID n>> BDC … EMC`), n counted on each page; a page's cards of one item are
one paragraph of the tree (ISO 32000-1, 14.7 and 14.8).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArrayCompact, PDFDictionary, PDFName, PDFObject, PDFPage, PDFString

ARTIFACT = "/Artifact BMC"
"""Before what is no content: cut marks, and the back that says again what the front says."""
END = "EMC"


@dataclass(slots=True)
class _Item:
    title: str
    # (name of the page's object, numbers of the marks on it)
    paragraphs: list[tuple[str, list[int]]] = field(default_factory=list)


@dataclass(slots=True)
class _Station:
    title: str
    items: list[_Item] = field(default_factory=list)


class Tags:
    """Collects what stands where, and puts the tree into the file at its end."""

    def __init__(self) -> None:
        self._stations: list[_Station] = []
        # By page: its object's name, and for each mark on it (station, item, paragraph) by their places.
        self._pages: list[tuple[str, list[tuple[int, int, int]]]] = []

    def station(self, title: str) -> None:
        """From now on, cards are of this station."""
        self._stations.append(_Station(title))

    def item(self, title: str) -> None:
        """From now on, cards are of this item at the station."""
        self._stations[-1].items.append(_Item(title))

    def page(self, name: str) -> None:
        """A sheet begins; `name` is that of its object in the file."""
        self._pages.append((name, []))

    def card(self) -> str:
        """The operators before a card; it ends with END."""
        name, marks = self._pages[-1]
        item = self._stations[-1].items[-1]
        if not item.paragraphs or item.paragraphs[-1][0] != name:
            item.paragraphs.append((name, []))
        number = len(marks)
        item.paragraphs[-1][1].append(number)
        marks.append((len(self._stations) - 1, len(self._stations[-1].items) - 1, len(item.paragraphs) - 1))
        return f"/P <</MCID {number}>> BDC"

    def finish(self, document: Any) -> None:
        """Put the tree into the document's catalog, and its numbers on the pages."""
        root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        whole = _Element("Document", document.Reference(root))
        references: dict[tuple[int, int, int], Any] = {}
        root.dict["K"] = own = document.Reference(whole)
        for at, station in enumerate(self._stations):
            section = _Element("Sect", own)
            whole.below.append(document.Reference(section))
            section.below.append(document.Reference(_Element("H1", whole.below[-1], station.title)))
            for place, item in enumerate(station.items):
                section.below.append(_item(document, item, whole.below[-1], (at, place), references))
        self._number_pages(document, root, references)
        document.Catalog.StructTreeRoot = root
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})

    def _number_pages(self, document: Any, root: Any, references: dict[tuple[int, int, int], Any]) -> None:
        numbers: list[Any] = []
        # The library writes only the entries that it lists for a page.
        listed = [*PDFPage.__NoDefault__, "StructParents"]
        for at, (name, marks) in enumerate(self._pages):
            page = document.idToObject[name]
            page.__NoDefault__ = listed
            page.StructParents = at
            numbers += [at, PDFArrayCompact([references[mark] for mark in marks])]
        root.dict["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArrayCompact(numbers)}))


class _Element(PDFObject):  # type: ignore[misc] # the library is not typed
    """An element of the tree, written at once: a long job has thousands. A heading's title is all it says."""

    __RefOnly__ = 1

    def __init__(self, kind: str, parent: Any, title: str = "") -> None:
        self._kind, self._parent, self._title = kind, parent, title
        self.below: list[Any] = []

    def format(self, document: Any) -> bytes:
        """The object's bytes."""
        below = b" ".join(reference.format(document) for reference in self.below)
        title = PDFString(self._title).format(document) if self._title else b""
        parts = (
            b"<</S/", self._kind.encode("ascii"), b"/P ", self._parent.format(document),
            b"/K[" + below + b"]" if below else b"", b"/T " + title + b"/ActualText " + title if title else b"", b">>",
        )  # fmt: skip
        return b"".join(parts)


class _Paragraph(PDFObject):  # type: ignore[misc] # the library is not typed
    """The cards of one item on one page."""

    __RefOnly__ = 1

    def __init__(self, parent: Any, page: str, numbers: list[int]) -> None:
        self._parent, self._page, self._numbers = parent, page, numbers

    def format(self, document: Any) -> bytes:
        """The object's bytes."""
        known = document.idToObjectNumberAndVersion
        marks = " ".join(map(str, self._numbers)).encode("ascii")
        return b"<</S/P/P %d 0 R/Pg %d 0 R/K[%s]>>" % (known[self._parent.name][0], known[self._page][0], marks)


def _item(
    document: Any, item: _Item, parent: Any, at: tuple[int, int], references: dict[tuple[int, int, int], Any]
) -> Any:
    """The section of an item; `references` learns where each of its paragraphs is."""
    section = _Element("Sect", parent)
    own = document.Reference(section)
    section.below.append(document.Reference(_Element("H2", own, item.title)))
    for place, (page, numbers) in enumerate(item.paragraphs):
        references[*at, place] = document.Reference(_Paragraph(own, page, numbers))
        section.below.append(references[*at, place])
    return own
