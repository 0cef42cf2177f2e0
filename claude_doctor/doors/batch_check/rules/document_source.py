"""Documents: a PDF, plain text, blocks, a url or a file; with a title that is not empty and not long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import each
from claude_doctor.doors.batch_check.engine.fault import Claim, quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Base64PdfSource, Document, UrlPdfSource
from claude_doctor.doors.batch_check.values.base64_data import Base64, stray

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.fault import ShapeFault
    from claude_doctor.doors.batch_check.engine.request import Request

TITLE = 500
_OTHER = (
    *(
        ".txt",
        ".md",
        ".markdown",
        ".rst",
        ".csv",
        ".tsv",
        ".json",
        ".jsonl",
        ".xml",
        ".yaml",
        ".yml",
        ".html",
        ".htm",
    ),
    *(
        ".doc",
        ".docx",
        ".odt",
        ".rtf",
        ".xls",
        ".xlsx",
        ".ods",
        ".ppt",
        ".pptx",
        ".odp",
        ".epub",
        ".pages",
        ".zip",
    ),
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".tif", ".tiff", ".bmp"),
)
_FIX = (
    "Use base64 with application/pdf, text with text/plain, content, url or file; turn anything else "
    "into text or PDF."
)


def _media(fault: ShapeFault) -> tuple[str, str]:
    if not isinstance(fault.value, str):
        return "", _FIX
    fix = (
        _FIX
        if fault.value != "text/plain"
        else 'Write plain text as {"type": "text", "media_type": "text/plain", "data": "..."}, not as base64.'
    )
    return f"media_type {quoted(fault.value)} is not {fault.wanted}", fix


CLAIMS = (
    Claim(
        "document-source",
        (
            *(
                "Document.source",
                "Base64PdfSource.data",
                "PlainTextSource.data",
                "ContentBlockSource.content",
            ),
            *(
                "UrlPdfSource.url",
                "FileDocumentSource.file_id",
                "Base64PdfSource.media_type:missing",
                "PlainTextSource.media_type:missing",
            ),
        ),
        _FIX,
        severity="error",
    ),
    Claim(
        "document-source",
        ("Base64PdfSource.media_type", "PlainTextSource.media_type"),
        severity="error",
        says=_media,
    ),
)


@rule("document-source", "document-url-not-pdf", "document-title-length", at=each(Document))
def document(block: Document, place: str, request: Request) -> None:
    """Look at the ends of urls, the first bytes of PDFs, and the length of titles."""
    source = block.source
    if isinstance(source, UrlPdfSource):
        _url(source.url, f"{place}.source.url", request)
    elif (
        isinstance(source, Base64PdfSource)
        and not stray(source.data)
        and b"%PDF-" not in Base64(source.data).read(0, 1024)
    ):
        request.found(
            "document-source", f"{place}.source.data", "the data is no PDF: it has no %PDF- header", _FIX
        )
    if isinstance(block.title, str) and not 0 < len(block.title) <= TITLE:
        words = "is empty" if not block.title else f"has {len(block.title)} characters; {TITLE} are allowed"
        request.found(
            "document-title-length", f"{place}.title", f"title {words}", "Shorten it, or leave it out."
        )
    if block.context == "":
        request.found("document-title-length", f"{place}.context", "context is empty", "Leave it out.")


def _url(url: str, place: str, request: Request) -> None:
    path = url.partition("#")[0].partition("?")[0].rstrip("/").lower()
    ending = next((ending for ending in _OTHER if path.endswith(ending)), "")
    if ending and path.count("/") > 2:
        request.found(
            "document-url-not-pdf",
            place,
            f"the url ends in {ending}; only PDFs are fetched",
            "Fetch it yourself and send its text as a text source.",
        )
