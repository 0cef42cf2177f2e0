"""Images by their headers: formats, sizes, and any bytes at all."""

from __future__ import annotations

import base64
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_doctor.doors.batch_check.rules.image_data import BYTES
from claude_doctor.doors.batch_check.values.base64_data import Base64, stray
from claude_doctor.doors.batch_check.values.images import picture, tokens
from tests.batch.helper import errors, found, params

DATA = "params.messages.0.content.0.source.data"


def png(width, height):
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + b"IHDR"
        + struct.pack(">II", width, height)
        + b"\x08\x02\0\0\0"
        + b"\0" * 40
    )


def jpeg(width, height, before=b""):
    return b"\xff\xd8" + before + b"\xff\xc2" + struct.pack(">HBHH", 17, 8, height, width) + b"\0" * 12


def segment(marker, length):
    return bytes([0xFF, marker]) + struct.pack(">H", length + 2) + b"\xff" * length


def gif(width, height):
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0" * 20


def webp(chunk):
    return b"RIFF\0\0\0\0WEBP" + chunk + b"\0" * 20


SIZED = [
    (png(640, 480), "image/png"),
    (jpeg(640, 480), "image/jpeg"),
    (jpeg(640, 480, segment(0xE1, 60_000) + segment(0xE2, 60_000) + b"\xff\xff"), "image/jpeg"),
    (gif(640, 480), "image/gif"),
    (webp(b"VP8X\0\0\0\0\0\0\0\0" + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")), "image/webp"),
    (webp(b"VP8L\0\0\0\0\x2f" + (639 | 479 << 14).to_bytes(4, "little")), "image/webp"),
    (webp(b"VP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 640, 480)), "image/webp"),
]


def encoded(data):
    return base64.b64encode(data).decode()


def image(data, media="image/png", **more):
    source = {"type": "base64", "media_type": media, "data": data if isinstance(data, str) else encoded(data)}
    return {"type": "image", "source": source, **more}


def user(*blocks, **more):
    return params(messages=[{"role": "user", "content": list(blocks)}], **more)


@pytest.mark.parametrize(("data", "media"), SIZED)
def test_format_and_size(data, media):
    found = picture(Base64(encoded(data)))
    assert (found.media, found.width, found.height, found.broken) == (media, 640, 480, False)


@pytest.mark.parametrize(("data", "media"), SIZED)
def test_a_header_cut_off_is_broken_or_unknown(data, media):
    for length in range(len(data) - 40 if len(data) < 100 else 30):
        cut = picture(Base64(encoded(data[:length])))
        assert cut.broken or cut.width in (None, 640), length


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"BM123456",
        b"<svg xmlns='x'/>",
        b"\0\0\0\x18ftypheic",
        png(0, 9),
        gif(0, 0),
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xda\0\0\0\0",
    ],
)
def test_what_cannot_be_decoded(data):
    assert errors(user(image(data))) == [("image-undecodable", DATA)]


def test_a_jpeg_with_garbage_between_segments_is_not_judged():
    assert errors(user(image(b"\xff\xd8\xff\xe0\0\x02garbage" + b"\0" * 50, "image/jpeg"))) == []


@given(
    st.binary(max_size=400),
    st.sampled_from(
        [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF0000WEBPVP8 ", b"RIFF0000WEBPVP8L"]
    ),
)
def test_any_bytes_end_without_an_error(data, start):
    picture(Base64(encoded(start + data)))


@given(st.text(max_size=200))
def test_any_text_ends_without_an_error(text):
    stray(text)
    picture(Base64(text))


@given(st.binary(max_size=300), st.integers(0, 310), st.integers(0, 310))
def test_a_window_is_what_decoding_all_would_give(data, start, length):
    reader = Base64(encoded(data))
    assert reader.size == len(data)
    assert reader.read(start, length) == data[start : start + length]


@pytest.mark.parametrize("text", ["AAAA", "AA==", "AAA=", "+/+/", encoded(bytes(range(256)) * 300)])
def test_plain_base64_is_fine(text):
    assert stray(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "data:image/png;base64,AAAA",
        "AAAA\nAAAA",
        "AAAA AAAA",
        "AA-_",
        "AAé=",
        "AA\u2028",
        "AA!A",
        "A" * 200_000 + "!",
        "AA=A",
    ],
)
def test_anything_else_is_not(text):
    assert stray(text)
    assert errors(user(image(text))) == [("image-data-uri", DATA)]


def test_a_data_uri_as_url_is_a_warning():
    block = {"type": "image", "source": {"type": "url", "url": "data:image/png;base64,AAAA"}}
    assert found(user(block)) == [("image-data-uri", "warning", "params.messages.0.content.0.source.url")]


def test_only_the_first_cause_is_said():
    assert errors(user(image(png(9000, 9), "image/jpeg"))) == [("image-media-mismatch", DATA)]
    assert errors(user(image(png(8001, 1)))) == [("image-too-large-px", DATA)]
    assert errors(user(image(png(8000, 8000)))) == []


def test_bytes_are_counted_as_base64():
    start = encoded(png(100, 100))[:60]
    assert errors(user(image(start + "A" * (BYTES - 60)))) == []
    assert errors(user(image(start + "A" * (BYTES - 56)))) == [("image-too-large-bytes", DATA)]


def test_an_image_in_a_tool_result_is_looked_at():
    messages = [
        {"role": "user", "content": "Take a picture"},
        {
            "role": "assistant",
            "content": [{"type": "tool_use", "id": "toolu_1", "name": "camera", "input": {}}],
        },
        {
            "role": "user",
            "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": [image(b"nothing")]}],
        },
    ]
    request = params(messages=messages, tools=[{"name": "camera", "input_schema": {"type": "object"}}])
    assert errors(request) == [("image-undecodable", "params.messages.2.content.0.content.0.source.data")]


@pytest.mark.parametrize(
    ("model", "width", "warned"),
    [("claude-opus-5-5", 2576, False), ("claude-opus-5-5", 2577, True), ("claude-opus-4-6", 1569, True)],
)
def test_the_flag_that_refuses_what_would_be_scaled(model, width, warned):
    block = image(png(width, 28), transformations={"oversized_image": "error"})
    assert [item[:2] for item in found(user(block, model=model))] == [
        ("image-oversize-error-flag", "warning")
    ] * warned


def test_visual_tokens():
    assert tokens(1920, 1080) == 2691
    assert tokens(200, 200) == 64
