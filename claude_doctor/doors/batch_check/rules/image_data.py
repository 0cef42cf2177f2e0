"""An image given as base64: decodable, of the type it says, within the sizes of the API. One finding an
image: the first cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import each
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import (
    Base64ImageSource,
    Base64PdfSource,
    Document,
    Image,
    UrlImageSource,
    UrlPdfSource,
)
from claude_doctor.doors.batch_check.values.base64_data import Base64, stray
from claude_doctor.doors.batch_check.values.images import picture, tokens

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.models import Model
    from claude_doctor.doors.batch_check.engine.request import Request
    from claude_doctor.doors.batch_check.engine.shapes import Shape
    from claude_doctor.doors.batch_check.values.images import Picture

BYTES = 10_485_760  # of base64 text, as the API counts them in its message
PIXELS = 8000
# Longest side and visual tokens that are not scaled down: Claude 4.7 and later, and everything before.
SHARP = (2576, 4784)
STANDARD = (1568, 1568)
OLDER = ("4-6", "4-5", "4-1")


@rule(
    "image-data-uri",
    "image-undecodable",
    "image-media-mismatch",
    "image-too-large-bytes",
    "image-too-large-px",
    "image-oversize-error-flag",
    at=each(Image),
)
def image(block: Image, place: str, request: Request) -> None:
    """Look at the header; nothing is decoded but that."""
    source = block.source
    if not isinstance(source, Base64ImageSource):
        _url(source, place, request)
        return
    place = f"{place}.source.data"
    if _stray(source.data, place, request):
        return
    found = picture(Base64(source.data))
    if found.broken:
        _undecodable(found, place, request)
    elif found.media != source.media_type:
        request.found(
            "image-media-mismatch",
            place,
            f"the image is {found.media}, media_type says {source.media_type}",
            f'Write "media_type": "{found.media}".',
        )
    elif len(source.data) > BYTES:
        request.found(
            "image-too-large-bytes",
            place,
            f"the image has {len(source.data):,} bytes of base64; {BYTES:,} are allowed",
            "Scale it down.",
        )
    elif found.longest > PIXELS:
        request.found(
            "image-too-large-px",
            place,
            f"the image is {found.width} x {found.height} pixels; {PIXELS} a side are allowed",
            "Scale it down.",
        )
    elif block.transformations and block.transformations.oversized_image == "error":
        _oversized(found, place, request)


@rule("image-data-uri", at=each(Document))
def document(block: Document, place: str, request: Request) -> None:
    """Base64 of a PDF is written the same way."""
    if isinstance(block.source, Base64PdfSource):
        _stray(block.source.data, f"{place}.source.data", request)
    else:
        _url(block.source, place, request)


def _url(source: Shape, place: str, request: Request) -> None:
    if isinstance(source, UrlImageSource | UrlPdfSource) and source.url.startswith("data:"):
        words = "the url is a data: URI, which nobody can fetch"
        request.found(
            "image-data-uri",
            f"{place}.source.url",
            words,
            'Write {"type": "base64", "media_type", "data"} with what follows the comma.',
            "warning",
        )


def _stray(data: str, place: str, request: Request) -> bool:
    found = stray(data)
    if found:
        fix = (
            "Cut everything up to and including the comma."
            if data.startswith("data:")
            else "Encode it in one line with the standard alphabet."
        )
        request.found("image-data-uri", place, f"data holds {found}, not base64 alone", fix)
    return bool(found)


def _undecodable(found: Picture, place: str, request: Request) -> None:
    what = (
        f"the {found.media} header is cut off or has no size"
        if found.media
        else "the data is not PNG, JPEG, GIF or WebP"
    )
    hint = f"; it looks like {found.looks_like}" if found.looks_like and not found.media else ""
    request.found(
        "image-undecodable",
        place,
        what + hint,
        "Convert the image to PNG or JPEG, and check that the whole file was encoded.",
    )


def _oversized(found: Picture, place: str, request: Request) -> None:
    limit = _limit(request.model)
    if limit is None or not found.width or not found.height:
        return
    cost = tokens(found.width, found.height)
    if found.longest > limit[0] or cost > limit[1]:
        request.found(
            "image-oversize-error-flag",
            place,
            (
                f"{found.width} x {found.height} pixels ({cost} visual tokens) are more than {limit[0]} a "
                f"side and {limit[1]} tokens"
            ),
            "Scale it down, or leave oversized_image at downsize.",
        )


def _limit(model: Model | None) -> tuple[int, int] | None:
    if model is None or model.state == "retired":
        return None
    return STANDARD if model.family.endswith(OLDER) else SHARP
