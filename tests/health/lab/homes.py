"""Files laid in a run's home: profiles, identity tokens, certificate stores."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from tests.health.lab import secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.health.lab.certificates import Authority

USER = {"type": "user_oauth"}


def _profile(home: Path, *, auth: object = USER, config: str | None = None, mode: int = 0o644) -> Path:
    folder = home / "config"
    (folder / "configs").mkdir(parents=True)
    (folder / "credentials").mkdir()
    path = folder / "configs" / "default.json"
    path.write_text(config or json.dumps({"authentication": auth}))
    path.chmod(mode)
    return folder


def _credentials(folder: Path, *, mode: int = 0o600, expires_at: object = None) -> None:
    path = folder / "credentials" / "default.json"
    expires = int(time.time()) + 86400 if expires_at is None else expires_at
    path.write_text(
        json.dumps(
            {"version": 1, "type": "oauth_token", "access_token": secret.ACCESS_TOKEN, "expires_at": expires}
        )
    )
    path.chmod(mode)


def _pointer(home: Path) -> None:
    folder = _profile(home)
    _credentials(folder)
    (folder / "active_config").write_text("work\n")


def _token(home: Path, text: str) -> None:
    path = home / "token"
    path.write_text(text)
    path.chmod(0o600)


def lay(name: str, home: Path, authority: Authority) -> None:
    """Lay the files of this name under `home`."""
    makers: dict[str, Callable[[], object]] = {
        "empty_dir": (home / "config").mkdir,
        "profile_ok": lambda: _credentials(_profile(home)),
        "profile_bad_json": lambda: _profile(home, config='{authentication: "user_oauth"}'),
        "profile_group_writable": lambda: _credentials(_profile(home, mode=0o664)),
        "profile_credentials_world_readable": lambda: _credentials(_profile(home), mode=0o644),
        "profile_credentials_missing": lambda: _profile(home),
        "profile_auth_type_unknown": lambda: _credentials(_profile(home, auth={"type": "api_key"})),
        "profile_expires_at_iso8601": lambda: _credentials(_profile(home), expires_at="2026-12-01T00:00:00Z"),
        "profile_active_pointer_missing_target": lambda: _pointer(home),
        "profile_no_authentication": lambda: _credentials(_profile(home, config='{"organization_id": "o"}')),
        "profile_expired": lambda: _credentials(_profile(home), expires_at=int(time.time()) - 3600),
        "key_pem": lambda: (home / "ca.pem").write_bytes(authority.root.key_pem()),
        "dotenv_key": lambda: (home / ".env").write_text(f"ANTHROPIC_API_KEY={secret.KEY[:-3]}xyz\n"),
        "empty_token": lambda: _token(home, ""),
        "identity_token": lambda: _token(home, secret.IDENTITY_TOKEN),
        "empty_pem": lambda: (home / "ca.pem").write_text(""),
        "garbage_pem": lambda: (home / "ca.pem").write_text(
            "-----BEGIN CERTIFICATE-----\nnot base64 at all\n-----END CERTIFICATE-----\n"
        ),
        "unhashed_dir": lambda: _unhashed(home, authority),
    }
    makers[name]()


def _unhashed(home: Path, authority: Authority) -> None:
    (home / "certs").mkdir()
    (home / "certs" / "lab-root.crt").write_bytes(authority.root.pem())
