"""The command as a person or a job calls it: options, formats, exit codes, configuration."""

from __future__ import annotations

import json

import pytest

from tests.batch import helper

GOOD = helper.line(helper.params(), "good") + b"\n"
FAILS = helper.line(helper.params(max_tokens=0), "fails") + b"\n"
WARNS = helper.line(helper.params(model="claude-opus-9"), "warns") + b"\n"
ADVICE = helper.line(helper.params(fallback_credit_token="t"), "advice") + b"\n"


@pytest.mark.parametrize(
    ("lines", "words", "code"),
    [
        (GOOD, (), 0),
        (FAILS, (), 1),
        (FAILS, ("--exit-zero",), 0),
        (FAILS, ("--fail-on", "never"), 0),
        (WARNS, (), 0),
        (WARNS, ("--fail-on", "warning"), 1),
        (ADVICE, ("--fail-on", "warning"), 0),
        (ADVICE, ("--fail-on", "warning", "--select", "batch-fallback-credit-token"), 1),
        (FAILS, ("--ignore", "batch-max-tokens-zero"), 0),
        (FAILS, ("--select", "custom-id-pattern"), 0),
        (FAILS, ("--ignore", "no-such-rule"), 2),
        (GOOD, ("--anthropic-version", "2020-01-01"), 2),
        (GOOD, ("--max-findings", "-1"), 2),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "github", "markdown"])
def test_exit_codes_are_the_same_in_every_format(run, lines, words, code, form):
    done = run("batch-check", "--format", form, *words, stdin=lines)
    assert done.returncode == code, done


def test_the_first_line_names_what_was_checked_for(run):
    done = run(
        "batch-check",
        "--anthropic-version",
        "2023-06-01",
        "--betas",
        "skills-2025-10-02,compact-2026-01-12",
        stdin=GOOD,
    )
    first = done.stdout.splitlines()[0]
    assert "2023-06-01" in first
    assert "skills-2025-10-02" in first
    report = json.loads(run("batch-check", "--json", "--betas", "skills-2025-10-02", stdin=GOOD).stdout)
    assert report["checked_for"]["betas"] == ["skills-2025-10-02"]


def test_json_has_the_keys_of_the_contract(run):
    report = json.loads(run("batch-check", "--json", stdin=FAILS).stdout)
    assert {
        "schema_version",
        "command",
        "checked_for",
        "files",
        "findings",
        "findings_truncated",
        "summary",
    } <= set(report)
    assert {"path", "requests", "bytes", "body_bytes", "body_bytes_exact"} <= set(report["files"][0])
    (finding,) = report["findings"]
    assert {
        "rule",
        "severity",
        "file",
        "line",
        "index",
        "custom_id",
        "path",
        "message",
        "fix",
        "when",
        "doc_url",
        "diagnosis",
    } == set(finding)
    assert (finding["rule"], finding["line"], finding["index"], finding["custom_id"]) == (
        "batch-max-tokens-zero",
        1,
        0,
        "fails",
    )
    assert (finding["when"], finding["path"], finding["diagnosis"]) == (
        "result",
        "params.max_tokens",
        "max_tokens_zero_unsupported",
    )
    assert {"errors", "warnings", "by_rule", "rejected_at_create", "requests_that_would_fail"} <= set(
        report["summary"]
    )


def test_ten_thousand_repeats_are_one_group_with_a_count(run):
    lines = (
        b"".join(helper.line(helper.params(max_tokens=0), f"r{at}") + b"\n" for at in range(3000))
        + helper.line(helper.params(seed=1), "x")
        + b"\n"
    )
    done = run("batch-check", "--max-findings", "10", stdin=lines)
    assert "batch-max-tokens-zero ×3,000" in done.stdout
    assert done.stdout.count("max_tokens is 0") == 3
    report = json.loads(run("batch-check", "--max-findings", "10", "--json", stdin=lines).stdout)
    assert len(report["findings"]) == 10
    assert report["findings_truncated"] == 2991
    assert report["summary"]["by_rule"] == {"batch-max-tokens-zero": 3000, "params-unknown-field": 1}
    assert "params-unknown-field" in {item["rule"] for item in report["findings"]}


