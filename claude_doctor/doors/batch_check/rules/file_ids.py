"""file_id of images, documents and uploads: what the Files API gave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import each
from claude_doctor.doors.batch_check.engine.fault import quoted
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import (
    ContainerUpload,
    Document,
    FileDocumentSource,
    FileImageSource,
    Image,
)

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request


@rule("file-id-format", at=each(Image) | each(Document) | each(ContainerUpload))
def file_id(block: Image | Document | ContainerUpload, place: str, request: Request) -> None:
    """Whether the file exists cannot be seen here."""
    holder = block if isinstance(block, ContainerUpload) else block.source
    if not isinstance(
        holder, ContainerUpload | FileImageSource | FileDocumentSource
    ) or holder.file_id.startswith("file_"):
        return
    where = f"{place}.file_id" if holder is block else f"{place}.source.file_id"
    request.found(
        "file-id-format",
        where,
        f"{quoted(holder.file_id)} does not begin with file_",
        "Use the id the Files API answered with.",
    )
