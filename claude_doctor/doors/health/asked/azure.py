"""Run by the examined interpreter: let azure-identity get a token for the scope that is the first word.
Prints one line of JSON with the token (for a pipe, never for a person), `missing` (a package) or `error`.
"""

from __future__ import annotations

import importlib
import json
import sys


def main(words: list[str]) -> dict[str, object]:
    """Return the token; without --run-helpers no program (az, azd, PowerShell) is started."""
    try:
        identity = importlib.import_module("azure.identity")
    except ImportError as error:
        return {"missing": str(error.name or "azure.identity")}
    runs = "--run-helpers" in words
    try:
        chain = identity.DefaultAzureCredential(
            exclude_cli_credential=not runs,
            exclude_developer_cli_credential=not runs,
            exclude_powershell_credential=not runs,
            exclude_interactive_browser_credential=True,
        )
        found = chain.get_token(words[0])
    except Exception as error:  # noqa: BLE001  # whatever the library raises is the answer
        kind = type(error)
        return {"error": f"{kind.__module__}.{kind.__name__}: {error}"}
    return {"token": found.token, "expires": found.expires_on}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1:])) + "\n")
