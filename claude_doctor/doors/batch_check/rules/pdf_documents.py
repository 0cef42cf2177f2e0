"""PDFs sent as base64: without a password, and not more pages than a request may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import once
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Base64PdfSource, Document, Params
from claude_doctor.doors.batch_check.values.base64_data import Base64, stray
from claude_doctor.doors.batch_check.values.pdf import pdf

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.models import Model
    from claude_doctor.doors.batch_check.engine.request import Request

MOST = 600
MOST_SMALL = 100
LARGE_WINDOW = 1_000_000


@rule("pdf-pages", "pdf-encrypted", at=once(Document), reads=(Params.messages, Params.system))
def documents(request: Request) -> None:
    """Pages are counted over the whole request, and said where the limit is passed."""
    most = _most(request.model)
    total = 0
    for place, block in request.blocks():
        if (
            not isinstance(block, Document)
            or not isinstance(block.source, Base64PdfSource)
            or stray(block.source.data)
        ):
            continue
        found = pdf(Base64(block.source.data))
        place = f"{place}.source.data"  # noqa: PLW2901  # the place of the data from here on
        if found and found.encrypted:
            request.found(
                "pdf-encrypted",
                place,
                "the PDF is encrypted",
                "Save it without a password and encryption, then encode it again.",
            )
        pages = found.pages if found and found.pages else 0
        if total <= most < total + pages:
            words = (
                f"the PDF has {pages} pages"
                if not total
                else f"the PDFs up to here have {total + pages} pages"
            )
            request.found(
                "pdf-pages",
                place,
                f"{words}; a request may have {most}",
                "Split it into parts, one for each request.",
            )
        total += pages


def _most(model: Model | None) -> int:
    return MOST_SMALL if model and model.context_window and model.context_window < LARGE_WINDOW else MOST
