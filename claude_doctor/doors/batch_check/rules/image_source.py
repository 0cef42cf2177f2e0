"""Where an image comes from: base64 with a media type, a url, or a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.fault import Claim, quoted

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.fault import ShapeFault

_JPEG = ("image/jpg", "image/pjpeg", "jpg", "jpeg")


def _media(fault: ShapeFault) -> tuple[str, str]:
    if not isinstance(fault.value, str):
        return "", ""
    fix = (
        "Write image/jpeg."
        if fault.value.lower() in _JPEG
        else "Convert the image to PNG, JPEG, GIF or WebP and write that type."
    )
    return f"media_type {quoted(fault.value)} is none of image/jpeg, image/png, image/gif, image/webp", fix


CLAIMS = (
    Claim(
        "image-source-type",
        (
            "Image.source",
            "Base64ImageSource.media_type:missing",
            "Base64ImageSource.data",
            "UrlImageSource.url",
            "FileImageSource.file_id",
        ),
        (
            'Write {"type": "base64", "media_type", "data"}, {"type": "url", "url"} or {"type": "file", '
            '"file_id"}.'
        ),
        severity="error",
    ),
    Claim(
        "image-media-type",
        ("Base64ImageSource.media_type",),
        "Write image/jpeg, image/png, image/gif or image/webp.",
        severity="error",
        says=_media,
    ),
)
