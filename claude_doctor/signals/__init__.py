"""Pasted text -> Signals. Each member reads one shape; the runner here asks them in order of RANK.

`readers/contract.py` says what a member has. Layers are at most 8 deep; of two layers that name the same fact
the inner one wins, because a gateway or SDK only relabels what the API said.
"""

from __future__ import annotations

from claude_doctor.base import ours, registry
from claude_doctor.base.model import Signal
from claude_doctor.base.record import replace
from claude_doctor.base.text import clean
from claude_doctor.signals import readers
from claude_doctor.signals.readers.contract import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from claude_doctor.signals.seen import Seen

DEPTH = 8
_readers: list[tuple[str, Reader]] = []


def read(text: str) -> Signal:
    """Read one error out of a text. Never fails: what no reader knows is a Signal with its text only; a
    reader that raises is named in it.
    """
    text = clean(text)
    broken: dict[str, str] = {}
    layers, texts = _layers(text, broken)
    found = _merged(layers, texts)
    return replace(found, broken=tuple(broken.items())) if broken else found


def read_all(text: str) -> list[Signal]:
    """Read every error of a text, in order of appearance; at least one Signal."""
    from claude_doctor.signals.pieces import pieces

    return [read(piece) for piece in pieces(clean(text))]


def _layers(text: str, broken: dict[str, str]) -> tuple[list[Seen], list[str]]:
    if not _readers:
        _readers.extend(registry.ranked(readers, Reader))
    layers: list[Seen] = []
    texts = [text]
    after = -1
    while len(texts) <= DEPTH:
        seen = None
        sealed = any(layer.sealed for layer in layers)
        for name, reader in _readers:
            if after >= reader.RANK or (sealed and not reader.INSIDE):
                continue  # inside the API's own message words are words
            try:
                seen = reader.read(text)
            except Exception as error:  # noqa: BLE001  # one reader that breaks must not hide the others
                ours.note(broken, name, error)
                continue
            if seen:
                layers.append(seen)
                after = reader.RANK
                break
        if seen is None or seen.rest is None:
            break
        if seen.rest != text:
            text = seen.rest
            texts.append(text)
            after = -1
    return layers, texts


def _merged(layers: Sequence[Seen], texts: list[str]) -> Signal:
    texts = [clean(text) for text in texts]  # decoding can bring back what was taken out
    message = clean(_innermost(layers, "message") or "") or None
    words = [text for text in (message, *reversed(texts)) if text]
    exceptions = tuple(dict.fromkeys(name for layer in layers for name in layer.exceptions))
    return Signal(
        status=_innermost(layers, "status"),
        type=_innermost(layers, "type"),
        error_code=_innermost(layers, "error_code"),
        message=message,
        request_id=clean(_innermost(layers, "request_id") or "") or None,
        model=_innermost(layers, "model"),
        exception=exceptions[0] if exceptions else None,
        platform=_platform(layers),
        retry_after_s=_innermost(layers, "retry_after_s"),
        exceptions=exceptions,
        texts=tuple(dict.fromkeys(words)),
        statuses=tuple(dict.fromkeys(layer.status for layer in layers if layer.status is not None)),
        types=tuple(dict.fromkeys(layer.type for layer in layers if layer.type is not None)),
        speaker=_innermost(layers, "speaker"),
        streaming=any(layer.streaming for layer in layers),
        foreign=_innermost(layers, "foreign"),
        ours=any(layer.ours for layer in layers),
        sealed=any(layer.sealed for layer in layers),
        framed=_framed(layers, exceptions),
    )


def _innermost(layers: Sequence[Seen], name: str) -> Any:
    for layer in reversed(layers):
        value = getattr(layer, name)
        if value is not None:
            return value
    return None


def _framed(layers: Sequence[Seen], exceptions: tuple[str, ...]) -> bool:
    marks = any(
        layer.sealed or layer.status or layer.streaming or layer.speaker or layer.platform == "claude-code"
        for layer in layers
    )
    return marks or any(
        "anthropic" in name.lower() or name.rsplit(".", 1)[-1].startswith("API") for name in exceptions
    )


def _platform(layers: Sequence[Seen]) -> str | None:
    # A cloud says more than the program that showed its error; a gateway more than the API behind it.
    named = [layer.platform for layer in layers if layer.platform]
    specific = [name for name in named if name not in ("claude-api", "claude-code")]
    sealed = (
        "claude-api"
        if any(layer.sealed and (layer.request_id or "").startswith("req_01") for layer in layers)
        else None
    )
    return next(iter(specific or named), sealed)
