"""Certificates are read from DER as OpenSSL reads them, and rubbish is read as nothing."""

from __future__ import annotations

import ssl

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from claude_doctor.doors.health.wire import certificate

AUTHORITY = trustme.CA(organization_name="Example Corp", organization_unit_name="Gateway")


def decoded(pem: bytes, path) -> dict:
    path.write_bytes(pem)
    return ssl._ssl._test_decode_cert(str(path))


@pytest.mark.parametrize("names", [("localhost",), ("api.anthropic.com", "127.0.0.1"), ("*.example.com",)])
def test_a_leaf_is_read_as_openssl_reads_it(names, tmp_path):
    pem = AUTHORITY.issue_cert(*names).cert_chain_pems[0].bytes()
    found = certificate.parsed(ssl.PEM_cert_to_DER_cert(pem.decode()))
    theirs = decoded(pem, tmp_path / "leaf.pem")
    assert found.names == tuple(value for _, value in theirs["subjectAltName"])
    assert found.not_before == ssl.cert_time_to_seconds(theirs["notBefore"])
    assert found.not_after == ssl.cert_time_to_seconds(theirs["notAfter"])
    assert "Example Corp" in found.issuer
    assert len(found.sha256) == 64
    assert not found.is_self_signed
    assert not found.is_public_issuer


def test_a_root_names_itself(tmp_path):
    found = certificate.parsed(ssl.PEM_cert_to_DER_cert(AUTHORITY.cert_pem.bytes().decode()))
    assert found.is_self_signed


def test_days_left():
    found = certificate.Certificate(not_after=10 * 86_400.0)
    assert (found.days_left(0.0), found.days_left(11 * 86_400.0)) == (10, -1)
    assert certificate.Certificate().days_left(0.0) is None


@given(st.binary(max_size=300))
def test_rubbish_is_read_as_nothing(data):
    certificate.parsed(data)


@given(st.integers(0, 900), st.integers(0, 255))
def test_a_damaged_certificate_never_raises(at, byte):
    der = bytearray(ssl.PEM_cert_to_DER_cert(AUTHORITY.cert_pem.bytes().decode()))
    der[at % len(der)] = byte
    certificate.parsed(bytes(der))
