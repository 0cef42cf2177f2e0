"""Which certificates are trusted, by the SDK's rules (httpcore2 `_ssl.py`), and the context made of them."""

from __future__ import annotations

import os
import platform
import re
import ssl
import sys

from claude_doctor.base.record import record
from claude_doctor.doors.health.engine.outcome import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_CANDIDATES = (
    "/etc/ssl/cert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cert.pem",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/ca-bundle.pem",
)
IGNORED = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "AWS_CA_BUNDLE")
_SYSTEM_BUNDLE = "/etc/ssl/certs/ca-certificates.crt"


@record
class Trust:
    """Where the certificates come from; `kind` is file, directory, platform (the operating system's API) or
    openssl.

    `problem` is why the SDK cannot be constructed; `empty` why it can, but trusts nobody.
    """

    kind: str
    source: str
    file: str | None = None
    directory: str | None = None
    problem: Problem | None = None
    empty: Problem | None = None
    remarks: tuple[str, ...] = ()

    @property
    def is_strict(self) -> bool:
        """Whether RFC 5280 is enforced on every CA: SSL_CERT_* from Python 3.13 on."""
        return self.source.startswith("SSL_CERT_") and sys.version_info >= (3, 13)


def trust(environment: Mapping[str, str]) -> Trust:
    """Return what the SDK trusts under an environment, and why it cannot load it."""
    ignored = tuple(
        f"{name} is set but the SDK ignores it; it reads SSL_CERT_FILE and SSL_CERT_DIR"
        for name in IGNORED
        if environment.get(name)
        and not environment.get("SSL_CERT_FILE")
        and not environment.get("SSL_CERT_DIR")
    )
    file = environment.get("SSL_CERT_FILE")
    if file:
        return Trust("file", "SSL_CERT_FILE", file=file, problem=_bad_file(file), remarks=ignored)
    directory = environment.get("SSL_CERT_DIR")
    if directory:
        return Trust(
            "directory", "SSL_CERT_DIR", directory=directory, empty=_bad_directory(directory), remarks=ignored
        )
    if platform.system() in ("Windows", "Darwin"):
        return Trust("platform", "operating system", remarks=ignored)
    return _openssl(ignored)


def with_file(source: str, path: str) -> Trust:
    """Return the trust of another library that reads a file of certificates, or a folder of them."""
    if os.path.isdir(path):
        return Trust("directory", source, directory=path)
    why = _why_unusable(path)
    problem = None
    if why:
        problem = Problem(
            f"{source} names {path}: {why[0]}.",
            f"Point {source} at a PEM bundle, or unset it.",
            f"unset {source}" if source.isupper() else "",
            why[1],
            "tls_ca_file_unreadable",
        )
    return Trust("file", source, file=path, problem=problem)


def _openssl(remarks: tuple[str, ...]) -> Trust:
    paths = ssl.get_default_verify_paths()
    file = paths.openssl_cafile if os.path.isfile(paths.openssl_cafile) else None
    directory = paths.openssl_capath if os.path.isdir(paths.openssl_capath) else None
    if (
        directory
        and not file
        and not any(re.fullmatch(r"[0-9a-fA-F]{8}\.\d", name) for name in os.listdir(directory))
    ):
        directory = None
    if not file and not directory:
        file = next(filter(os.path.isfile, _CANDIDATES), None)
    if file or directory:
        return Trust("openssl", "system store", file, directory, remarks=remarks)
    empty = Problem(
        "This system has no certificate store: no HTTPS connection can be verified.",
        "Install the package ca-certificates.",
        "apt-get install -y ca-certificates",
        (
            "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
            "unable to get local issuer certificate"
        ),
        "tls_unknown_issuer",
    )
    return Trust("openssl", "system store", empty=empty, remarks=remarks)


def _bad_file(path: str) -> Problem | None:
    why = _why_unusable(path)
    return _unusable(path, *why) if why else None


def _why_unusable(path: str) -> tuple[str, str] | None:
    """Return why a file of certificates cannot be loaded and what Python says then; None when it can."""
    if not os.path.exists(path):
        return "the file does not exist", "builtins.FileNotFoundError: [Errno 2] No such file or directory"
    if os.path.isdir(path):
        return "it is a directory", "builtins.IsADirectoryError: [Errno 21] Is a directory"
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
    except ssl.SSLError as error:
        empty = "NO_CERTIFICATE" in str(error)
        return "it holds no certificate" if empty else "it is not PEM", f"ssl.SSLError: {error}"
    except OSError as error:
        return f"it cannot be read ({error.strerror})", f"builtins.{type(error).__name__}: {error}"
    return None


def _unusable(path: str, why: str, says: str) -> Problem:
    return Problem(
        f"SSL_CERT_FILE={path}: {why}, so the SDK cannot even be constructed.",
        "Point SSL_CERT_FILE at a PEM bundle, or unset it to use the system's store.",
        "unset SSL_CERT_FILE",
        says,
        "tls_ca_file_unreadable",
    )


def _bad_directory(path: str) -> Problem | None:
    try:
        names = os.listdir(path)
    except OSError as error:
        return Problem(
            f"SSL_CERT_DIR={path}: {error.strerror}; nothing can be verified.",
            "Point SSL_CERT_DIR at a directory of certificates, or unset it.",
            "unset SSL_CERT_DIR",
            (
                "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
                "unable to get local issuer certificate"
            ),
            "tls_ca_file_unreadable",
        )
    if any(re.fullmatch(r"[0-9a-fA-F]{8}\.\d", name) for name in names):
        return None
    return Problem(
        (
            f"SSL_CERT_DIR={path} holds no hashed certificate names (like 5ed36f99.0), so OpenSSL finds "
            "none of them."
        ),
        "Make the hashed names with openssl rehash, or use SSL_CERT_FILE.",
        f"openssl rehash {path}",
        (
            "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
            "unable to get local issuer certificate"
        ),
        "tls_unknown_issuer",
    )


def context(found: Trust) -> ssl.SSLContext:
    """Return the context the SDK would use."""
    if found.kind in ("file", "directory"):
        made = ssl.create_default_context(cafile=found.file, capath=found.directory)
    elif found.kind == "platform":  # pragma: no cover  # macOS and Windows
        import truststore

        made = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if found.file or found.directory:
            made.load_verify_locations(found.file, found.directory)
    made.set_alpn_protocols(["http/1.1"])
    return made


def add_company_root() -> str:
    """Return the command that makes one bundle of the system's store and a company's root (SSL_CERT_FILE
    replaces the store).
    """
    return f"cat {_SYSTEM_BUNDLE} company-root.pem > bundle.pem && export SSL_CERT_FILE=$PWD/bundle.pem"
