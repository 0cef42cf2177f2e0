"""PDFs by structure: plain and packed cross-references, updates, broken ones; and any bytes at all."""

from __future__ import annotations

import base64
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claude_doctor.doors.batch_check.values.base64_data import Base64
from claude_doctor.doors.batch_check.values.pdf import pdf
from tests.batch.helper import errors, params


def plain(count, more=b"", first=b"", objects=None):
    """A PDF as written since 1993: objects, table, trailer."""
    parts = objects or [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count %d >>" % count,
        b"<< /Type /Page /Parent 2 0 R >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + b"".join(
        b"%010d 00000 n \n" % place for place in places
    )
    return (
        first
        + made
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(parts) + 1, more, len(made))
    )


def packed(count, predictor=b""):
    """A PDF as written since 2003: the page tree in an object stream, the cross-reference in a stream."""
    catalog, tree = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count %d >>" % count
    head = b"1 0 2 %d " % (len(catalog) + 1)
    body = zlib.compress(head + catalog + b" " + tree)
    made = b"%PDF-1.5\n"
    at = len(made)
    made += (
        b"3 0 obj\n<< /Type /ObjStm /N 2 /First %d /Filter /FlateDecode /Length %d "
        b">>\nstream\n%s\nendstream\nendobj\n"
    ) % (
        len(head),
        len(body),
        body,
    )
    rows = [
        bytes([0, 0, 0, 0]),
        bytes([2, 0, 3, 0]),
        bytes([2, 0, 3, 1]),
        bytes([1]) + at.to_bytes(2, "big") + bytes([0]),
    ]
    if predictor:
        before, coded = bytes(4), []
        for row in rows:
            coded.append(b"\2" + bytes((a - b) & 255 for a, b in zip(row, before, strict=True)))
            before = row
        rows = coded
    table = zlib.compress(b"".join(rows))
    start = len(made)
    return made + (
        b"4 0 obj\n<< /Type /XRef /Size 4 /W [1 2 1] /Root 1 0 R %s /Filter /FlateDecode "
        b">>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF"
    ) % (
        predictor,
        table,
        start,
    )


def updated(count, now):
    """The same file after a page was added at its end."""
    old = plain(count)
    before = old.rindex(b"startxref\n")
    start = int(old[before:].split()[1])
    at = len(old)
    made = old + b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count %d >>\nendobj\n" % now
    return (
        made
        + b"xref\n2 1\n%010d 00000 n \ntrailer\n<< /Size 4 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF"
        % (at, start, len(made))
    )


def seen(data):
    found = pdf(Base64(base64.b64encode(data).decode()))
    return found and (found.pages, found.encrypted)


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (plain(7), (7, False)),
        (plain(7, first=b"\n\njunk\n"), (7, False)),
        (plain(7, more=b" /Encrypt 9 0 R"), (7, True)),
        (plain(7, more=b" /Encrypt << /V 1 >>"), (7, True)),
        (plain(7, more=b" /Info (a ) /Encrypted)"), (7, False)),
        (packed(12), (12, False)),
        (packed(12, b"/DecodeParms << /Predictor 12 /Columns 4 >>"), (12, False)),
        (updated(5, 6), (6, False)),
        (plain(7).replace(b"startxref", b"startxxxx"), (7, False)),
        (plain(0, objects=[b"<< /Pages 2 0 R >>", b"<< /Count 3 0 R >>", b"41"]), (41, False)),
        (plain(7)[:60], (None, False)),
        (b"%PDF-1.7", (None, False)),
        (b"PK\3\4 a zip file", None),
        (b"", None),
    ],
)
def test_pages_and_encryption(data, wanted):
    assert seen(data) == wanted


def test_a_circle_of_sections_ends():
    data = plain(7, more=b" /Prev 9")
    assert seen(data.replace(b" /Prev 9", b" /Prev %d" % data.rindex(b"xref\n0"))) == (7, False)


@given(st.binary(max_size=3000))
def test_any_bytes_end_without_an_error(data):
    seen(data)
    seen(b"%PDF-1.4\n" + data)


words = st.sampled_from(
    [
        b"<<",
        b">>",
        b"xref\n",
        b"0 9\n",
        b"trailer",
        b"startxref\n9\n",
        b"1 0 obj",
        b"stream\n",
        b"/Root 1 0 R",
        b"/Pages 1 0 R",
        b"/Count 9",
    ]
)
more = st.sampled_from(
    [
        b"(",
        b")",
        b"/Prev 9",
        b"/W [1 2 1]",
        b"/Index [0 9999999]",
        b"/Type /Pages",
        b"/Type /XRef",
        b"/Predictor 12",
        b" ",
    ]
)


@given(st.lists(words | more, max_size=60))
@settings(max_examples=300)
def test_any_words_of_pdf_end_without_an_error(parts):
    seen(b"%PDF-1.4\n" + b" ".join(parts) + b"\nstartxref\n9\n%%EOF")


@given(st.integers(0, 2000), st.integers(0, 255))
def test_one_wrong_byte_does_no_harm(at, value):
    data = bytearray(packed(12))
    data[at % len(data)] = value
    seen(bytes(data))


@pytest.mark.parametrize(
    "data",
    [
        (
            b"%PDF-1.5\n1 0 obj\n<< /W [1 4 1] /DecodeParms << /Predictor 12 >> /Filter /FlateDecode /Root "
            b"1 0 R /Index [0 99999999] >>\nstream\n"
        )
        + zlib.compress(b"\2" * 20_000_000)
        + b"\nstartxref\n9\n%%EOF",
        b"%PDF-1.5\n1 0 obj" + b"(" * 2_000_000 + b"startxref 9",
        b"%PDF-1.5\n" + b"<< /Type/Pages " * 150_000,
        b"%PDF-1.5\nxref\n" + b"0 0\n" * 500_000 + b"startxref 9",
    ],
    ids=["bomb", "parentheses", "trees", "sections"],
)
def test_hostile_files_take_less_than_two_seconds(data):
    begin = time.process_time()
    seen(data)
    assert time.process_time() - begin < 2


def document(data):
    return {
        "type": "document",
        "source": {
            "type": "base64",
            "media_type": "application/pdf",
            "data": base64.b64encode(data).decode(),
        },
    }


def test_pages_of_several_documents_add_up():
    content = [
        document(plain(300)),
        document(plain(301)),
        document(plain(300)),
        {"type": "text", "text": "Compare."},
    ]
    request = params(messages=[{"role": "user", "content": content}])
    assert errors(request) == [("pdf-pages", "params.messages.0.content.1.source.data")]


def test_a_small_window_takes_a_hundred_pages():
    for pages, wanted in ((100, []), (101, [("pdf-pages", "params.messages.0.content.0.source.data")])):
        request = params(
            model="claude-haiku-4-5", messages=[{"role": "user", "content": [document(plain(pages))]}]
        )
        assert errors(request) == wanted
