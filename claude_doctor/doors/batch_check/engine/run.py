"""From inputs to one report: each file is a batch of its own."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from claude_doctor.base.errors import InputError, cannot_read
from claude_doctor.base.mask import free_masked, masked
from claude_doctor.base.outside import Outside
from claude_doctor.base.record import replace
from claude_doctor.base.text import clean, one_line
from claude_doctor.doors.batch_check.engine import files
from claude_doctor.doors.batch_check.engine import halves as _batch_halves
from claude_doctor.doors.batch_check.engine import kind as _kind
from claude_doctor.doors.batch_check.engine.abroad import VERSION as _VERSION
from claude_doctor.doors.batch_check.engine.abroad import Abroad, requests
from claude_doctor.doors.batch_check.engine.batch import LIMIT, LOOKED, Batch
from claude_doctor.doors.batch_check.engine.checker import Checker
from claude_doctor.doors.batch_check.engine.input import Elements
from claude_doctor.doors.batch_check.engine.tally import Tally
from claude_doctor.doors.batch_check.report import BatchFile, BatchReport, Finding, RuleCount

if TYPE_CHECKING:
    from typing import BinaryIO

    from claude_doctor.doors.batch_check.engine.progress import Progress
    from claude_doctor.doors.batch_check.engine.reporter import Scope
    from claude_doctor.doors.batch_check.engine.table import Table
    from claude_doctor.doors.batch_check.engine.tally import Kept
    from claude_doctor.doors.batch_check.kinds.contract import Kind

# From here on the exact size of the body decides, so it is counted.
NEAR = LIMIT * 95 // 100


class Run:
    """One run over several files: what it is made for, and what is to be reported."""

    def __init__(
        self,
        scope: Scope,
        table: Table,
        limit: int,
        select: frozenset[str],
        ignore: dict[str, str],
        progress: Progress | None = None,
    ) -> None:
        self.scope = scope
        self.table = table
        self.limit = limit
        self.select = select
        self.ignore = ignore
        self.progress = progress
        self.platform = ""  # whose batch every file is, where that was said
        self._masked: dict[str, str] = {}
        self._free: dict[str, str] = {}

    def report(self, paths: list[str]) -> BatchReport:
        """Check all inputs; InputError when not one of them can be read."""
        done: list[tuple[Batch, str]] = []
        unreadable: list[tuple[str, str]] = []
        for path in paths:
            try:
                done.append((self.check(path), path))
            except InputError as error:
                unreadable.append((path, str(error)))
        if not done:
            raise InputError("; ".join(reason for _, reason in unreadable))
        return self._joined(done, unreadable)

    def check(self, path: str) -> Batch:
        """Check one input from its beginning to its end."""
        stream, plain = files.opened(path)
        size = os.path.getsize(path) if plain else 0
        kind = self._kind(stream)
        if kind is not None:
            return self._other(kind, path, stream, size)
        # What can be read only once is measured at once, for half the price of the check; anything else where
        # it matters.
        again = path != "-" and os.path.isfile(path)
        exact = size >= NEAR or not again
        try:
            with stream:
                elements = Elements(stream, size)
                batch = self.batch(elements.form, exact)
                halves = elements.form == "jsonl" and size >= _batch_halves.WORTH and _batch_halves.possible()
                if self.progress:
                    self.progress.begin(path, stream, batch, halves)
                if halves:
                    _batch_halves.read(batch, stream, size)
                else:
                    batch.read(elements)
                    batch.bytes = elements.bytes
        except Exception as error:
            if not files.damaged(error):
                raise
            raise cannot_read(path, f"not to its end: {error}") from error
        batch.stopped, batch.marked, batch.beside = elements.trouble, elements.marked, elements.beside
        batch.overlong += elements.overlong
        if not exact and not batch.overlong and batch.bytes >= NEAR:
            _measure(batch, path)
        if batch.hinted and again and batch.requests > LOOKED:
            again_stream, _ = files.opened(path)
            with again_stream:
                batch.look_again(Elements(again_stream))
        batch.finish()
        return batch

    def _kind(self, stream: BinaryIO) -> Kind | None:
        """Return what a file is, None for a batch of the Claude API; a
        platform that was asked for decides.
        """
        if self.platform:
            return _kind.platform(self.platform)
        peek = getattr(stream, "peek", None)
        return _kind.recognised(_kind.look(bytes(peek(1)))) if peek else None

    def _other(self, kind: Kind, path: str, stream: BinaryIO, size: int) -> Batch:
        """Check the batch of another platform by its rules; of anything else say only what it is."""
        platform = kind.PLATFORM
        try:
            with stream:
                elements = Elements(stream, size)
                if platform is None:
                    batch = self.batch(elements.form, exact=False)
                    batch.kind, batch.way_out = kind.NAME, kind.WAY_OUT
                    batch.bytes = size or elements.bytes + sum(
                        map(len, iter(lambda: stream.read(files.BUFFER), b""))
                    )
                else:
                    tally = Abroad(
                        platform, self.table.facts, self.limit, self.select, frozenset(self.ignore)
                    )
                    batch = Batch(
                        Checker(replace(self.scope, version=_VERSION), self.table), tally, elements.form
                    )
                    batch.platform, batch.path = platform.name, path
                    batch.read(requests(elements, batch, tally))
                    batch.bytes = elements.bytes
                    batch.stopped, batch.marked, batch.overlong = (
                        elements.trouble,
                        elements.marked,
                        batch.overlong + elements.overlong,
                    )
        except Exception as error:
            if not files.damaged(error):
                raise
            raise InputError(f"{path}: cannot be read to its end: {error}") from error
        batch.finish()
        return batch

    def batch(self, form: str, exact: bool) -> Batch:
        """Return an empty batch of this run."""
        tally = Tally(self.table.facts, self.limit, self.select, frozenset(self.ignore))
        return Batch(Checker(self.scope, self.table), tally, form, exact)

    def _joined(self, done: list[tuple[Batch, str]], unreadable: list[tuple[str, str]]) -> BatchReport:
        counts: Counter[tuple[str, str]] = Counter()
        findings: list[Finding] = []
        for batch, path in done:
            counts.update(batch.tally.counts)
            findings += self._findings(batch.tally.findings(), path)
        by_kind: Counter[str] = Counter()
        rules = []
        for (rule, severity), count in sorted(
            counts.items(), key=lambda item: (item[0][1], -item[1], item[0][0])
        ):
            facts = self.table.facts_of(rule)
            by_kind["advice" if facts.when == "advice" else severity] += count
            rules.append(RuleCount(rule, facts.title, severity, facts.when, count))
        return BatchReport(
            anthropic_version=self.scope.version,
            betas=tuple(sorted(self.scope.betas)),
            models_as_of=self.scope.models.as_of,
            today=self.scope.today,
            files=tuple(_file(batch, path) for batch, path in done),
            findings=tuple(findings),
            truncated=sum(counts.values()) - len(findings),
            rules=tuple(rules),
            errors=by_kind["error"],
            warnings=by_kind["warning"],
            advice=by_kind["advice"],
            would_fail=sum(batch.tally.would_fail for batch, _ in done),
            rejected_at_create=any(batch.tally.rejected for batch, _ in done),
            unreadable=tuple((Outside(path), Outside(why)) for path, why in unreadable),
            ignored=tuple((rule, Outside(clean(reason))) for rule, reason in self.ignore.items()),
            selected=tuple(sorted(self.select)),
            faults=tuple(
                sorted({name: how for batch, _ in done for name, how in batch.checker.broken.items()}.items())
            ),
        )

    def _without_secrets(self, text: str) -> str:
        """Mask a place or a message; the same ones come a thousand times."""
        found = self._masked.get(text)
        if found is None:
            found = self._masked[text] = masked(text)
        return found

    def _said(self, message: str, custom_id: str | None) -> str:
        """Mask a message; a custom_id quoted in it is a name, however random it looks."""
        if custom_id and custom_id in message:
            return self._without_secrets(message)
        found = self._free.get(message)
        if found is None:
            found = self._free[message] = free_masked(message)
        return found

    def _findings(self, kept: list[Kept], path: str) -> list[Finding]:
        named = [None if one[2] is None else clean(one[2]) for one in kept]
        together = "\n".join(name for name in named if name is not None)
        # Ids are many and hold no secrets: where all of them together have nothing to mask, none has.
        hide = str if masked(together) == together else masked
        return [
            self._finding(one, None if name is None else one_line(hide(name), 80), path)
            for one, name in zip(kept, named, strict=True)
        ]

    def _finding(self, kept: Kept, custom_id: str | None, path: str) -> Finding:
        line, index, _, rule, severity, place, message, fix = kept
        facts = self.table.facts_of(rule)
        return Finding(
            rule=rule,
            severity=severity,
            when=facts.when,
            file=Outside(path),
            line=line,
            index=index,
            custom_id=None if custom_id is None else _hidden(custom_id),
            path=_hidden(self._without_secrets(place)),
            message=_hidden(self._said(message, custom_id)),
            fix=_hidden(self._without_secrets(fix)),
            diagnosis=facts.entry,
        )


def _hidden(text: str) -> Outside:
    return Outside(text, is_masked=True)


def _measure(batch: Batch, path: str) -> None:
    """Read a compressed input once more for the exact size of the body."""
    stream, _ = files.opened(path)
    with stream:
        batch.measure(Elements(stream))


def _file(batch: Batch, path: str) -> BatchFile:
    models = sorted(
        (
            (name, seen.count)
            for name, seen in batch.checker.seen.items()
            if seen.count and (name or not batch.platform)
        ),
        key=lambda item: -item[1],
    )
    return BatchFile(
        path=Outside(path),
        requests=batch.requests,
        bytes=batch.bytes,
        body_bytes=batch.body_bytes,
        body_bytes_exact=batch.exact and not batch.overlong,
        models=tuple(
            (Outside(clean(name)).cut(lambda text: one_line(text, 40)), count) for name, count in models
        ),
        shapes=len(batch.checker.seen.shapes),
        tokens_estimated=batch.tokens,
        rejected_at_create=batch.tally.rejected,
        would_fail=batch.tally.would_fail,
        stopped=batch.stopped,
        kind=batch.kind,
        platform=batch.platform,
    )
