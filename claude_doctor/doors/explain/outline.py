"""Reports as plain dictionaries: the keys of CONTRACT, shared by every machine format."""

from __future__ import annotations

from claude_doctor.base import ours
from claude_doctor.render.style import SITE, doc_url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from claude_doctor.base.model import Diagnosis, Entry, Heading, Signal
    from claude_doctor.doors.explain.report import Explained, Explanation, Listing

_MESSAGE = 4000


def explanation(report: Explanation, site: str | None = SITE) -> dict[str, Any]:
    """Return the contract's object for one explanation; its pages stand below `site`."""
    main = explained(report.main, report.code, site, report.next_delay_s)
    found = {
        "schema_version": 1,
        "command": "explain",
        **main,
        "also": [explained(item, report.code, site) for item in report.also],
    }
    if report.nearest:
        found["did_you_mean"] = list(report.nearest)
    if report.notes:
        found["notes"] = list(report.notes)
    if told := report.sdk_text:
        found["sdk_text"] = {
            "text": told.text,
            "path": told.path,
            "version": told.version,
            "status": told.status,
        }
    if faults := report.faults():
        found["faults_of_ours"] = ours.listed(faults)
    return found


def explained(
    item: Explained, code: str, site: str | None = SITE, next_delay_s: float | None = None
) -> dict[str, Any]:
    """Return signal and diagnoses of one error; `next_delay_s` is the wait that the first one asks for."""
    return {
        "signal": signal(item.signal),
        "diagnoses": [
            diagnosis(found, code, site, next_delay_s if found is item.diagnoses[0] else None)
            for found in item.diagnoses
        ],
    }


def signal(item: Signal) -> dict[str, Any]:
    """Return the contract's signal."""
    message = item.message
    if message and len(message) > _MESSAGE:
        message = message[:_MESSAGE] + "…"
    return {
        "status": item.status,
        "type": item.type,
        "error_code": item.error_code,
        "message": message,
        "request_id": item.request_id,
        "model": item.model,
        "exception": item.exception,
        "platform": item.platform,
        "retry_after_s": item.retry_after_s,
    }


def diagnosis(
    found: Diagnosis, code: str = "python", site: str | None = SITE, next_delay_s: float | None = None
) -> dict[str, Any]:
    """Return the contract's diagnosis."""
    entry = found.entry
    return {
        "id": entry.id,
        "title": entry.title,
        "category": entry.category,
        "status": entry.status,
        "type": entry.type,
        "error_code": entry.error_code,
        "confidence": found.confidence,
        "evidence": [{"by": item.by, "matched": item.matched} for item in found.evidence],
        "fault": entry.fault,
        "retryable": entry.retryable,
        "retry": retry(entry) | ({"next_delay_s": next_delay_s} if next_delay_s is not None else {}),
        "billed": entry.billed,
        "summary": entry.meaning,
        "causes": list(entry.causes),
        "fixes": list(entry.fixes),
        "code": {
            name: text
            for name, text in (("python", entry.python), ("typescript", entry.typescript))
            if text and code != "none"
        },
        "platforms": list(entry.platforms),
        "good_to_know": list(entry.notes),
        "related": list(entry.related),
        "sources": [
            {"url": source.where, "read": source.read} | ({"says": source.says} if source.says else {})
            for source in entry.sources
        ],
        "firmness": entry.confidence,
        "doc_url": doc_url(entry.id, site),
        "notes": list(found.notes),
    }


def retry(entry: Entry) -> dict[str, Any]:
    """Return the wait rule; delays are seconds."""
    return {
        "sdk_retries": entry.sdk_retries,
        "wait": entry.wait,
        "delays_s": list(entry.delays_s),
        "honour_retry_after": entry.honour_retry_after,
        "max_attempts": len(entry.delays_s),
    }


def listing(report: Listing) -> dict[str, Any]:
    """Return the contract's list of entries."""
    found: dict[str, Any] = {
        "schema_version": 1,
        "command": "explain",
        "entries": [heading(item) for item in report.entries],
    }
    if report.rules:
        found["rules"] = [{"id": name, "title": title} for name, title in report.rules]
    return found


def heading(item: Heading) -> dict[str, Any]:
    """Return one line of a list."""
    return {
        "id": item.id,
        "title": item.title,
        "status": item.status,
        "type": item.type,
        "category": item.category,
        "retryable": item.retryable,
        "fault": item.fault,
    }
