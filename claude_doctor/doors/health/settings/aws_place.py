"""The region of AWS: by the rules of each client, where the SDK and Claude Code differ, and whether it can be
one.
"""

from __future__ import annotations

import re

from claude_doctor.doors.health.engine.outcome import Problem
from claude_doctor.doors.health.settings import aws_files
from claude_doctor.doors.health.settings.cloud import first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_REGION = re.compile(r"[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2}")
_ZONE = re.compile(r"([a-z]{2}(?:-[a-z]+){1,3}-\d)[a-f]")
_GOOGLES = re.compile(r"(?:[a-z]+-[a-z]+\d{1,2}|global|us|eu)")
VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION")


def region(environment: Mapping[str, str], *, from_profile: bool) -> tuple[str, str]:
    """Return the region and where it comes from, ("", "") without one; `from_profile` says that the client
    also reads the profile's.
    """
    name, value = first(environment, *VARIABLES)
    if value or not from_profile:
        return value, name
    profile = environment.get("AWS_PROFILE") or environment.get("AWS_DEFAULT_PROFILE") or "default"
    found = aws_files.profiles(environment).of(profile).get("region", "")
    return found, f"profile {profile}" if found else ""


def missing(environment: Mapping[str, str], says: str, *, from_profile: bool) -> Problem:
    """Return the problem of a region that nobody gives."""
    elsewhere = "" if from_profile else _of_the_profile(environment)
    hint = f" The region {elsewhere} of the profile is not read by this client." if elsewhere else ""
    return Problem(
        f"No AWS region: AWS_REGION and AWS_DEFAULT_REGION are not set"
        f"{' and the profile has none' if from_profile else ''}.{hint}",
        "Set AWS_REGION to the region in which the access to the models is.",
        f"export AWS_REGION={elsewhere or 'us-east-1'}",
        says,
        "aws_region_missing",
    )


def _of_the_profile(environment: Mapping[str, str]) -> str:
    found = region(
        {name: value for name, value in environment.items() if name not in VARIABLES}, from_profile=True
    )[0]
    return found if _REGION.fullmatch(found) else ""


def wrong(value: str, source: str) -> Problem | None:
    """Return why a value can be no region, None when it can."""
    if _REGION.fullmatch(value):
        return None
    zone = _ZONE.fullmatch(value)
    if zone:
        words = f"{source} is {value}, an availability zone: no host has that name."
        instead = zone[1]
    elif _GOOGLES.fullmatch(value):
        words = f"{source} is {value}, which is no region of AWS; it looks like one of Google Cloud."
        instead = "us-east-1"
    else:
        words = f"{source} is no AWS region: a region is written like us-east-1."
        instead = "us-east-1"
    return Problem(
        words,
        f"Correct {source}.",
        f"export AWS_REGION={instead}",
        "botocore.exceptions.InvalidRegionError: Provided region_name doesn't match a supported format.",
        "aws_region_missing",
    )


def remarks(environment: Mapping[str, str], *, from_profile: bool) -> tuple[str, ...]:
    """Return where the SDK and Claude Code would see different regions."""
    found = []
    used, source = region(environment, from_profile=from_profile)
    if source.startswith("profile"):
        found.append(
            f"the region {used} comes from the {source}: the SDK reads it, Claude Code only since 2.1.172"
        )
    first_name, second_name = VARIABLES
    one, two = environment.get(first_name), environment.get(second_name)
    if one and two and one != two:
        found.append(f"{first_name} and {second_name} differ: {first_name} is used")
    return tuple(found)
