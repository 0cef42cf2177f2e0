"""No piece of user and password in a URL is ever looked up, dialled or printed, however they are written and
wherever they stand.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, clean_environment
from tests.health.lab import secret

# Of each form no part with a 7 or 9 in it may be seen anywhere.
PIECES = ("secret99", "hidden77")
PASSWORDS = (
    "p@Secret99/x", "Secret99@Hidden77", "p/Secret99", "Secret99/Hidden77", "p#Secret99", "Secret99#Hidden77", "p?Secret99", "Secret99?Hidden77",
    "p%Secret99", "p%40Secret99", "p%2FSecret99", "p%zzSecret99", "p\\Secret99", "Secret99\\Hidden77", "p Secret99", "Secret99 Hidden77",
    "p:Secret99", "Secret99:1/Hidden77", "1/Secret99", "1#Secret99@Hidden77", "[Secret99", "Secret99]", "[::1]@Secret99", "p@[Secret99]/x",
    "$(Secret99)", "`Secret99`", "p;Secret99", "p,Secret99", "p//Secret99", "://Secret99", "p'Secret99", 'p"Secret99', "p\tSecret99", "p…Secret99",
)  # fmt: skip
FORMS = (
    *(f"SCHEMEuser:{password}@proxy.corp.test:8080" for password in PASSWORDS),
    "SCHEMESecret99@proxy.corp.test:8080",
    "SCHEMESecret99:@proxy.corp.test:8080",
    "SCHEMESecret99/x:Hidden77@proxy.corp.test:8080",
    "SCHEMEuser@Secret99:Hidden77@proxy.corp.test",
    "SCHEMEuser:Secret99@[fd00::7:1]:8080",
    "SCHEMEuser:p@Secret99/x@[fd00::7:1]:8080",
    "SCHEMEuser:Secret99@proxy.corp.test:port",
    "SCHEMEuser:Secret99@",
    "SCHEMEuser:Secret99/x",
    "SCHEMEuser:p@ss/Hidden77",
    "Secret99://Hidden77@proxy.corp.test:8080",
    "user:pa://Secret99@proxy.corp.test:8080",
)
PROXIES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy")
OTHERS = ("NO_PROXY", "no_proxy", "ANTHROPIC_BASE_URL", "--base-url", "--status-url")
FORMATS = ("json", "text", "markdown", "github", "junit")
ALLOWED = (
    "proxy.corp.test",
    "fd00::7:1",
    "api.anthropic.com",
    "gateway.test",
    "status.claude.com",
    "anthropic.statuspage.io",
)


def job(name: str, form: str, folder: Path) -> dict:
    folder.mkdir()
    is_plain = name.lower() == "http_proxy"
    env = {
        "ANTHROPIC_API_KEY": secret.KEY,
        "HOME": str(folder),
        "ANTHROPIC_BASE_URL": f"http{'' if is_plain else 's'}://gateway.test",
    }
    args = ["health", "--skip", "sdk.request", "--timeout", "9", "--bundle", "bundle.json"]
    args += [word for each in FORMATS for word in ("--format", f"{each}:out.{each}")]
    if name.startswith("--"):
        args += [name, form]
    else:
        env[name] = form
    if name.lower() == "no_proxy":
        env["HTTPS_PROXY"] = "http://proxy.corp.test:8080"
    return {"env": env, "args": args, "cwd": str(folder)}


def many(jobs: list[dict]) -> list[dict]:
    """Run all jobs in one interpreter, so that each costs little."""
    names = ("_PROXY", "_proxy")
    environment = {name: value for name, value in clean_environment().items() if not name.endswith(names)}
    line = [sys.executable, "-m", "tests.health.lab.many"]
    done = subprocess.run(
        line,
        input=json.dumps(jobs),
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def printed(result: dict, folder: Path) -> dict[str, str]:
    files = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}
    assert {"bundle.json", *(f"out.{each}" for each in FORMATS)} <= set(files), result
    return {**files, "stdout": result["out"], "stderr": result["err"]}


WHOLE = ("HTTPS_PROXY", "http://"), ("ANTHROPIC_BASE_URL", "https://")
# Every form once where most people write one; everywhere else some of them, of each variable others.
PARTS = [
    *(
        (name, scheme)
        for name in PROXIES
        for scheme in ("http://", "socks5h://", "")
        if (name, scheme) not in WHOLE
    ),
    *((name, scheme) for name in OTHERS for scheme in ("http://", "") if (name, scheme) not in WHOLE),
]
CASES = [
    *((name, scheme, FORMS) for name, scheme in WHOLE),
    *((*pair, FORMS[number % 9 :: 9]) for number, pair in enumerate(PARTS)),
]


@pytest.mark.parametrize(
    ("name", "scheme", "forms"), CASES, ids=lambda value: value if isinstance(value, str) else str(len(value))
)
def test_no_piece_is_looked_up_or_printed(name, scheme, forms, tmp_path):
    forms = [form.replace("SCHEME", scheme) for form in forms]
    folders = [tmp_path / str(number) for number in range(len(forms))]
    wrong = []
    for form, folder, result in zip(
        forms, folders, many([job(name, *pair) for pair in zip(forms, folders, strict=True)]), strict=True
    ):
        assert result["code"] == 1, (form, result)
        looked = " ".join(result["seen"]).lower()
        wrong += [f"{form!r} looks up {result['seen']}" for piece in PIECES if piece in looked]
        wrong += [
            f"{form!r} looks up {each}"
            for each in result["seen"]
            if not any(f"'{host}'" in each for host in ALLOWED)
        ]
        wrong += [
            f"{form!r} is in {file}"
            for file, text in printed(result, folder).items()
            if any(piece in text.lower() for piece in PIECES)
        ]
    assert wrong == []


def test_what_is_allowed_is_looked_up(tmp_path):
    """The watch sees what there is to see: an encoded password leads to the proxy."""
    (result,) = many([job("HTTPS_PROXY", "http://user:p%40Secret99@proxy.corp.test:8080", tmp_path / "0")])
    assert "'proxy.corp.test'" in " ".join(result["seen"])


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "ANTHROPIC_BASE_URL"])
def test_the_refusal_says_what_to_do_and_quotes_nothing(name, run):
    form = "http://user:p@Secret99/x@proxy.corp.test:8080"
    done = run(
        "health",
        "--json",
        "--only",
        "net.dns",
        env={"ANTHROPIC_API_KEY": secret.KEY, "ANTHROPIC_BASE_URL": "https://gateway.test", name: form},
    )
    report = json.loads(done.stdout)
    (failed,) = [check for check in report["checks"] if check["status"] == "fail"]
    assert failed["id"] == ("cfg.base_url" if name == "ANTHROPIC_BASE_URL" else "cfg.proxy")
    assert name in failed["fix"]
    assert "proxy.corp" not in done.stdout
    assert report["verdict"]["fault"] == "yours"


TOKENS = (
    "k3F9xTq27LmZ",
    "AbCdEfGhIjKlMnOpQrStUv",
    "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    secret.KEY,
    "tok_9fK2mQ7xL1",
)


@pytest.mark.parametrize(
    ("token", "end"),
    [
        *((token, "/v1") for token in TOKENS),
        *((TOKENS[0], end) for end in ("", "/v1/messages", "?x=1", "//")),
    ],
)
def test_a_token_in_the_path_is_in_no_command_and_no_bundle(token, end, run, tmp_path):
    environment = {
        "ANTHROPIC_API_KEY": "sk-ant-x",
        "ANTHROPIC_BASE_URL": f"http://127.0.0.1:9/gateway/{token}/anthropic{end}",
    }
    formats = [word for each in FORMATS for word in ("--format", f"{each}:out.{each}")]
    done = run("health", "--only", "config,net.tcp", "--bundle", "bundle.json", *formats, env=environment)
    assert done.returncode == 1
    texts = [done.stdout, done.stderr, *(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())]
    assert len(texts) == 8
    assert [text for text in texts if token in text] == []
    assert "gateway" in (tmp_path / "out.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path",
    ["anthropic", "v1beta", "us-central1", "my-project-123456", "openai-compatible", "claude-opus-5-5"],
)
def test_words_in_the_path_stay(path, run):
    done = run(
        "health", "--json", "--only", "cfg.base_url", env={"ANTHROPIC_BASE_URL": f"http://127.0.0.1:9/{path}"}
    )
    assert json.loads(done.stdout)["target"]["base_url"] == f"http://127.0.0.1:9/{path}"
