"""Documents as a fetcher hands them over, without one: pages with what they declare, PDFs written by hand."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from ingest.corpus.models import Source
from ingest.extract import Extraction, extract
from ingest.sources.base import FetchedDocument, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.corpus.models import Article
    from ingest.sources.base import Hints

TODAY = dt.date(2024, 5, 1)
ADDRESS = "https://post.example/2021/harbour"
SENTENCES = "".join(
    f"<p>The harbour of Tellin was opened again on day {n}, the port master said, and {n} boats sailed before noon.</p>"
    for n in range(1, 9)
)


def a_page(head: str = "", *, body: str = SENTENCES, top: str = "", language: str = "en") -> str:
    """Return a news page with this in its head, and this above its story."""
    return (
        f'<!doctype html><html lang="{language}"><head>{head}</head><body><nav><a href="/">Home</a></nav>'
        f"<article>{top}{body}</article><footer>All rights reserved</footer></body></html>"
    )


def read(content: str | bytes, kind: Kind = Kind.HTML, *, today: dt.date = TODAY, **facts: Any) -> Extraction:
    """Extract a document; `facts` are fields of `FetchedDocument`, `container` the address unless given."""
    given: dict[str, Any] = {"container": ADDRESS, "name": "harbour", "source": Source("test", ADDRESS)}
    if "container" not in facts:
        given["address"] = ADDRESS
    body = content.encode() if isinstance(content, str) else content
    return extract(FetchedDocument(kind=kind, content=body, **(given | facts)), today=today)


def read_one(content: str | bytes, kind: Kind = Kind.HTML, **facts: Any) -> Article:
    """Extract a document that holds one article."""
    extraction = read(content, kind, **facts)
    assert not extraction.failures, extraction.failures
    (article,) = extraction.articles
    return article


def hinted(content: str, hints: Hints) -> Article:
    """Extract a page that a feed told of."""
    return read_one(content, hints=hints)


def a_pdf(pages: Sequence[Sequence[str]], **facts: str) -> bytes:
    """Return a whole PDF with these lines of text on its pages; `facts` are Title, Author, CreationDate."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, lines in enumerate(pages):
        shown = " ".join(f"({_escaped(line)}) Tj T*" for line in lines)
        stream = f"BT /F1 10 Tf 12 TL 50 780 Td {shown} ET"
        box = "/MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {5 + 2 * n} 0 R >>")
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
    told = " ".join(f"/{name} ({_escaped(value)})" for name, value in facts.items())
    return _joined([*objects, f"<< {told} >>"])


def locked(content: bytes, password: str) -> bytes:
    """Return the PDF encrypted; an empty password opens it for reading."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - only these tests need it

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _joined(objects: Sequence[str]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size, start = len(objects) + 1, len(out)
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\n"
    return out + f"{end}startxref\n{start}\n%%EOF\n".encode()
