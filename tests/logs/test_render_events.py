"""The formats of `tail`: events as lines, the summary as one object, nothing that a terminal would act on."""

from __future__ import annotations

import io
import json

import pytest

from claude_doctor.doors.tail.counting import report
from claude_doctor.doors.tail.reading.event import Event
from claude_doctor.doors.tail.views import events, text
from claude_doctor.doors.tail.views import json as as_json
from claude_doctor.render.style import Style


def rendered(member, *reports: object, **style: object) -> str:
    out = io.StringIO()
    member.render(reports, out, Style(**style))
    return out.getvalue()


def event(**given: object):
    return report.event(Event("terminal", **given), report.View())


def test_events_writes_events_only(read):
    summary = report.summary(read().summary, report.View())
    lines = rendered(
        events, event(status=529, message="a\nb\u2028c"), summary, event(status=401)
    ).splitlines()
    assert [json.loads(line)["status"] for line in lines] == [529, 401]


@pytest.mark.parametrize("unicode", [True, False])
def test_lone_surrogates_and_odd_characters_are_written(unicode):
    (line,) = rendered(events, event(message="lone \ud83d and 日本"), unicode=unicode).splitlines()
    line.encode("utf-8" if unicode else "ascii")
    assert "日本" in json.loads(line)["message"]


def test_json_leaves_the_events_to_the_summary(read):
    summary = report.summary(
        read({"type": "error", "error": {"type": "api_error", "message": "x"}}).summary, report.View()
    )
    assert json.loads(rendered(as_json, event(status=529), summary))["attempts"] == 1


def test_ascii_and_colour(read):
    found = read(
        *[
            {
                "type": "error",
                "error": {"type": "overloaded_error", "message": "Overloaded"},
                "request_id": f"req_{n}",
            }
            for n in range(3)
        ]
    )
    summary = report.summary(
        found.summary, report.View(), [report.event(item, report.View()) for item, _ in found.recent()]
    )
    assert rendered(text, summary, unicode=False).isascii()
    assert "\x1b[" not in rendered(text, summary)
    assert "\x1b[1;31m" in rendered(text, summary, color=True)
