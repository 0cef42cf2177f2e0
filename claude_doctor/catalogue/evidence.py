"""A reason for a page, and how the status, type and platform of a signal fit one."""

from __future__ import annotations

from claude_doctor.base.record import record
from claude_doctor.catalogue import store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.base.model import Signal

# Tiers of evidence, the most specific highest; the confidence each one deserves.
CODE, PHRASE, LOOSE_PHRASE, CLASS, BACKED, TYPE, HINT, STATUS, WEAK = 9, 8, 7, 6, 5, 4, 3, 2, 1

# The statuses, types, platform and category that pages share.
Kind = tuple[tuple[int, ...], tuple[str, ...], str, str]


@record
class Hit:
    """One reason for one page: its tier, its weight within the tier, and what it was seen by."""

    id: str
    tier: int
    weight: int
    by: str
    matched: str
    sure: bool = False


def is_told(kind: Kind, platform: str | None) -> bool:
    """Whether pages of a kind are for a platform (None: for any)."""
    return not platform or kind[2] in (
        "any",
        platform,
        "claude-api" if platform == "claude-code" else platform,
    )


def kind_of(page_id: str) -> Kind:
    """Return the statuses, types, platform and category of a page."""
    matches = store.module("matches")
    kind: Kind = matches.KINDS[matches.KIND[page_id]]
    return kind


def fit(signal: Signal, page_id: str) -> tuple[bool, bool]:
    """Whether status, type or platform agree with a page, and whether one contradicts it."""
    return fit_kind(signal, kind_of(page_id))


def fit_kind(signal: Signal, kind: Kind) -> tuple[bool, bool]:
    """Whether status, type or platform agree with the pages of a kind, and whether one contradicts them."""
    statuses, types, platform, _ = kind
    status_fits = bool(statuses) and any(status in statuses for status in signal.statuses)
    type_fits = bool(types) and any(name in types for name in signal.types)
    platform_fits = platform not in ("any", "claude-api") and platform == signal.platform
    contradicts = (bool(statuses) and bool(signal.statuses) and not status_fits) or (
        bool(types) and bool(signal.types) and not type_fits
    )
    clouds = ("bedrock", "vertex", "foundry")
    contradicts = contradicts or (
        platform in clouds and signal.platform in clouds and platform != signal.platform
    )
    return status_fits or type_fits or platform_fits, contradicts
