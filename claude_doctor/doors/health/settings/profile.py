"""The credential profile on disk: whether the SDK can use it, and the base URL it brings."""

from __future__ import annotations

import json
import os
import stat

from claude_doctor.doors.health.engine.outcome import Problem
from claude_doctor.doors.health.settings.credential import (
    PROFILE,
    active_profile,
    config_dir,
    config_path,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def base_url(environment: Mapping[str, str]) -> str | None:
    """Return the base URL of the profile the SDK would use; None when there is none or the SDK refuses the
    file.
    """
    folder = config_dir(environment)
    name = _name(environment, folder)
    if not _is_file_name(name):
        return None
    data, problem = _json(config_path(folder, name), stat.S_IWGRP | stat.S_IWOTH, "go-w")
    text = data.get("base_url")
    return str(text) if text and problem is None else None


def profile_problem(environment: Mapping[str, str], now: float) -> Problem | None:
    """Return why the profile the SDK would use cannot be used: missing,
    unreadable, open to others, expired.
    """
    folder = config_dir(environment)
    name = _name(environment, folder)
    if not _is_file_name(name):
        return _profile(
            f"the profile name {name!r} is no file name",
            "Correct the name of the profile.",
            "ant auth status",
        )
    path = config_path(folder, name)
    data, problem = _json(path, stat.S_IWGRP | stat.S_IWOTH, "go-w")
    if problem:
        return problem
    auth = data.get("authentication")
    kind = auth.get("type") if isinstance(auth, dict) else None
    if kind not in ("user_oauth", "oidc_federation"):
        return _profile(
            f"{path}: authentication.type is {kind!r}",
            "authentication.type is user_oauth or oidc_federation: log in again.",
            "ant auth login",
        )
    if kind == "oidc_federation":
        return None
    return _stored_token(folder, name, auth if isinstance(auth, dict) else {}, now)


def _stored_token(folder: str, name: str, auth: dict[str, Any], now: float) -> Problem | None:
    path = str(auth.get("credentials_path") or os.path.join(folder, "credentials", f"{name}.json"))
    data, problem = _json(os.path.expanduser(path), 0o077, "600")
    if problem:
        return problem
    expires = data.get("expires_at")
    if expires is not None and not isinstance(expires, (int, float)):
        return _profile(
            f"{path}: expires_at is no number of seconds",
            "Write expires_at as seconds since 1970, or log in again.",
            "ant auth login",
        )
    if expires is not None and expires < now and not auth.get("client_id"):
        return _profile(
            f"{path}: the token has expired and the profile has no client_id to renew it",
            "Log in again.",
            "ant auth login",
        )
    return None


def _json(path: str, forbidden: int, mode: str) -> tuple[dict[str, Any], Problem | None]:
    try:
        state = os.lstat(path)
        if stat.S_ISLNK(state.st_mode):
            return {}, _profile(f"{path} is a symbolic link", "Put the file itself there.", "ant auth login")
        if os.name == "posix" and state.st_mode & forbidden:
            return {}, _profile(
                f"{path} is open to others (mode {stat.S_IMODE(state.st_mode):o})",
                f"Close it to others: chmod {mode} {path}.",
                f"chmod {mode} {path}",
            )
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
    except FileNotFoundError:
        return {}, _profile(
            f"{path} does not exist", "Log in, or name a profile that exists.", "ant auth login"
        )
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not valid JSON"
        return {}, _profile(f"{path}: {reason}", f"Repair {path}, or log in again.", "ant auth login")
    if not isinstance(data, dict):
        return {}, _profile(
            f"{path}: not a JSON object", f"Repair {path}, or log in again.", "ant auth login"
        )
    return data, None


def _profile(why: str, fix: str, command: str) -> Problem:
    return Problem(
        f"The credential profile cannot be used: {why}.",
        fix,
        command,
        f"anthropic.CredentialsError: {why}",
        "cred_profile_or_file",
    )


def _name(environment: Mapping[str, str], folder: str) -> str:
    return environment.get(PROFILE) or active_profile(folder)


def _is_file_name(name: str) -> bool:
    return not ("/" in name or "\\" in name or name.startswith(".") or name != name.strip())
