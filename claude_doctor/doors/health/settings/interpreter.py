"""The interpreter whose SDK is examined: our own, an active virtual environment, or the one named with
--python.
"""

from __future__ import annotations

import json
import os
import platform
import ssl
import subprocess
import sys

from claude_doctor.base.record import record
from claude_doctor.facts.versions import NEWEST, OLD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# Reads versions from package metadata and nothing else; runs isolated (-I), so that no file of the directory
# is imported.
_SCRIPT = """
import json, platform, ssl, sys
from importlib.metadata import version, PackageNotFoundError
def of(name):
    try: return version(name)
    except PackageNotFoundError: return None
from importlib.util import find_spec
def has(name):
    try: return find_spec(name) is not None
    except ImportError: return False
def place(name):
    spec = find_spec(name)
    return list(spec.submodule_search_locations or [""])[0] if spec else ""
print(json.dumps({"packages": [n for n in ("boto3", "google.auth", "azure.identity") if has(n)],
 "certifi_folder": place("certifi"),
 "path": sys.executable, "python": platform.python_version(), "openssl": ssl.OPENSSL_VERSION,
 "sdk": of("anthropic"), "httpx": of("httpx"), "httpx2": of("httpx2"), "certifi": of("certifi"),
 "socksio": of("socksio")}))
"""


class UnusableError(Exception):
    """An interpreter that cannot be asked."""


@record
class Interpreter:
    """The versions of one interpreter; `is_own` says that it is the one claude-doctor runs in."""

    path: str
    python: str
    openssl: str
    sdk: str | None
    httpx: str | None
    httpx2: str | None
    certifi: str | None
    is_own: bool
    packages: tuple[str, ...] = ()  # of those that log in to a cloud
    certifi_file: str | None = None

    @property
    def major(self) -> int:
        """Return the SDK's major version."""
        head = (self.sdk or "0").split(".")[0]
        return int(head) if head.isascii() and head.isdigit() and len(head) < 9 else 0

    @property
    def api_version(self) -> str:
        """Return the anthropic-version its SDK sends."""
        return NEWEST if self.major >= 2 else OLD

    @property
    def auth_header(self) -> str:
        """Return the header in which its SDK sends an API key."""
        return "Authorization: Bearer" if self.major >= 2 else "X-Api-Key"

    @property
    def store(self) -> str:
        """Return where its SDK takes trusted certificates from."""
        return "operating system" if self.major >= 1 else "certifi"

    def facts(self) -> dict[str, object]:
        """Return it for programs."""
        return {
            "python": self.python,
            "python_path": self.path,
            "sdk": self.sdk,
            "openssl": self.openssl,
            "httpx": self.httpx,
            "httpx2": self.httpx2,
            "platform": platform.platform(),
            "auth_header": self.auth_header,
            "api_version": self.api_version,
            "certificates": self.store,
        }


def examined(path: str | None, environment: Mapping[str, str], seconds: float) -> Interpreter:
    """Return the interpreter named, else that of an active virtual
    environment other than ours, else our own.
    """
    wanted = path or _active(environment)
    if wanted is None or (
        os.path.realpath(wanted) == os.path.realpath(sys.executable)
        and os.path.dirname(wanted) == os.path.dirname(sys.executable)
    ):
        return _own()
    try:
        found = _asked(wanted, seconds)
    except UnusableError:
        if path:
            raise
        return _own()
    return (
        found if path or found.sdk else _own()
    )  # an environment without the SDK is not the one that is meant


def _active(environment: Mapping[str, str]) -> str | None:
    folder = environment.get("VIRTUAL_ENV") or environment.get("CONDA_PREFIX")
    if not folder or os.path.realpath(folder) == os.path.realpath(sys.prefix):
        return None
    names = ("Scripts/python.exe", "python.exe") if sys.platform == "win32" else ("bin/python",)
    return next(
        (path for path in (os.path.join(folder, name) for name in names) if os.path.exists(path)), None
    )


def _own() -> Interpreter:
    versions = {name: _version(name) for name in ("anthropic", "httpx", "httpx2", "certifi")}
    return Interpreter(
        sys.executable,
        platform.python_version(),
        ssl.OPENSSL_VERSION,
        versions["anthropic"],
        versions["httpx"],
        versions["httpx2"],
        versions["certifi"],
        is_own=True,
    )


def _version(name: str) -> str | None:
    # importlib.metadata would say the same at the price of half of everything else that is imported here.
    for folder in sys.path:
        try:
            found = next(
                (
                    entry
                    for entry in os.listdir(folder or ".")
                    if entry.startswith(f"{name}-") and entry.endswith(".dist-info")
                ),
                None,
            )
        except OSError:
            continue
        if found:
            return found[len(name) + 1 : -len(".dist-info")]
    return None


def _asked(path: str, seconds: float) -> Interpreter:
    # No variable of ours reaches it: nothing it does can depend on a key.
    environment = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "SYSTEMROOT", "LD_LIBRARY_PATH")
        if name in os.environ
    }
    try:
        done = subprocess.run(  # noqa: S603  # the interpreter the person named, with a script of ours
            [path, "-I", "-c", _SCRIPT],
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no answer in time"
        raise UnusableError(f"{path}: {reason}") from error
    try:
        found = json.loads(done.stdout)
        python, openssl, sdk, httpx, httpx2, certifi = facts = [
            found[name] for name in ("python", "openssl", "sdk", "httpx", "httpx2", "certifi")
        ]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnusableError(
            f"{path}: is no Python that can be asked (exit code {done.returncode})"
        ) from error
    if not all(isinstance(fact, str) or (fact is None and number > 1) for number, fact in enumerate(facts)):
        raise UnusableError(f"{path}: is no Python that can be asked: its answer is none of ours")
    has = found.get("packages")
    folder = found.get("certifi_folder")
    file = os.path.join(folder, "cacert.pem") if isinstance(folder, str) and folder else ""
    return Interpreter(
        path,
        python,
        openssl,
        sdk,
        httpx,
        httpx2,
        certifi,
        is_own=False,
        packages=tuple(str(name) for name in has) if isinstance(has, list) else (),
        certifi_file=file if os.path.isfile(file) else None,
    )


def differences(found: Interpreter) -> list[str]:
    """Return what the SDK there does otherwise than the one claude-doctor itself sends with."""
    if found.is_own or found.sdk is None:
        return []
    own = _own()
    notes = [
        (
            f"Statements about the SDK are about anthropic {found.sdk} in {found.path}; the request of "
            f"sdk.request is sent by anthropic {own.sdk}."
        )
    ]
    for name, theirs, ours in (
        ("sends the key as", found.auth_header, own.auth_header),
        ("sends anthropic-version", found.api_version, own.api_version),
        (
            "takes its certificates from",
            f"the {found.store}" if found.store != "certifi" else "certifi",
            f"the {own.store}",
        ),
    ):
        if theirs != ours:
            notes.append(f"anthropic {found.sdk} {name} {theirs}, not {ours}.")
    return notes
