"""What every `contract.py` is made of: a Protocol that costs no start-up.

A folder of members holds a `contract.py` with one Protocol, and nothing that is not in it exists for the
runner. A name with a value is optional, and the value is what a member has that leaves it out; all other
names are required. mypy checks every member against it (`tests/test_contracts.py`).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol as Protocol  # noqa: PLC0414  # what is exported
else:

    class Protocol:
        """At run time a contract is a plain class that knows the defaults."""