def test_advice_is_given_once_with_its_count(run):
    report = json.loads(
        run("batch-check", "--json", stdin=ADVICE + ADVICE.replace(b'"advice"', b'"other"')).stdout
    )
    assert [item["rule"] for item in report["findings"]] == ["batch-fallback-credit-token"]
    assert report["summary"]["by_rule"] == {"batch-fallback-credit-token": 2}
    assert report["summary"]["advice"] == 2


def test_the_configuration_ignores_with_a_reason(run, tmp_path):
    (tmp_path / "claude-doctor.toml").write_text(
        'ignore = [{rule = "batch-max-tokens-zero", reason = "sent by hand"}]\n'
    )
    done = run("batch-check", "--json", stdin=FAILS, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["ignored"] == [{"rule": "batch-max-tokens-zero", "reason": "sent by hand"}]
    for form in ("text", "markdown", "github"):
        said = run("batch-check", "--format", form, stdin=FAILS, cwd=tmp_path).stdout
        assert "batch-max-tokens-zero (sent by hand)" in said.replace("\\", "")


def test_what_was_selected_is_said(run):
    done = run("batch-check", "--select", "custom-id-pattern", stdin=FAILS)
    assert "Only reported: custom-id-pattern." in done.stdout
    assert "no error of the rules reported" in done.stdout
    assert json.loads(run("batch-check", "--json", "--select", "custom-id-pattern", stdin=FAILS).stdout)[
        "selected"
    ] == ["custom-id-pattern"]


def test_a_refused_batch_says_what_would_fail_afterwards(run):
    twice = FAILS + GOOD + GOOD
    for form in ("text", "markdown"):
        said = run("batch-check", "--format", form, stdin=twice).stdout
        assert "nothing would run. Once that is fixed, 1 of 3 requests would fail hours later" in " ".join(
            said.split()
        )


def test_each_finding_has_its_own_fix_where_they_differ(run):
    lines = [
        helper.line(helper.params(**{name: 1}), name) + b"\n" for name in ("prompt", "functions", "seed")
    ]
    said = run("batch-check", stdin=b"".join(lines)).stdout
    assert said.count("→") == 3
    assert (
        said.index("`prompt`")
        < said.index("Use `messages`")
        < said.index("`functions`")
        < said.index("Use `tools`")
    )


def test_rules_may_be_separated_by_commas(run):
    done = run(
        "batch-check",
        "--json",
        "--ignore",
        "batch-max-tokens-zero, custom-id-duplicate",
        stdin=FAILS + GOOD + GOOD,
    )
    assert done.returncode == 0, done.stderr
    assert [item["rule"] for item in json.loads(done.stdout)["ignored"]] == [
        "batch-max-tokens-zero",
        "custom-id-duplicate",
    ]


def test_long_model_names_that_shorten_alike_are_summed(run):
    lines = [
        helper.line(helper.params(model="claude-" + "x" * 30 + mid + "y" * 30), mid) + b"\n" for mid in "abc"
    ]
    report = json.loads(run("batch-check", "--json", stdin=b"".join(lines)).stdout)
    assert list(report["files"][0]["models"].values()) == [3]


def test_a_request_over_several_lines_is_told_so(run):
    text = json.dumps(json.loads(GOOD), indent=1).encode()
    report = json.loads(run("batch-check", "--json", stdin=text).stdout)
    assert "over several lines" in report["findings"][0]["fix"]


def test_a_reader_that_goes_away_is_141(tmp_path):
    import subprocess
    import sys

    from tests.conftest import clean_environment

    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b"".join(helper.line(helper.params(max_tokens=0), f"r{at}") + b"\n" for at in range(20_000))
    )
    for form in ("json", "github"):  # the others are short, and were written before
        words = [
            sys.executable,
            "-m",
            "claude_doctor",
            "batch-check",
            str(path),
            "--format",
            form,
            "--max-findings",
            "100000",
        ]
        with subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment()
        ) as done:
            assert done.stdout
            assert done.stdout.read(10)
            done.stdout.close()
            code = done.wait(timeout=60)
        assert code == 141, form


