"""The credential: which source supplies it, of what kind it is, and whether it can be right. Its value is
never shown.
"""

from __future__ import annotations

import os
import re
import sys

from claude_doctor.base.mask import STARS
from claude_doctor.base.record import record
from claude_doctor.doors.health.engine.outcome import Problem
from claude_doctor.doors.health.settings.characters import Strange, strange

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

KEY, TOKEN, PROFILE = "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_PROFILE"
IDENTITY, IDENTITY_FILE = "ANTHROPIC_IDENTITY_TOKEN", "ANTHROPIC_IDENTITY_TOKEN_FILE"
RULE, ORGANIZATION = "ANTHROPIC_FEDERATION_RULE_ID", "ANTHROPIC_ORGANIZATION_ID"
CONFIG_DIR = "ANTHROPIC_CONFIG_DIR"
PLACES = (KEY, TOKEN, PROFILE, f"{RULE} + {ORGANIZATION} + {IDENTITY}[_FILE]", "active profile on disk")

_WHOLE_KEY = re.compile(r"(sk-ant-[a-z]{2,8}\d{2}-)[\w-]{17,}", re.ASCII)
# (what the value begins with, kind); the first that fits
_KINDS = (
    ("sk-ant-api", "api_key"),
    ("sk-ant-admin", "admin_key"),
    ("sk-ant-oat", "oauth_token"),
    ("sk-ant-ort", "refresh_token"),
    ("sk-ant-sid", "session_cookie"),
    ("sk-ant-", "api_key"),
    ("sk-or-", "openrouter_key"),
    ("sk-proj-", "openai_key"),
    ("sk-svcacct-", "openai_key"),
    ("sk-", "other_vendor_key"),
    ("ABSK", "bedrock_key"),
    ("bedrock-api-key-", "bedrock_key"),
    ("AKIA", "aws_key"),
    ("AIza", "google_key"),
    ("eyJ", "jwt"),
    ("Bearer ", "bearer_prefix"),
    ("bearer ", "bearer_prefix"),
    ("${", "reference"),
    ("$", "reference"),
    ("{{", "reference"),
    ("%", "reference"),
    ("<", "placeholder"),
)
_PLACEHOLDERS = (
    "your",
    "xxx",
    "...",
    "…",
    "changeme",
    "change-me",
    "replace",
    "placeholder",
    "todo",
    "insert",
    "api_key",
    "api-key",
    "my-api-key",
)
# What people give to gateways that want some key, whichever.
_DUMMIES = ("dummy", "test", "none", "null", "undefined", "key", "fake", "x", "sk", "anything")


@record
class Credential:
    """The credential the SDK would use: `way` is key, token, profile, federation or none; `value` only for
    key and token.
    """

    way: str
    source: str = ""
    value: str = ""
    others: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """Return it masked, with its length."""
        return f"{shown(self.value)}, {len(self.value)} characters" if self.value else self.way

    @property
    def kind(self) -> str:
        """Return what its first characters say it is."""
        return kind_of(self.value)


def shown(value: str) -> str:
    """Return a secret as it may be shown: a whole key of known kind as its prefix and last three characters,
    all else as stars.
    """
    found = _WHOLE_KEY.fullmatch(value.strip())
    return f"{found[1]}{STARS}{value.strip()[-3:]}" if found else STARS


def credential(environment: Mapping[str, str]) -> Credential:
    """Return the credential in the SDK's order; `others` are sources that are set too and lose."""
    set_up = sources(environment)
    if not set_up:
        return Credential("none")
    way, source = set_up[0]
    value = environment.get(source, "") if way in ("key", "token") else ""
    return Credential(way, source, value, tuple(name for _, name in set_up[1:]))


