"""Which credential goes to Microsoft Foundry: its key, or what Entra gives to this machine or login."""

from __future__ import annotations

import os

from claude_doctor.doors.health.engine.outcome import Problem
from claude_doctor.doors.health.settings import aws_files
from claude_doctor.doors.health.settings.cloud import Source, first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

KEY, TOKEN = "ANTHROPIC_FOUNDRY_API_KEY", "ANTHROPIC_FOUNDRY_AUTH_TOKEN"
SCOPE = "https://cognitiveservices.azure.com/.default"
_IDENTITIES = (
    "AZURE_CLIENT_SECRET",
    "AZURE_CLIENT_CERTIFICATE_PATH",
    "AZURE_FEDERATED_TOKEN_FILE",
    "IDENTITY_ENDPOINT",
    "MSI_ENDPOINT",
)
_PROVIDER = "the SDK takes it only from azure_ad_token_provider= in the program; Claude Code by itself"


def source(environment: Mapping[str, str]) -> Source:
    """Return the source that wins: the key, a token for Claude Code, else Entra's default chain."""
    if environment.get(KEY):
        others = (TOKEN,) if environment.get(TOKEN) else ()
        return Source("key", KEY, environment[KEY], others=others)
    if environment.get(TOKEN):
        remarks = (f"{TOKEN} is read by Claude Code only: the SDK wants {KEY} or azure_ad_token_provider=",)
        return Source("bearer", TOKEN, environment[TOKEN], remarks=remarks)
    name = _entra(environment)
    if name:
        return Source("asked", f"Entra ({name})", remarks=(_PROVIDER,))
    empty = f" ({KEY} is set but empty.)" if KEY in environment else ""
    return Source(
        problem=Problem(
            f"No credential for Foundry: no {KEY}, and no login or identity of Azure.{empty}",
            f"Set {KEY} to a key of the resource, or log in to Azure.",
            f"export {KEY}='…'   # from the resource's Keys and Endpoint",
            "anthropic.AnthropicError: Missing credentials. Please pass one of `api_key`, "
            "`azure_ad_token_provider`, or the `ANTHROPIC_FOUNDRY_API_KEY` environment variable.",
            "foundry_credentials_missing",
        )
    )


def _entra(environment: Mapping[str, str]) -> str:
    """Return what Entra's default chain would find, "" when nothing is there."""
    name, _ = first(environment, *_IDENTITIES)
    if name:
        return name
    folder = environment.get("AZURE_CONFIG_DIR") or os.path.join(aws_files.home(environment), ".azure")
    return "the login of az" if os.path.exists(os.path.join(folder, "azureProfile.json")) else ""
