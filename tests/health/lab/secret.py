"""Everything secret in the lab. None of it is real; none of it may appear in any output."""

from __future__ import annotations

import base64

BODY = (
    "Zq7vT3mXw9LkR2pYc8NdH5sGb4JfU6aEo1WiMxKyVtPrBnCzQuDhSgFjAlOe7R3wY9pT2kXvM5nL8dGcH4sJbZ6fUqEaNi1oW-x9QAA"[
        -95:
    ]
)
HEAD = "sk-ant-api03-"
KEY = HEAD + BODY
PASSWORD = "hG7rTq2LmZx9WvKp"
ODD_PASSWORD = "pZq/w#rd7"
ACCESS_TOKEN = "sk-ant-oat01-" + BODY[::-1]
IDENTITY_TOKEN = (
    "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsxIn0."
    "eyJpc3MiOiJodHRwczovL2lzc3Vlci5leGFtcGxlIiwic3ViIjoiam9iIiwiYXVkIjoiYW50aHJvcGljIiwiZXhwIjo0MTAyND"
    "Q0ODAwfQ."
    "c2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJl"
)
_WINDOW = 9


def found_in(text: str) -> list[str]:
    """Return what of the lab's secrets stands in a text; a key's prefix and
    last three characters may stay.
    """
    pieces = [body[at : at + _WINDOW] for body in (BODY, BODY[::-1]) for at in range(len(body) - 3 - _WINDOW)]
    whole = [PASSWORD, ODD_PASSWORD, *IDENTITY_TOKEN.split(".")]
    coded = [base64.b64encode(f"{user}:{PASSWORD}".encode()).decode() for user in ("user", "labuser")]
    return [piece for piece in (*pieces, *whole, *coded) if piece in text]
