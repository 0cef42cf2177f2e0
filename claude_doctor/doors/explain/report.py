"""What `explain` reports: immutable data, no behaviour."""

from __future__ import annotations

from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Diagnosis, Heading, Signal
    from claude_doctor.doors.explain.installed_sdk import SdkText


@record
class Explained:
    """One error of an input with what is known about it, the best diagnosis first."""

    signal: Signal
    diagnoses: tuple[Diagnosis, ...]


@record
class Explanation:
    """The report of `explain`: the error, other errors of the same input, and how it was asked.

    `sdk_text` is what an installed SDK says of an error code that no page describes.
    """

    main: Explained
    also: tuple[Explained, ...] = ()
    text: str = ""
    lookup: bool = False
    nearest: tuple[str, ...] = ()
    code: str = "python"
    next_delay_s: float | None = None
    notes: tuple[str, ...] = ()
    platform: str | None = None
    sdk_text: SdkText | None = None

    def faults(self) -> tuple[tuple[str, str], ...]:
        """Return (member, what happened) for each reader of ours that broke, once."""
        return tuple(
            {name: how for item in (self.main, *self.also) for name, how in item.signal.broken}.items()
        )


@record
class Listing:
    """The report of `explain --list` and `--search`."""

    entries: tuple[Heading, ...]
    word: str = ""
    rules: tuple[tuple[str, str], ...] = ()  # id and title of each rule of `batch-check`
