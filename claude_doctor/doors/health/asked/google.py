"""Run by the examined interpreter: let google-auth make a token of a credential file. Prints one line of JSON
with the token (for a pipe, never for a person), `missing` (a package) or `error`.
"""

from __future__ import annotations

import importlib
import json
import sys

_SCOPE = "https://www.googleapis.com/auth/cloud-platform"


def main(words: list[str]) -> dict[str, object]:
    """Return the token of the file that is the first word."""
    try:
        auth = importlib.import_module("google.auth")
        transport = importlib.import_module("google.auth.transport.requests")
    except ImportError as error:
        return {"missing": str(error.name or "google.auth")}
    try:
        # Not default(): that starts gcloud to find a project.
        found, project = auth.load_credentials_from_file(words[0], scopes=[_SCOPE])
        found.refresh(transport.Request())
        expires = getattr(found, "expiry", None)
    except Exception as error:  # noqa: BLE001  # whatever the library raises is the answer
        kind = type(error)
        return {"error": f"{kind.__module__}.{kind.__name__}: {error}"}
    return {"token": found.token, "project": project, "expires": f"{expires}Z" if expires else None}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1:])) + "\n")
