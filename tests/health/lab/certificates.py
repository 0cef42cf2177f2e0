"""Certificates, good ones and every broken kind, made with `cryptography` in a folder that is thrown away."""

from __future__ import annotations

import datetime as dt
import ssl
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path

HOSTS = ("localhost", "api.anthropic.com")
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Issued:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def pem(self) -> bytes:
        """Return the certificate in PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def key_pem(self) -> bytes:
        """Return the key in PEM."""
        plain = serialization.NoEncryption()
        return self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


def issue(
    common_name: str,
    by: Issued | None = None,
    *,
    hosts: tuple[str, ...] = (),
    company: str | None = None,
    days: tuple[int, int] = (-1, 365),
    strict: bool = True,
) -> Issued:
    """Issue a certificate: for hosts, or of an authority where there are none; `strict` follows RFC 5280."""
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    names += [x509.NameAttribute(NameOID.ORGANIZATION_NAME, company)] if company else []
    subject, now = x509.Name(names), dt.datetime.now(dt.UTC)
    issuer, signing = (by.certificate.subject, by.key) if by else (subject, key)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + days[0] * _DAY)
        .not_valid_after(now + days[1] * _DAY)
        .add_extension(x509.BasicConstraints(ca=not hosts, path_length=None), critical=strict)
    )
    if hosts:
        made = made.add_extension(
            x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False
        )
    if strict:
        made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        made = made.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
        made = made.add_extension(_usage(authority=not hosts), critical=True)
    return Issued(made.sign(signing, hashes.SHA256()), key)


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


class Authority:
    """All certificates of one lab; made when first wanted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = issue("Lab Root CA", company="Lab")
        self.middle = issue("Lab Intermediate CA", self.root, company="Lab")

    @cached_property
    def mitm(self) -> Issued:
        """The authority of the inspecting proxy."""
        return issue("mitmproxy", company="mitmproxy")

    @cached_property
    def zscaler(self) -> Issued:
        """The authority of a company that inspects all traffic."""
        return issue("Zscaler Intermediate Root CA", company="Zscaler Inc.")

    @cached_property
    def public(self) -> Issued:
        """An authority that bears the name of a public one."""
        return issue("R11", company="Let's Encrypt")

    @cached_property
    def lax(self) -> Issued:
        """A company's authority that does not follow RFC 5280."""
        return issue("Old Corporate CA", company="Old Corp", strict=False)

    def file(self, name: str, *certificates: Issued) -> str:
        """Write certificates into one PEM file and return its path."""
        path = self.folder / name
        path.write_bytes(b"".join(each.pem() for each in certificates))
        return str(path)

    def chain(self, name: str) -> list[Issued]:
        """Return the chain a server of this kind sends, its own certificate first."""
        good = {"hosts": HOSTS, "by": self.middle}
        makers = {
            "good": lambda: [issue("localhost", **good), self.middle],
            "client_certificate": lambda: [issue("localhost", **good), self.middle],
            "nointer": lambda: [issue("localhost", **good)],
            "expired": lambda: [issue("localhost", days=(-400, -30), **good), self.middle],
            "future": lambda: [issue("localhost", days=(300, 700), **good), self.middle],
            "wronghost": lambda: [issue("other.example", self.middle, hosts=("other.example",)), self.middle],
            "selfsigned": lambda: [issue("localhost", hosts=HOSTS)],
            "mitm": lambda: [issue("localhost", self.zscaler, hosts=HOSTS, company="Zscaler Inc.")],
            "mitm_with_root": lambda: [
                issue("localhost", self.zscaler, hosts=HOSTS, company="Zscaler Inc."),
                self.zscaler,
            ],
            "mitmproxy": lambda: [issue("localhost", self.mitm, hosts=HOSTS, company="mitmproxy")],
            "public": lambda: [issue("localhost", self.public, hosts=HOSTS)],
            "lax": lambda: [issue("localhost", self.lax, hosts=HOSTS, strict=False)],
        }
        return makers[name]()

    def server_file(self, name: str) -> str:
        """Write key and chain of a server of this kind into one file and return its path."""
        chain = self.chain(name)
        path = self.folder / f"{name}-{chain[0].certificate.serial_number:x}.pem"
        path.write_bytes(chain[0].key_pem() + b"".join(each.pem() for each in chain))
        return str(path)

    def context(self, name: str) -> ssl.SSLContext:
        """Return what a server of this kind speaks TLS with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server_file(name))
        if name == "client_certificate":
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(cadata=self.root.pem().decode())
        return context
