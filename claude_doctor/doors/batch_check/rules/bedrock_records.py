"""Batch inference files of Amazon Bedrock: their records, their size, their name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from claude_doctor.doors.batch_check.engine.anchors import BEDROCK_RECORD
from claude_doctor.doors.batch_check.engine.batch import BEDROCK_FILE
from claude_doctor.doors.batch_check.engine.fault import kind_of, quoted, short
from claude_doctor.doors.batch_check.engine.rule import rule

if TYPE_CHECKING:
    from claude_doctor.doors.batch_check.engine.batch import Batch
    from claude_doctor.doors.batch_check.engine.reporter import Reporter

VERSION = "bedrock-2023-05-31"
FEWEST, MOST = 100, 50_000
LARGEST = 1_000_000_000
_KEYS = ("recordId", "modelInput")


@rule(
    "bedrock-record-shape",
    "bedrock-record-id",
    "bedrock-anthropic-version",
    "bedrock-model-inside",
    at=BEDROCK_RECORD,
)
def record(value: dict[str, Any], report: Reporter) -> None:
    """Look at one record: its keys, its id, and what of its body is Bedrock's own."""
    body = value.get("modelInput")
    if not isinstance(body, dict):
        words = (
            f"`modelInput` is {kind_of(body)}, not an object"
            if "modelInput" in value
            else "`modelInput` is missing"
        )
        report.found(
            "bedrock-record-shape",
            "modelInput",
            words,
            'Write {"recordId": ..., "modelInput": {...}} on each line.',
        )
        return
    for key in value:
        if key not in _KEYS:
            words = f"`{short(key)}` stands beside recordId and modelInput"
            report.found(
                "bedrock-record-shape", short(key), words, "Remove it, or move it into modelInput.", "warning"
            )
    if "recordId" in value:
        _id(value["recordId"], report)
    if "anthropic_version" not in body:
        words = "`anthropic_version` is missing"
    elif body["anthropic_version"] != VERSION:
        words = f"`anthropic_version` is {quoted(body['anthropic_version'])}"
    else:
        words = ""
    if words:
        report.found(
            "bedrock-anthropic-version", "modelInput.anthropic_version", words, f'Write "{VERSION}".'
        )
    if "model" in body:
        fix = "Remove it: the model is named when the job is created (`modelId`)."
        report.found(
            "bedrock-model-inside", "modelInput.model", "`model` stands in the body of a record", fix
        )


def _id(found: Any, report: Reporter) -> None:
    if not isinstance(found, str):
        report.found(
            "bedrock-record-id",
            "recordId",
            f"`recordId` is {kind_of(found)}, not a string",
            "Write it as a string.",
        )
    elif not (found.isascii() and found.isalnum()):
        words = f"`recordId` {quoted(found)} has a character that is no letter or digit"
        report.found(
            "bedrock-record-id",
            "recordId",
            words,
            "Use letters and digits only: the documentation promises no more.",
            "warning",
        )


@rule("bedrock-record-count", "bedrock-file-size", "bedrock-file-name", at=BEDROCK_FILE)
def file(batch: Batch, report: Reporter) -> None:
    """Look at the file as one of the input of a job."""
    if 0 < batch.requests < FEWEST:
        words = f"{batch.requests:,} records; a job needs {FEWEST} or more, over all of its files"
        report.found(
            "bedrock-record-count",
            "",
            words,
            "Add records, or files to the folder of the job; see your account's Service Quotas.",
            "warning",
        )
    elif batch.requests > MOST:
        words = f"{batch.requests:,} records; {MOST:,} a file is the usual quota"
        report.found(
            "bedrock-record-count",
            "",
            words,
            "Write several files, or look up the quota of your account.",
            "warning",
        )
    if batch.bytes > LARGEST:
        report.found(
            "bedrock-file-size",
            "",
            f"the file has {batch.bytes:,} bytes; 1 GB a file is the quota",
            "Write several files.",
        )
    if batch.path != "-" and not batch.path.endswith(".jsonl"):
        report.found(
            "bedrock-file-name",
            "",
            "the name of the file does not end in .jsonl",
            "Upload it plain under a name that ends in .jsonl.",
        )
