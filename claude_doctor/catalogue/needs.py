"""What else must hold before a phrase, a class or a type counts for a page: the further keys of a
`[[match]]`.
"""

from __future__ import annotations

from claude_doctor.base.record import record
from claude_doctor.base.text import squeeze
from claude_doctor.facts import models

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Signal

_MORE = 12  # a further condition that held makes a match more specific, as so many more letters would


@record
class Needs:
    """The conditions, None where one does not matter; `unless` is squeezed words that must not be in the
    text.
    """

    exception: str | None
    type: str | None
    status: int | None
    platform: str | None
    model: str | None
    streaming: bool | None
    unless: bytes | None

    @property
    def weight(self) -> int:
        """How much more specific a match is for what had to hold."""
        return _MORE * sum(
            need is not None
            for need in (self.exception, self.type, self.status, self.platform, self.model, self.streaming)
        )

    def hold(self, signal: Signal, today: str) -> bool:
        """Whether a signal has all of it on a day."""
        return (
            not (self.unless and any(self.unless in squeeze(text) for text in signal.texts))
            and (
                not self.exception
                or any(name.rsplit(".", 1)[-1] == self.exception for name in signal.exceptions)
            )
            and (not self.type or self.type in signal.types)
            and (not self.status or self.status in signal.statuses)
            and (not self.platform or self.platform in (signal.platform, signal.speaker))
            and (not self.streaming or signal.streaming)
            and (not self.model or model_state(signal.model or "", today) == self.model)
        )


NONE = Needs(None, None, None, None, None, None, None)


def read(
    stored: tuple[()]
    | tuple[str | None, str | None, int | None, str | None, str | None, bool | None, bytes | None],
) -> Needs:
    """Return conditions as the generated module holds them: () where there are none."""
    return Needs(*stored) if stored else NONE


def model_state(model: str, today: str = "") -> str | None:
    """Return retired, deprecated or active for a model id in any platform's spelling; None when it is
    unknown.
    """
    known = models.state(model, today or models.as_of()) if model else None
    return known.state if known else None
