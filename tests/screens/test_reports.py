"""The reports of batch-check, tail and health at three sizes, over all corpora: they fit, and hold verdict
and fix.
"""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import pytest

from claude_doctor.base.model import RETRYABLE
from claude_doctor.base.outside import Outside
from claude_doctor.base.record import replace
from claude_doctor.cli import argv
from claude_doctor.doors.batch_check import command as batch_check
from claude_doctor.doors.batch_check.views import text as batch_view
from claude_doctor.doors.health.report import Check, Health, Target, Verdict
from claude_doctor.doors.health.views import text as health_view
from claude_doctor.doors.tail import command as tail
from claude_doctor.doors.tail.report import TailSummary
from claude_doctor.doors.tail.views import text as tail_view
from claude_doctor.doors.tail.views.text import table
from claude_doctor.render.style import Style
from tests.conftest import GIVEN, ROOT
from tests.screens.test_pages import SIZES, check_size

STYLES = [Style(width=min(width, 100), rows=rows, extent="short") for width, rows in SIZES]


def shown(view, report: object, style: Style) -> list[str]:
    out = io.StringIO()
    view.render([report], out, style)
    return out.getvalue().splitlines()


def reports(command, *words: str) -> list[object]:
    args = argv.parse(command, list(words))
    assert args is not None
    return list(command.run(replace(args, inputs=())))


