"""Words that stand aside of an error: the name of a field, of a request, a configuration or a report."""

from __future__ import annotations

import re


def is_field(shown: str, text: str) -> bool:
    """Whether `name: value` is a field in a text, and no message."""
    # Of a request, a configuration or a report: a capital, the name or the value in quotes, in brackets,
    # after a file's name, or a line of its own.
    name, _, value = shown.partition(":")
    if name[:1] == "M" or name[-1:] in ("'", '"', "\\") or value.lstrip()[:1] in ("'", '"', "`"):
        return True
    if f"({shown}" in text and not re.search(r"404|not.?found|exist", text):
        return True
    if re.search(rf"\.(?:ya?ml|json|toml|env|ini|cfg|conf|md)(?::\d+)*:?\s+{re.escape(shown)}", text):
        return True
    return (
        "\n" in text.strip()
        and re.search(rf"^\W*{re.escape(shown)}[\w.:@/\[\]-]*\W*$", text, re.M) is not None
    )
