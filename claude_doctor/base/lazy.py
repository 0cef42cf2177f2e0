"""Regular expressions that are compiled when they are first used: most inputs need few of them."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _Pattern:
    """Stands for a compiled pattern and becomes one at the first use."""

    def __init__(self, source: str, flags: int) -> None:
        self.source = source
        self.flag_bits = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.source, self.flag_bits)
        for method in ("search", "match", "sub", "finditer", "findall", "split", "fullmatch"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


if TYPE_CHECKING:

    def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
        """Return a pattern that is compiled at its first use."""
        return re.compile(source, flags)

else:

    def pattern(source, flags=0):  # noqa: ANN001, ANN201  # typed above
        """Return a pattern that is compiled at its first use."""
        return _Pattern(source, int(flags))