def _batches(folder: Path) -> list[Path]:
    lines = []
    for path in sorted((GIVEN / "batch").glob("*/*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        lines += data.get("batch_lines") or [
            json.dumps({"custom_id": path.stem[:60], "params": data["params"]})
        ]
    made = []
    for size in (1, 5, 40, len(lines)):
        for at in range(0, len(lines), max(size, len(lines) // 12)):
            made.append(folder / f"{size}-{at}.jsonl")
            made[-1].write_bytes("\n".join(lines[at : at + size]).encode("utf-8", "surrogatepass"))
    return [*made, *sorted((ROOT / "tests" / "golden" / "inputs").glob("batch-check*"))]


def test_batch_check(tmp_path: Path) -> None:
    files = _batches(tmp_path)
    found = [report for path in files for report in reports(batch_check, str(path))]
    found += reports(batch_check, *map(str, files), "--ignore", "model-retired")
    assert any(report.rules for report in found)
    for report in found:
        for style in STYLES:
            lines = shown(batch_view, report, style)
            check_size(lines, style)
            assert lines[0][0] in "✓✗"
            assert not report.rules or any("→" in line for line in lines)
            worst = [item.rule for item in report.rules if item.when == "create"] or [
                item.rule for item in report.rules if item.severity == "error"
            ]
            assert not worst or any(rule in line for line in lines for rule in worst)


def test_tail() -> None:
    folders = [GIVEN / "logs", GIVEN / "logs-november", *sorted((ROOT / "tests" / "corpus").glob("logs-*"))]
    files = [
        path
        for folder in folders
        if folder.is_dir() and folder.name != "logs-fifth"
        for path in sorted(folder.iterdir())
        if path.is_file()
    ]
    asked = [[str(path)] for path in files if not path.name.endswith((".md", ".expected.jsonl", ".bin"))]
    asked += [
        [str(GIVEN / "logs"), *words]
        for words in ([], ["--by", "model"], ["--by", "status"], ["--alert", "overloaded_529 > 1 in 1h"])
    ]
    failed = 0
    for words in asked:
        for report in reports(tail, *words):
            assert isinstance(report, TailSummary)
            failed += report.failed_requests
            for style in STYLES:
                lines = shown(tail_view, report, style)
                check_size(lines, style)
                for group in report.groups[:1] if report.by == "cause" else ():
                    words_of = " ".join(" ".join(lines).split())
                    assert not group.fixes or " Do " in words_of
                    assert not group.retryable or table.RETRY[group.retryable][0] in words_of
    assert failed


def test_every_answer_has_a_word_for_the_table() -> None:
    assert set(table.RETRY) == set(RETRYABLE)


def _check(name: str, status: str, summary: str = "It is as it should be.", **more: object) -> Check:
    said = {key: Outside(value) if key in ("fix", "command") else value for key, value in more.items()}
    return Check(name, name.partition(".")[2], status, Outside(summary), **said)  # type: ignore[arg-type]


COMMAND = (
    "cat /etc/ssl/certs/ca-certificates.crt company-root.pem > bundle.pem\nexport "
    "SSL_CERT_FILE=$PWD/bundle.pem"
)
LONG = "It is signed by an authority that this machine does not know; TLS is inspected on the way. " * 3


@pytest.mark.parametrize("others", [0, 12])
@pytest.mark.parametrize(
    "command", [COMMAND, "claude-doctor health --base-url https://gateway.example/" + "a" * 60, ""]
)
def test_health_that_failed(others: int, command: str) -> None:
    checks = [_check(f"net.{stage}", "pass", duration_ms=3.0) for stage in ("dns", "tcp")]
    checks += [_check("net.tls", "fail", LONG, fix=LONG, command=command, fault="between")]
    checks += [_check(f"x.stage{at}", "fail" if at % 2 else "warn", LONG, fix=LONG) for at in range(others)]
    words = Outside(LONG)
    verdict = Verdict("between", words, "net.tls", words, Outside(command), "tls_unknown_issuer")
    target = Target(Outside("https://api.anthropic.com"), Outside("api.anthropic.com"), "claude-api")
    report = Health(False, target, tuple(checks), (("dns", 3.0),), verdict)
    for style in STYLES:
        lines = shown(health_view, report, style)
        check_size_but_commands(lines, style, command)
        words = " ".join(lines)
        assert "FAULT between" in words
        assert "Fix" in words
        assert all(
            part in lines or any(line.endswith(part) for line in lines) for part in command.split("\n")
        )
        assert "claude-doctor explain tls_unknown_issuer" in words


def check_size_but_commands(lines: list[str], style: Style, command: str) -> None:
    from claude_doctor.render.canvas import rows_of, width_of

    assert rows_of(lines, style) <= style.rows - 2, "\n".join(lines)
    for line in lines:
        assert width_of(line) <= style.width or any(part and part in line for part in command.split("\n")), (
            line
        )


def test_health_that_is_well_is_two_rows_and_a_note() -> None:
    target = Target(
        Outside("https://api.anthropic.com"),
        Outside("api.anthropic.com"),
        "claude-api",
        (Outside("claude-opus-5-5"),),
        sdk=Outside("2.14.0"),
    )
    checks = tuple(
        _check(f"net.{stage}", "pass", duration_ms=12.0) for stage in ("dns", "tcp", "tls", "http")
    )
    report = Health(
        True,
        target,
        checks,
        (("dns", 12.0), ("tls", 35.0)),
        Verdict("none", Outside("Healthy: network, key and model work.")),
    )
    lines = shown(health_view, report, STYLES[0])
    assert len(lines) <= 3
    assert lines[0].startswith("✓ Healthy")
    assert "--all: 4 checks" in " ".join(lines)


def test_a_long_log_is_short(tmp_path: Path) -> None:
    log = tmp_path / "night.jsonl"
    body = {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}
    log.write_text(
        "".join(
            json.dumps({"ts": f"2026-11-29T{at // 60:02}:{at % 60:02}:00Z", "status": 529, **body}) + "\n"
            for at in range(400)
        )
    )
    (report,) = reports(tail, str(log))
    begun = time.monotonic()
    lines = shown(tail_view, report, STYLES[0])
    assert time.monotonic() - begun < 20
    check_size(lines, STYLES[0])
    assert lines[0].startswith("✗ 400 requests failed, none recovered")
    assert any(
        "overloaded_529" in line and "█" in line and "theirs" in line and "retry" in line for line in lines
    )
    assert any(line.startswith("  Last") for line in lines)
