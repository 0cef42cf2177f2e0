"""`resilient_stream`: the text of an answer, no character twice and none lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.app.protection import doctor_of, protect
from claude_doctor.app.resume import Resume

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


def resilient_stream(client: Any, *, resume: Resume | None = None, **params: Any) -> Iterator[str]:
    """Yield the text of `client.messages.stream(**params)`; StreamInterrupted with what there is when it
    cannot be completed.

    A client that is not protected yet is for this call; a protected one keeps its own `resume`, unless one is
    given here. Different from the popular version: it goes on only where that is exact (models that take a
    prefill), restarts only while nothing was yielded, notices a stream that ends early without an error, and
    says so where it cannot go on.
    """
    with _guarded(client, resume).messages.stream(**params) as stream:
        yield from stream.text_stream


async def aresilient_stream(
    client: Any, *, resume: Resume | None = None, **params: Any
) -> AsyncIterator[str]:
    """Yield as `resilient_stream` does, with an async client."""
    async with _guarded(client, resume).messages.stream(**params) as stream:
        async for text in stream.text_stream:
            yield text


def _guarded(client: Any, resume: Resume | None) -> Any:
    doctor = doctor_of(client)
    if doctor is None:
        return protect(client, resume=resume or Resume())
    if resume is None or resume == doctor.resume:
        return client
    rest = [item for item in client.middleware if getattr(item, "doctor", item) is not doctor]
    return protect(client.with_options(middleware=rest), doctor=doctor.with_resume(resume))
