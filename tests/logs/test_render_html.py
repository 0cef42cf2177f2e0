"""The page of `tail --format html`: hostile words stay words, nothing is loaded, and a browser can use it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from html.parser import HTMLParser

import pytest

from claude_doctor.doors.tail.counting import report
from claude_doctor.doors.tail.counting.options import Options, View
from claude_doctor.doors.tail.views import github, html, markdown
from claude_doctor.render.style import Style
from tests.site import browser

HOSTILE = (
    "</script><script>tell(1)</script><img src=x onerror=tell(2)>\"'`&<!-- ]]> ${1} \u202e\x1b[31m\x00"
    "![x](http://evil.example/a.png) [y](javascript:tell(3)) www.evil.example @somebody\n::error::boom ##[error]x"
)
KEY = "sk-ant-api03-" + "a1B2" * 20 + "xyz"


def failed(
    second, model="claude-opus-5-5", message="Overloaded", status=529, kind="overloaded_error", **more
):
    return {"time": f"2026-11-20T04:{second // 60:02}:{second % 60:02}Z", "level": "error", "msg": "anthropic call failed",
            "status": status, "error": {"type": kind, "message": message}, "model": model, **more}  # fmt: skip


def good(second, model="claude-opus-5-5"):
    return {"time": f"2026-11-20T04:{second // 60:02}:{second % 60:02}Z", "level": "info", "msg": "anthropic ok",
            "status": 200, "model": model}  # fmt: skip


LINES = [
    good(0),
    failed(5), failed(6), failed(7, model="claude-sonnet-5-5", status=401, kind="authentication_error",
                                 message="invalid x-api-key"),
    failed(8, model=HOSTILE, status=400, kind="invalid_request_error", message=f"{HOSTILE} {KEY}",
           request_id=f"req_{HOSTILE}", tenant=HOSTILE),
    {"time": "2026-11-20T04:00:09Z", "level": "error", "msg": HOSTILE, "provider": "openai", "status": 429},
    good(600),
]  # fmt: skip


@pytest.fixture
def summary(read):
    def call(*lines, by="cause", path="a.log"):
        apart = by if by == "stream" or by.startswith("field:") else ""
        pipeline = read(*(lines or LINES), options=Options(apart=apart), path=path)
        view = View(by=by)
        recent = tuple(report.event(event, view, raw) for event, raw in pipeline.recent())
        return report.summary(pipeline.summary, view, recent)

    return call


def rendered(member, found, **style):
    out = io.StringIO()
    member.render([found], out, Style(**style))
    return out.getvalue()


class Tags(HTMLParser):
    """Every tag with its attributes, and the texts of styles and scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inner: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in {"script", "style"}:
            self.inner.setdefault(tag, []).append("")
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data):
        if self.open:
            self.inner[self.open[-1]][-1] += data


@pytest.mark.parametrize("by", ["cause", "model", "field:tenant"])
@pytest.mark.parametrize("unicode", [True, False])
def test_hostile_words_stay_words(summary, by, unicode):
    page = rendered(html, summary(by=by, path=HOSTILE.replace("\x00", "")), unicode=unicode)
    found = Tags(page)
    names = {name for name, _ in found.tags}
    assert not names & {"img", "iframe", "object", "embed", "link", "base", "form"}
    assert [name for name, _ in found.tags].count("script") == 1
    for name, attributes in found.tags:
        for key, value in attributes.items():
            assert not key.startswith("on"), (name, key)
            assert key not in {"src", "style"}, (name, key)
            assert key != "href" or value == "#causes"
    assert KEY not in page
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", page)
    assert not re.search(r"&#(?:x202e|8238|0|27);", page)
    assert not any(row.startswith("::") for row in page.splitlines())
    assert "##[error]" not in page
    assert page.isascii() or unicode


