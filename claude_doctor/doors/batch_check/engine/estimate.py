"""What a batch will take before it costs: tokens by model and kind, what could be cached, requests that are
the same twice.

A reading of its own, as weighing costs as much as checking. Tokens only: prices age.
"""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import msgspec

from claude_doctor.base.mask import masked
from claude_doctor.base.text import clean, one_line
from claude_doctor.doors.batch_check.engine import files
from claude_doctor.doors.batch_check.engine.input import Elements
from claude_doctor.doors.batch_check.report import Estimate, ModelTokens
from claude_doctor.doors.batch_check.values.base64_data import Base64
from claude_doctor.doors.batch_check.values.images import picture, tokens
from claude_doctor.doors.batch_check.values.pdf import pdf

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.models import Models

KINDS = ("text", "images", "pdfs", "tools")
# Four bytes a token is the usual rule for English text and JSON.
BYTES = 4
# What larger images are scaled down to on the sharpest models, and what is assumed where an image or a PDF is
# not in the file.
MOST_OF_IMAGE, UNSEEN_IMAGE = 4784, 1568
# The documentation says 1,500 to 3,000 tokens of text a page, depending on how dense it is.
PAGE = 2250
# A prefix this short is cached by no model; of a model that is not known this much is asked.
LEAST = 1024
SHOWN = 5
_MOST_PREFIXES = 100_000
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_encode = msgspec.json.Encoder(order="deterministic").encode


class Weigher:
    """Weighs one request after the other."""

    def __init__(self, models: Models) -> None:
        self.models = models
        self.by_model: dict[str, Counter[str]] = {}
        self.unseen = 0
        self.prefixes: dict[bytes, list[int]] = {}
        self.seen: dict[bytes, str] = {}
        self.twice: list[tuple[str, str]] = []
        self.repeats = 0

    def add(self, item: Any) -> None:
        """Weigh an element; what is no request weighs nothing."""
        params = item.get("params") if isinstance(item, dict) else None
        if not isinstance(params, dict):
            return
        model = params.get("model")
        name = model if isinstance(model, str) else ""
        counts = self.by_model.setdefault(name, Counter())
        counts["requests"] += 1
        before = counts.copy()
        system, tools = params.get("system"), params.get("tools")
        if tools:
            counts["tools"] += len(_encode(tools)) // BYTES
        self._weigh(system, counts)
        shared = sum(counts[kind] - before[kind] for kind in KINDS)
        for message in params.get("messages") or () if isinstance(params.get("messages"), list) else ():
            self._weigh(message.get("content") if isinstance(message, dict) else None, counts)
        self._prefix(name, (name, tools, system), shared, params)
        self._same(params, item.get("custom_id"))

    def _weigh(self, value: Any, counts: Counter[str]) -> None:
        """Weigh text, images and PDFs wherever they stand; a stack instead of calls, as input may be nested
        deeply.
        """
        waiting = [value]
        while waiting:
            value = waiting.pop()
            if isinstance(value, str):
                counts["text"] += len(value.encode("utf-8", "replace")) // BYTES + bool(value)
            elif isinstance(value, list):
                waiting += value
            elif isinstance(value, dict):
                kind, source = value.get("type"), value.get("source")
                if kind == "image":
                    counts["images"] += self._image(source)
                elif (
                    kind == "document"
                    and isinstance(source, dict)
                    and source.get("type") in ("base64", "url", "file")
                ):
                    counts["pdfs"] += self._pdf(source)
                else:
                    waiting += [
                        value[key]
                        for key in ("text", "content", "source", "data", "thinking")
                        if key in value
                    ]
                    if "input" in value:
                        counts["text"] += len(_encode(value["input"])) // BYTES

    def _image(self, source: Any) -> int:
        data = source.get("data") if isinstance(source, dict) else None
        if not isinstance(data, str):
            self.unseen += 1
            return UNSEEN_IMAGE
        found = picture(Base64(data))
        return (
            min(tokens(found.width, found.height), MOST_OF_IMAGE)
            if found.width and found.height
            else UNSEEN_IMAGE
        )

    def _pdf(self, source: dict[str, Any]) -> int:
        data = source.get("data")
        found = pdf(Base64(data)) if isinstance(data, str) else None
        if found is None or not found.pages:
            self.unseen += 1
            return PAGE
        return found.pages * PAGE

    def _prefix(self, name: str, prefix: tuple[Any, ...], weight: int, params: dict[str, Any]) -> None:
        """Keep what requests share before their messages, where it is long enough and carries no
        cache_control.
        """
        model = self.models.get(name)
        least = (model.min_cacheable if model else None) or LEAST
        if weight < least or params.get("cache_control"):
            return
        text = _encode(prefix)
        if b'"cache_control":{' in text:
            return
        digest = blake2b(text, digest_size=16).digest()
        known = self.prefixes.get(digest)
        if known:
            known[0] += 1
        elif len(self.prefixes) < _MOST_PREFIXES:
            self.prefixes[digest] = [1, weight]

    def _same(self, params: dict[str, Any], custom_id: Any) -> None:
        digest = blake2b(_encode(params), digest_size=16).digest()
        name = one_line(masked(clean(custom_id)), 80) if isinstance(custom_id, str) else ""
        first = self.seen.setdefault(digest, name)
        if first is not name:
            self.repeats += 1
            if len(self.twice) < SHOWN:
                self.twice.append((first, name))

    def report(self) -> Estimate:
        """Return all of it as data."""
        shared = [(count, weight) for count, weight in self.prefixes.values() if count > 1]
        return Estimate(
            models=tuple(
                ModelTokens(
                    one_line(masked(clean(name)), 40), counts["requests"], *(counts[kind] for kind in KINDS)
                )
                for name, counts in sorted(self.by_model.items(), key=lambda item: -sum(item[1].values()))
            ),
            unseen=self.unseen,
            prefixes=len(shared),
            cacheable_requests=sum(count for count, _ in shared),
            cacheable_tokens=sum((count - 1) * weight for count, weight in shared),
            repeats=self.repeats,
            repeat_ids=tuple(self.twice),
        )


def estimate(paths: list[str], models: Models) -> Estimate:
    """Weigh the requests of files; InputError for one that cannot be read."""
    weigher = Weigher(models)
    for path in paths:
        stream, _ = files.opened(path)
        with stream:
            for _line, raw in Elements(stream):
                try:
                    item = msgspec.json.decode(raw)
                except _UNREADABLE:
                    continue
                weigher.add(item)
    return weigher.report()
