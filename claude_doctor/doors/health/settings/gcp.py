"""Which Google credential wins (Application Default Credentials), and what its file says against it."""

from __future__ import annotations

import json
import os
import re

from claude_doctor.doors.health.engine.outcome import Problem
from claude_doctor.doors.health.settings import aws_files
from claude_doctor.doors.health.settings.cloud import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS"
_LOGIN = "gcloud auth application-default login"
_TYPES = (
    "authorized_user",
    "service_account",
    "external_account",
    "external_account_authorized_user",
    "impersonated_service_account",
    "gdch_service_account",
)
_LOCATION = re.compile(r"[a-z]+(?:-[a-z]+)+\d{1,2}|global|us|eu")
_AWSS = re.compile(r"[a-z]{2}(?:-[a-z]+)+-\d{1,2}[a-f]?")
NOT_FOUND = (
    "google.auth.exceptions.DefaultCredentialsError: Your default credentials were not found. To set up "
    "Application Default Credentials, see https://cloud.google.com/docs/authentication/external/set-up-adc "
    "for more information."
)


def source(environment: Mapping[str, str]) -> Source:
    """Return the source that google-auth takes: the named file, gcloud's own, the machine's server."""
    path = environment.get(VARIABLE)
    if path:
        return _of_file(path, VARIABLE, environment)
    path = os.path.join(_folder(environment), "application_default_credentials.json")
    if os.path.exists(path):
        return _of_file(path, "the login of gcloud", environment)
    if environment.get("NO_GCE_CHECK", "").lower() == "true":
        return Source(problem=missing())
    return Source("metadata", "the machine's metadata server")


def _folder(environment: Mapping[str, str]) -> str:
    return environment.get("CLOUDSDK_CONFIG") or os.path.join(
        aws_files.home(environment), ".config", "gcloud"
    )


def missing() -> Problem:
    """Return the problem of a machine without any credential of Google."""
    return Problem(
        f"No Google credentials: {VARIABLE} is not set, gcloud has none for applications, and no metadata "
        "server gives any.",
        "Log in for applications (gcloud auth login alone is not enough), or name a key file.",
        _LOGIN,
        NOT_FOUND,
        "gcp_adc_missing",
    )


def _of_file(path: str, name: str, environment: Mapping[str, str]) -> Source:
    data = _read(path, name)
    if isinstance(data, Problem):
        return Source(name=name, problem=data)
    kind = str(data.get("type") or "")
    if kind not in _TYPES:
        words = f"The file of {name} ({path}) has no type that google-auth knows."
        return Source(name=name, problem=_broken(path, words))
    shown = f"{name} ({kind})"
    remarks: tuple[str, ...] = ()
    if environment.get(VARIABLE) and os.path.exists(
        os.path.join(_folder(environment), "application_default_credentials.json")
    ):
        remarks = (f"{VARIABLE} hides the login of gcloud",)
    if kind == "authorized_user":
        return Source("user", shown, file=path, remarks=remarks)
    executable = (data.get("credential_source") or {}) if isinstance(data, dict) else {}
    runs = executable.get("executable") if isinstance(executable, dict) else None
    command = str(runs.get("command") or "a program") if isinstance(runs, dict) else ""
    return Source("asked", shown, file=path, runs=command, remarks=remarks)


def _read(path: str, name: str) -> dict[str, Any] | Problem:
    try:
        with open(path, encoding="utf-8") as file:
            data = json.loads(file.read(1_000_000))
    except FileNotFoundError:
        return Problem(
            f"{name} names {path}, which does not exist.",
            f"Correct {name}, or unset it to use the login of gcloud.",
            f"unset {VARIABLE}" if name == VARIABLE else _LOGIN,
            f"google.auth.exceptions.DefaultCredentialsError: File {path} was not found.",
            "gcp_adc_missing",
        )
    except OSError as error:
        return _broken(path, f"The file of {name} ({path}) cannot be read: {error.strerror}.")
    except (ValueError, RecursionError):
        return _broken(path, f"The file of {name} ({path}) is no JSON.")
    return (
        data if isinstance(data, dict) else _broken(path, f"The file of {name} ({path}) is no JSON object.")
    )


def _broken(path: str, words: str) -> Problem:
    return Problem(
        words,
        "Download the key anew, or log in for applications again.",
        _LOGIN,
        "google.auth.exceptions.DefaultCredentialsError: ('File "
        f"{path} is not a valid json file.', JSONDecodeError('Expecting value'))",
        "gcp_adc_missing",
    )


def wrong_location(value: str, source: str) -> Problem | None:
    """Return why a value can be no location of Vertex, None when it can."""
    if _LOCATION.fullmatch(value):
        return None
    also = "; it looks like a region of AWS" if _AWSS.fullmatch(value) else ""
    return Problem(
        f"{source} is no location of Google Cloud{also}: one is written like us-east5, or global.",
        f"Correct {source}.",
        f"export {source}=global",
        entry="vertex_region_missing",
    )


def data_of(path: str) -> dict[str, Any]:
    """Return what a credential file holds, {} when it cannot be read."""
    found = _read(path, "")
    return {} if isinstance(found, Problem) else found