def test_no_line_begins_with_two_colons(run, tmp_path):
    path = tmp_path / "::error::x.jsonl"
    path.write_bytes(helper.line(helper.params(**{"::warning::" + "y" * 30: 1}), "::stop::" * 5) + b"\n")
    for form in ("text", "json", "markdown"):
        done = run("batch-check", "--format", form, path.name, env={"COLUMNS": "60"}, cwd=tmp_path)
        assert done.returncode == 1
        assert [line for line in done.stdout.splitlines() if line.lstrip().startswith("::")] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('ignore = [{rule = "batch-max-tokens-zero"}]', "claude-doctor.toml: each entry"),
        ('ignore = ["batch-max-tokens-zero"]', "claude-doctor.toml: each entry"),
        ('ignore = "batch-max-tokens-zero"', "claude-doctor.toml: each entry"),
        ('ignore = [{rule = "nope", reason = "x"}]', "configuration: `ignore`: nope: no such rule"),
        ('select = ["nope"]', "configuration: `select`: nope: no such rule"),
        ("betas = [3]", "`betas`"),
    ],
)
def test_a_wrong_configuration_is_two(run, tmp_path, text, words):
    (tmp_path / "claude-doctor.toml").write_text(text + "\n")
    done = run("batch-check", stdin=FAILS, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr


def test_annotations_are_one_line_each_and_escaped(run, tmp_path):
    path = tmp_path / "a,b:c.jsonl"
    path.write_bytes(helper.line(helper.params(**{"x%\n::error": 1}), "a\n::b") + b"\n")
    lines = run("batch-check", "--format", "github", str(path)).stdout.splitlines()
    assert all(line.startswith("::error file=") for line in lines)
    assert all("a%2Cb%3Ac.jsonl" in line for line in lines)


def test_nothing_from_a_prompt_is_quoted(run):
    secret = "the treasure lies under the oak"
    request = helper.params(
        system=[{"type": "text", "text": secret, "x": secret}],
        messages=[
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": [secret]},
                    {
                        "type": "image",
                        "source": {"type": "base64", "media_type": "image/png", "data": secret},
                    },
                ],
            }
        ],
        metadata={"user_id": {"name": secret}},
    )
    for form in ("text", "json", "github", "markdown"):
        done = run("batch-check", "--format", form, stdin=helper.line(request))
        assert done.returncode == 1
        assert secret not in done.stdout + done.stderr


def test_secrets_in_ids_are_masked(run):
    key = "sk-ant-api03-" + "A1b2" * 12
    done = run("batch-check", "--json", stdin=helper.line(helper.params(max_tokens=0), key) + b"\n")
    assert key not in done.stdout
    assert "sk-ant-" in done.stdout


def test_it_never_imports_what_opens_sockets(run, tmp_path):
    import subprocess
    import sys

    code = (
        "import sys; from claude_doctor.cli import main; main(['batch-check', '--json']); "
        "print(sorted(set(sys.modules) & {'anthropic', 'httpx', 'socket', 'ssl', 'typer', 'rich'}), "
        "file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=GOOD, capture_output=True, check=False)
    assert done.stderr.decode().strip() == "[]"


def test_text_fits_sixty_columns(run):
    done = run("batch-check", stdin=FAILS + WARNS + ADVICE + b"{\n", env={"COLUMNS": "60"})
    assert max(map(len, done.stdout.splitlines())) <= 60, done.stdout