def sources(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return every source that supplies a credential as (way, name), the SDK's choice first."""
    found = [
        (way, name)
        for way, name in (("key", KEY), ("token", TOKEN), ("profile", PROFILE))
        if environment.get(name)
    ]
    identity = (
        IDENTITY_FILE if environment.get(IDENTITY_FILE) else IDENTITY if environment.get(IDENTITY) else ""
    )
    if environment.get(RULE) and environment.get(ORGANIZATION) and identity:
        found.append(("federation", identity))
    if not environment.get(PROFILE):
        folder = config_dir(environment)
        name = active_profile(folder)
        if (
            environment.get(CONFIG_DIR)
            or os.path.exists(os.path.join(folder, "active_config"))
            or os.path.exists(config_path(folder, name))
        ):
            found.append(("profile", config_path(folder, name)))
    return found


def config_dir(environment: Mapping[str, str]) -> str:
    """Return the folder of the profiles."""
    if environment.get(CONFIG_DIR):
        return environment[CONFIG_DIR]
    home = environment.get("HOME") or os.path.expanduser("~")
    if sys.platform == "win32":
        return os.path.join(
            environment.get("APPDATA") or os.path.join(home, "AppData", "Roaming"), "Anthropic"
        )
    return os.path.join(home, ".config", "anthropic")


def active_profile(folder: str) -> str:
    """Return the name of the active profile."""
    try:
        with open(os.path.join(folder, "active_config"), encoding="utf-8") as file:
            return file.read(256).strip() or "default"
    except (OSError, UnicodeDecodeError):
        return "default"


def config_path(folder: str, name: str) -> str:
    """Return the file of a profile."""
    return os.path.join(folder, "configs", f"{name}.json")


def kind_of(value: str) -> str:
    """Return what a credential is by its first characters."""
    text = value.lstrip("\ufeff\u200b'\"“”‘’ \t")
    for start, kind in _KINDS:
        if text.startswith(start):
            return (_stand_in(text) or kind) if kind in ("api_key", "other_vendor_key") else kind
    return _stand_in(text) or "unknown"


def _stand_in(text: str) -> str:
    low = text.lower().removeprefix("sk-ant-api03-").removeprefix("sk-ant-").removeprefix("sk-").strip("-_*")
    if len(low) >= 40:
        return ""
    if not low or any(low.startswith(word) for word in _PLACEHOLDERS):
        return "placeholder"
    return "dummy" if low in _DUMMIES else ""


def bad_characters(found: Credential) -> tuple[Strange, str] | None:
    """Return the first character that does not belong into a key or token, and what the SDK makes of it."""
    value = found.value
    odd = strange(value)
    if odd is None or kind_of(value) == "bearer_prefix":
        return None
    # h11 refuses control characters and white space at the end; everything else is sent and answered with
    # 401.
    refused = any(char < " " for char in value) or value != value.rstrip()
    return odd, "refused" if refused else "sent"


def federation_problem(environment: Mapping[str, str]) -> Problem | None:
    """Return why the identity token of a federation cannot be read."""
    path = environment.get(IDENTITY_FILE)
    if not path:
        return None
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(100_000).strip()
        why = "" if text else "is empty"
    except (OSError, UnicodeDecodeError) as error:
        why = f"cannot be read: {error.strerror if isinstance(error, OSError) else 'not text'}"
    if not why:
        return None
    return Problem(
        f"{IDENTITY_FILE}={path} {why}.",
        (
            f"Mount or write the token file {IDENTITY_FILE} names (Kubernetes: a projected service-account "
            "token)."
        ),
        f"ls -l {path}",
        f"anthropic.IdentityTokenFileError: Identity token file at {path} {why}",
        "cred_identity_token_file",
    )


def partial_federation(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the missing names of a federation that is set up in part; () when it is complete or absent."""
    if not environment.get(RULE):
        return ()
    missing = [] if environment.get(ORGANIZATION) else [ORGANIZATION]
    if not environment.get(IDENTITY) and not environment.get(IDENTITY_FILE):
        missing.append(IDENTITY_FILE)
    return tuple(missing)
