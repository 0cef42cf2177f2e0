"""What decides how lines are read and how their sums are shown."""

from __future__ import annotations

from claude_doctor.base.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from claude_doctor.doors.tail.counting.alerts import Alert

# Cells may be kept apart by the file, the stream, or a field of the record: `field:tenant`.
FIELD = "field:"


@record
class Options:
    """What decides how lines are read. Times are microseconds since the epoch; `keep` is how many of the last
    errors are kept.

    `today` (ISO) is the day on which models are active or retired.
    """

    since: int | None = None
    until: int | None = None
    where: tzinfo | None = None
    bucket: int = 60 * 10**6
    most_buckets: int = 1440
    apart: str = ""  # what cells are kept apart by beside the usual: file, stream, field:NAME
    keep: int = 10
    select: frozenset[str] = frozenset()
    alerts: tuple[Alert, ...] = ()
    today: str = ""

    def is_divisible(self) -> bool:
        """Whether parts of a log may be read apart: alerts look at the whole, --since and --until skip."""
        return self.since is None and self.until is None and not self.alerts

    def asked(self) -> dict[str, object]:
        """Return what must be the same where sums are added up, as plain values."""
        return {
            "--since": self.since,
            "--until": self.until,
            "--tz": None if self.where is None else str(self.where),
            "--bucket": self.bucket,
            "--by": self.apart,
            "--select": sorted(self.select),
        }


@record
class View:
    """How the sums are to be shown: grouping, step of the series (microseconds, 0: as counted), how many of
    each, the zone's name.
    """

    by: str = "cause"
    bucket: int = 0
    top: int = 10
    zone: str = "local"
    utc: bool = False  # a zone was given: naive times are instants
    only: str = ""  # the options that leave out a part of the log
    malformed: bool = True  # show the lines that could not be read


@record
class Totals:
    """What is known of a whole log when its counts are shown. `series` holds failed attempts by cause and
    `successes` requests that went well, both by steps of `bucket` microseconds since the epoch.
    """

    attempts: int
    failed: int
    recovered: int
    succeeded: int
    bucket: int
    series: Mapping[int, Mapping[str | None, int]]
    successes: Mapping[int, int]
