"""Why a credential that somebody set did not arrive: another name of the
variable, sudo, a unit of systemd, a job of cron.
"""

from __future__ import annotations

from claude_doctor.doors.health.settings.credential import KEY, TOKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

# Names of other programs; the SDK reads none of them.
_OTHERS = ("CLAUDE_API_KEY", "ANTHROPIC_KEY", "ANTHROPIC_API_TOKEN", "CLAUDE_KEY", "CLAUDE_CODE_OAUTH_TOKEN")
_ADDRESSES = (
    "ANTHROPIC_API_BASE",
    "ANTHROPIC_API_URL",
    "ANTHROPIC_API_BASE_URL",
    "ANTHROPIC_ENDPOINT",
    "ANTHROPIC_URL",
    "CLAUDE_BASE_URL",
)
_CRON_PATHS = ("/usr/bin:/bin", "/usr/local/sbin:/usr/local/bin:/sbin:/bin:/usr/sbin:/usr/bin")


def words(environment: Mapping[str, str]) -> tuple[str, str]:
    """Return a sentence on why nothing arrived and the command that brings it, ("", "") when nothing is
    known.
    """
    for name in _OTHERS:
        if environment.get(name):
            own = TOKEN if name.endswith("OAUTH_TOKEN") else KEY
            return f"{name} is set, which the SDK does not read.", f'export {own}="${name}"'
    if environment.get("SUDO_USER"):
        return "sudo drops variables.", f"sudo --preserve-env={KEY} claude-doctor health"
    if environment.get("INVOCATION_ID"):
        return (
            "A unit of systemd reads no profile of a shell: name a file with EnvironmentFile= in the unit.",
            f"systemctl edit UNIT   # EnvironmentFile=/etc/UNIT.env, a line {KEY}=…",
        )
    if environment.get("PATH") in _CRON_PATHS and "TERM" not in environment:
        return (
            "cron gives its jobs none of a shell's variables: set it in the crontab or load a file there.",
            f"crontab -e   # a line {KEY}=… above the jobs, or: . /etc/job.env && COMMAND",
        )
    return "", ""


def address(environment: Mapping[str, str]) -> str:
    """Return the variable that holds a base URL under a name the SDK does not read, "" when none is set."""
    if "ANTHROPIC_BASE_URL" in environment:
        return ""
    return next((name for name in _ADDRESSES if environment.get(name)), "")
