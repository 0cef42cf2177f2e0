"""The week of docs/batch-check.md: its Python and its commands run, in their order and with the exit codes
they name.
"""

from __future__ import annotations

import json
import re
import shlex

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "batch-check.md").read_text(encoding="utf-8")
WEEK = TEXT[TEXT.index("## A week with a batch") : TEXT.index("## Other kinds of file")]
COMMANDS = [
    (shlex.split(words), int(code))
    for words, code in re.findall(r"^claude-doctor (batch-check .*?) +# exit code (\d)$", WEEK, re.MULTILINE)
]


def ended(folder):
    """Write what the API would give back: of ten requests one expired, one refused, one wrong."""
    (part,) = json.loads((folder / "manifest.json").read_text())["parts"]
    lines = []
    for at, line in enumerate((folder / part["file"]).read_text().splitlines()):
        error = {
            "type": "error",
            "error": {"type": "invalid_request_error", "message": "messages: Field required"},
        }
        stop = "refusal" if at % 10 == 1 else "end_turn"
        good = {
            "type": "succeeded",
            "message": {"stop_reason": stop, "usage": {"input_tokens": 10, "output_tokens": 5}},
        }
        result = (
            {"type": "expired"}
            if at % 10 == 0
            else {"type": "errored", "error": error}
            if at % 10 == 2
            else good
        )
        lines.append(json.dumps({"custom_id": json.loads(line)["custom_id"], "result": result}))
    (folder / part["results"]).write_text("\n".join(reversed(lines)) + "\n")


def test_the_week_runs(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"^```python\n(.*?)^```", WEEK, re.MULTILINE | re.DOTALL)
    exec(compile(code, "docs/batch-check.md", "exec"), {})
    assert len(COMMANDS) == 6
    told = []
    for words, wanted in COMMANDS:
        if "--results" in words:
            ended(tmp_path / "parts")
        done = run(*words)
        assert done.returncode == wanted, (words, done)
        told.append(" ".join(done.stdout.split()))
    assert "nothing would run" in told[0]
    assert "200 requests, no error" in told[1]
    assert "claude-opus-5-5: 200 requests" in told[2]
    assert "1 requests are the same as one before" not in told[2]
    assert "20 expired" in told[4]
    assert "140 of 200 requests have an answer to use" in told[4]
    assert len((tmp_path / "again.jsonl").read_text().splitlines()) == 20
    assert len(json.loads((tmp_path / "ready.jsonl.ids.json").read_text())) == 200
