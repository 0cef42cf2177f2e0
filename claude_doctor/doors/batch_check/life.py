"""What stands beside the findings, for all views: what was repaired and written, and what became of a batch
that has ended.
"""

from __future__ import annotations

from claude_doctor.render.style import SITE, doc_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from claude_doctor.doors.batch_check.report import BatchReport, Estimate, Fixed, ResultsReport

_TOKENS = {
    "input_tokens": "input",
    "output_tokens": "output",
    "cache_creation_input_tokens": "cache writes",
    "cache_read_input_tokens": "cache reads",
}


def results(item: ResultsReport, site: str | None = SITE) -> dict[str, Any]:
    """Return what became of the requests."""
    return {
        "files": list(item.paths),
        "files_missing": list(item.absent),
        "requests": item.requests,
        **dict(item.types),
        "incomplete": item.incomplete,
        "causes": [
            {
                "outcome": one.outcome,
                "type": one.type or None,
                "diagnosis": one.diagnosis,
                "title": one.title,
                "count": one.count,
                "retry": "unchanged" if one.again else "after_fix",
                "fix": one.fix or None,
                "custom_ids": list(one.custom_ids),
                "doc_url": doc_url(one.diagnosis, site),
            }
            for one in item.outcomes
        ],
        "missing": {"count": item.missing, "custom_ids": list(item.missing_ids)},
        "not_asked_for": {"count": item.strangers, "custom_ids": list(item.stranger_ids)},
        "repeated": item.repeated,
        "unreadable_lines": item.unreadable,
        "requests_without_id": item.nameless,
        "usage": dict(item.usage),
        "wasted": {"tokens": item.wasted, "share": round(item.wasted_share, 4)},
        "retry_file": {"path": item.retry_file, "requests": item.retried} if item.retry_file else None,
    }


def results_told(item: ResultsReport) -> Iterator[tuple[str, str]]:
    """Yield (mark, sentence) for people: what came back, what failed, what to do. The mark is ok, bad, doubt,
    next or note.
    """
    counts = dict(item.types)
    good = counts["succeeded"] - item.incomplete
    yield (
        ("ok" if good == item.requests else "note"),
        f"{good:,} of {item.requests:,} requests have an answer to use",
    )
    yield from _outcomes_told(item)
    yield from _mismatches_told(item)
    usage = dict(item.usage)
    words = ", ".join(f"{usage[kind]:,} {name}" for kind, name in _TOKENS.items())
    yield (
        "note",
        f"tokens: {words}; {item.wasted_share:.1%} of them for answers that are cut off, refused or paused",
    )
    if item.retry_file:
        noun = "request" if item.retried == 1 else "requests"
        yield "note", f"{item.retried:,} {noun} written to {item.retry_file}"


def _outcomes_told(item: ResultsReport) -> Iterator[tuple[str, str]]:
    """Say what failed, each with what to do about it."""
    types = dict(item.types)
    for one in item.outcomes:
        failed = one.outcome in types
        if one.type:
            what = f"{one.outcome}, {one.type}"
        else:
            what = one.outcome if failed else f"succeeded, but stopped with {one.outcome}"
        yield (
            "bad" if failed else "doubt",
            f"{one.count:,} {what}: {one.title} ({one.diagnosis}), such as {', '.join(one.custom_ids[:3])}",
        )
        yield "next", "worth sending again unchanged" if one.again else one.fix or "needs a fix first"


def _mismatches_told(item: ResultsReport) -> Iterator[tuple[str, str]]:
    """Say where requests and results do not belong together."""
    for count, ids, words in (
        (
            item.missing,
            item.missing_ids,
            "have no result: download the results again, or name the other files of results",
        ),
        (item.strangers, item.stranger_ids, "results belong to no request here"),
    ):
        if count:
            yield "bad", f"{count:,} {words} ({', '.join(ids[:3])}{', ...' if count > 3 else ''})"
    for count, words in (
        (item.repeated, "result lines repeat an id; the first one counts"),
        (item.unreadable, "lines of the results cannot be read"),
        (item.nameless, "requests have no id to be joined by"),
    ):
        if count:
            yield "doubt", f"{count:,} {words}"
    for path in item.absent:
        yield "doubt", f"{path} is named by the manifest and not there"


