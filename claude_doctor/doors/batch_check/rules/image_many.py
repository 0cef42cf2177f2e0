"""All images of a request together: how many, and how large when there are more than twenty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_doctor.doors.batch_check.engine.anchors import once
from claude_doctor.doors.batch_check.engine.rule import rule
from claude_doctor.doors.batch_check.engine.shapes import Base64ImageSource, Image, Params
from claude_doctor.doors.batch_check.values.base64_data import Base64
from claude_doctor.doors.batch_check.values.images import picture

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.request import Request

MANY = 20
PIXELS = 2000
LARGEST = 8000  # beyond it the image is refused by itself
MOST = 600
MOST_SMALL = 100
SMALL_WINDOW = 200_000


@rule("image-count", "image-many-px", at=once(Image), reads=(Params.messages, Params.system))
def many(request: Request) -> None:
    """Images in tool results and documents count too."""
    if request.kinds[Image] <= MANY:
        return
    images = [(place, block) for place, block in request.blocks() if isinstance(block, Image)]
    model = request.model
    most = MOST_SMALL if model and model.context_window == SMALL_WINDOW else MOST
    if len(images) > most:
        request.found(
            "image-count",
            "params.messages",
            f"{len(images)} images; at most {most} are allowed",
            "Split the request.",
        )
    large = [place for place, block in images if _large(block)]
    if large:
        request.found(
            "image-many-px",
            f"{large[0]}.source.data",
            (
                f"{len(large)} of {len(images)} images are larger than {PIXELS} pixels a side, the limit "
                f"with more than {MANY}"
            ),
            f"Scale them down to {PIXELS} pixels, or send at most {MANY} images.",
        )


def _large(block: Image) -> bool:
    return (
        isinstance(block.source, Base64ImageSource)
        and PIXELS < picture(Base64(block.source.data)).longest <= LARGEST
    )