def test_what_runs_is_named_by_its_hash_alone(summary):
    found = Tags(rendered(html, summary()))
    (policy,) = (a["content"] for n, a in found.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for kind in ("script", "style"):
        (text,) = found.inner[kind]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
        assert "http" not in text
        assert "url(" not in text


def test_the_page_says_what_the_summary_says(summary):
    page = rendered(html, summary())
    for words in ("4 requests failed", "overloaded_529", "invalid_api_key", "2 succeeded: 66.7 % failed",
                  "recovered 2026-11-20 04:10:00", "What the API said last", "Fall back to another model"):  # fmt: skip
        assert words in page, words


def test_a_clean_log_and_one_without_times(summary):
    assert "No failed request" in rendered(html, summary(good(1)))
    assert "No Claude API outcome" in rendered(html, summary("hello"))
    bare = {key: value for key, value in failed(1).items() if key != "time"}
    assert "1 request failed" in rendered(html, summary(bare))


def test_markdown_holds_no_link_no_image_and_no_mention(summary):
    text = rendered(markdown, summary(by="model"))
    text += rendered(markdown, summary())
    plain = re.sub(r"`[^`\n]*`", "", text.replace("\\`", ""))
    assert "](" not in plain.replace("\\](", "").replace("\\]\\(", "")
    assert "![" not in plain.replace("\\!\\[", "")
    assert "@somebody" not in plain
    assert not re.search(r"(?<![`\w])https?://", plain)
    assert "<script" not in plain
    assert "<img" not in plain
    assert KEY not in text
    assert not any(row.lstrip().startswith("::") for row in text.splitlines())
    rows = [row for row in text.splitlines() if row.startswith("|")]
    assert rows
    assert all(row.endswith("|") for row in rows)


def test_github_writes_one_command_a_line(summary):
    lines = rendered(github, summary()).splitlines()
    assert lines[0].startswith("::warning title=claude-doctor tail::4 requests failed")
    assert all(re.match(r"::(?:error|warning|notice) (?:[a-z]+=[^:]*)::", line) for line in lines)
    assert sum(line.startswith("::error") for line in lines) == 3  # one a cause
    assert any("file=a.log,line=3" in line for line in lines)
    assert KEY not in "".join(lines)


@pytest.mark.parametrize("form", ["html", "markdown", "github"])
def test_the_command_writes_them_and_keeps_its_exit_code(run, tmp_path, form):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    done = run("tail", str(path), "--format", f"{form}:{tmp_path / 'out'}", "--fail-on", "error")
    assert done.returncode == 1, done.stderr
    assert "4 requests failed" in (tmp_path / "out").read_text(encoding="utf-8")
    assert run("tail", str(path), "--format", form).returncode == 0


PROBE = """
const said=[];
frame.style.width='%dpx';
await new Promise(done=>setTimeout(done,300));
const rows=kind=>[...page.querySelectorAll(`[data-kind="${kind}"]`)].filter(row=>!row.hidden).length;
const model=page.getElementById('model'),words=page.getElementById('words');
const all=[rows('cause'),rows('time')];
model.value='claude-sonnet-5-5';model.dispatchEvent(new Event_('change'));
const some=[rows('cause'),rows('time')];
const heard=page.getElementById('said').textContent;
model.value='';model.dispatchEvent(new Event_('change'));
words.value='OVERLOADED';words.dispatchEvent(new Event_('input'));
const found=rows('cause');
model.focus();
tell({all,some,heard,found,focus:page.activeElement.id,hidden:page.getElementById('filter').hidden,
width:frame.contentWindow.innerWidth,scroll:page.documentElement.scrollWidth,
styled:frame.contentWindow.getComputedStyle(page.querySelector('h1')).fontSize});
"""


@pytest.mark.skipif(browser.CHROMIUM is None, reason="no Chromium is installed")
@pytest.mark.parametrize("width", [390, 1280])
def test_a_browser_filters_it_and_nothing_is_wider_than_the_screen(summary, tmp_path, width):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text(rendered(html, summary()), encoding="utf-8")
    said, asked = browser.visit(tmp_path / "site", PROBE % width, tmp_path / "profile", 60)
    assert (said["all"], said["some"], said["found"]) == ([3, 3], [1, 1], 1)
    assert said["heard"] == "1 of 3 causes"
    assert (said["focus"], said["hidden"]) == ("model", False)
    assert said["width"] == width
    assert said["scroll"] <= width
    assert said["styled"] != "32px"  # the browser's own size: our style would have been refused
    assert set(asked) <= {"/probe.html", "/index.html", "/told", "/favicon.ico"}