def fixed(item: Fixed) -> dict[str, Any]:
    """Return what a repair has changed."""
    return {
        "path": item.path,
        "unsafe": item.unsafe,
        "around": list(item.about),
        "changes": [
            {
                "rule": one.rule,
                "line": one.line,
                "index": one.index,
                "custom_id": one.custom_id,
                "path": one.path,
                "before": one.before or None,
                "after": one.after or None,
                "why": one.why,
            }
            for one in item.lines
        ],
        "by_rule": dict(item.counts),
        "anthropic_beta": item.header or None,
        "ids_file": item.ids_file or None,
    }


def fixed_told(item: Fixed, diff: bool) -> Iterator[tuple[str, str]]:
    """Yield (mark, sentence) of what was changed; with `diff` each change with what stood and what stands
    there.
    """
    total = sum(count for _, count in item.counts)
    yield (
        "note",
        f"written to {item.path}: {total + len(item.about):,} changes"
        + ("" if total or item.about else ", nothing to repair"),
    )
    for words in item.about:
        yield "next", words
    for rule, count in item.counts:
        mine = [one for one in item.lines if one.rule == rule]
        why = f": {mine[0].why}" if mine else ""
        yield "next", f"{rule} ×{count:,}{why}"
        for one in mine if diff else mine[:3]:
            where = f"line {one.line:,}" + (f" {one.custom_id}" if one.custom_id else "")
            yield "change", f"{where}: {one.path}: {one.before or 'nothing'} → {one.after or 'removed'}"
        if not diff and count > 3:
            yield "change", f"{count - 3:,} more; --diff shows them"
    if item.header:
        yield "doubt", f"send the header anthropic-beta: {item.header} with the batch"
    if item.ids_file:
        yield "note", f"new ids and what they were: {item.ids_file}"


def written(report: BatchReport) -> Iterator[str]:
    """Say which files a run has written beside its report."""
    for part in report.parts:
        yield f"{part.path}: {part.requests:,} requests, {part.body_bytes:,} bytes"


def estimate(item: Estimate) -> dict[str, Any]:
    """Return what a batch will take."""
    return {
        "models": [
            {
                "model": one.model,
                "requests": one.requests,
                "tokens": {"text": one.text, "images": one.images, "pdfs": one.pdfs, "tools": one.tools},
            }
            for one in item.models
        ],
        "sizes_assumed": item.unseen,
        "cacheable": {
            "prefixes": item.prefixes,
            "requests": item.cacheable_requests,
            "tokens": item.cacheable_tokens,
        },
        "same_twice": {"requests": item.repeats, "custom_ids": [list(pair) for pair in item.repeat_ids]},
    }


def estimate_told(item: Estimate) -> Iterator[tuple[str, str]]:
    """Yield (mark, sentence) of what a batch will take."""
    for one in item.models:
        kinds = (("text", one.text), ("images", one.images), ("PDFs", one.pdfs), ("tools", one.tools))
        words = ", ".join(f"{count:,} {name}" for name, count in kinds if count)
        total = one.text + one.images + one.pdfs + one.tools
        yield (
            "note",
            (
                f"{one.model or 'no model'}: {one.requests:,} requests, about {total:,} input tokens "
                f"({words or 'nothing'})"
            ),
        )
    if item.unseen:
        yield "note", f"{item.unseen:,} images or PDFs are not in the file; their size is assumed"
    if item.cacheable_requests:
        words = (
            f"{item.cacheable_requests:,} requests share {item.prefixes:,} long beginnings (tools, system) "
            "without cache_control"
        )
        yield "doubt", f"{words}: about {item.cacheable_tokens:,} tokens are sent again that a cache may hold"
    if item.repeats:
        first, again = item.repeat_ids[0]
        yield "doubt", f"{item.repeats:,} requests are the same as one before, such as {again} and {first}"
