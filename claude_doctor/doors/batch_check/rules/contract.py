"""A rule module holds one rule of the API, or a tight family, such as what a custom_id may be made of.

One file a family, and one page a rule (`pages/<id>.md`: title, severity, why, examples; the examples are its
tests). A function marked `@rule("the-id", at=ANCHOR)` is called wherever the anchor stands in a request and
reports through its Reporter; the anchors are listed in docs/adding-a-rule.md. What the typed
decoding already refuses is claimed by CLAIMS. It takes time in proportion to the request, and never imports
another rule module.
"""

from __future__ import annotations

from claude_doctor.base.contract import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.fault import Claim


class Rules(Protocol):
    """What a rule module has besides its marked functions."""

    CLAIMS: tuple[Claim, ...] = ()  # faults of shape that are told under the names of these rules
