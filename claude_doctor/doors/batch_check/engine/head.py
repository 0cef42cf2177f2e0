"""The beginning of a file, and the platform whose batch it may be."""

from __future__ import annotations

from typing import Any

from claude_doctor.base.record import record


@record
class Platform:
    """A platform with a batch of its own: its keys for the id and the body, and which rules do not hold
    there.

    `versions` are the values that its `anthropic_version` may have. `renamed` maps rules of the Claude API to
    the page that says it for the platform. `optional_id` says that an element may have no id.
    """

    name: str
    title: str
    id_key: str
    body: str
    version: str
    optional_id: bool
    renamed: dict[str, str]


@record
class Head:
    """The beginning of a file: its text, and its first object as far as it goes ({} where there is none)."""

    text: bytes
    item: dict[str, Any]
