"""Why a handshake failed, who presented the certificate, and what to do about it."""

from __future__ import annotations

import contextlib
import ssl
from datetime import UTC, datetime

from claude_doctor.doors.health.engine.outcome import FAIL, Outcome
from claude_doctor.doors.health.settings import trust as _config_trust
from claude_doctor.doors.health.wire import certificate as _certificate
from claude_doctor.doors.health.wire import clock as _clock
from claude_doctor.doors.health.wire import dial, reach

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket

    from claude_doctor.doors.health.engine.state import State
    from claude_doctor.doors.health.wire.certificate import Certificate
    from claude_doctor.doors.health.wire.ground import Address

# OpenSSL's numbers of a failed verification.
_NOT_YET, _EXPIRED, _SELF_SIGNED, _SELF_SIGNED_IN_CHAIN, _NO_ISSUER, _NO_LEAF_ISSUER, _HOST, _IP = (
    9,
    10,
    18,
    19,
    20,
    21,
    62,
    64,
)
_SECOND_TRY = 1.5


def failed(state: State, error: BaseException, seconds: float) -> Outcome:
    """Return the failure of a handshake."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _unverified(state, error)
    if isinstance(error, TimeoutError):
        return _stalled(state, seconds)
    if isinstance(error, (ssl.SSLEOFError, ConnectionError)):
        return _cut(state, error)
    return _alert(state, error)


def _outcome(  # noqa: PLR0913  # the parts of an Outcome
    words: str,
    fix: str,
    command: str,
    error: BaseException,
    facts: dict[str, object],
    *,
    entry: str,
    fault: str = "between",
) -> Outcome:
    return Outcome(FAIL, words, fix, command, fault, tuple(facts.items()), error=error, entry=entry)


def _unverified(state: State, error: ssl.SSLCertVerificationError) -> Outcome:
    shown = _presented(state)
    facts: dict[str, object] = {
        "verify_code": error.verify_code,
        "subject": shown.subject,
        "issuer": shown.issuer,
        "names": list(shown.names[:10]),
        "valid_from": _day(shown.not_before),
        "valid_until": _day(shown.not_after),
        "sha256": shown.sha256,
    }
    code = error.verify_code
    if code in (_EXPIRED, _NOT_YET):
        return _dated(state, error, shown, facts)
    if code in (_HOST, _IP):
        names = ", ".join(shown.names[:3]) or shown.subject or "another name"
        words = f"The certificate is for {names}, not for {state.base.host}: another server answers there."
        fix = (
            f"Use the name in the certificate in {state.base.source}."
            if not state.base.is_first_party
            else "Sign in to the network, or remove what redirects the name."
        )
        return _outcome(words, fix, _openssl(state), error, facts, entry="tls_hostname")
    if (
        "Authority Key Identifier" in error.verify_message
        or "Basic Constraints" in error.verify_message
        or "key usage" in error.verify_message.lower()
    ):
        words = (
            f"The CA in {state.trust.source} breaks RFC 5280 ({error.verify_message}), which Python 3.13 "
            "and newer enforce."
        )
        fix = "Have the CA reissued, or pass an http_client with a context that lacks ssl.VERIFY_X509_STRICT."
        command = (
            "ctx = ssl.create_default_context(); ctx.verify_flags &= ~ssl.VERIFY_X509_STRICT; "
            "Anthropic(http_client=DefaultHttpxClient(verify=ctx))"
        )
        return _outcome(words, fix, command, error, facts, entry="tls_ca_not_strict")
    if code == _SELF_SIGNED:
        words = f"The certificate of {state.base.host} is self-signed ({shown.subject or 'without a name'})."
        fix = "If it is yours, put it into one bundle with the system's store and name that in SSL_CERT_FILE."
        return _outcome(words, fix, _trust_it(state), error, facts, entry="tls_self_signed_cert")
    return _unknown_issuer(state, error, shown, facts)


def _unknown_issuer(
    state: State, error: ssl.SSLCertVerificationError, shown: Certificate, facts: dict[str, object]
) -> Outcome:
    if state.trust.empty:
        empty = state.trust.empty
        return _outcome(
            f"{state.base.host} cannot be verified: {empty.summary}",
            empty.fix,
            empty.command,
            error,
            facts,
            entry="tls_unknown_issuer",
            fault="yours",
        )
    if shown.is_public_issuer and state.trust.source.startswith("SSL_CERT_"):
        name = state.trust.source
        return _outcome(
            f"{name} replaces the system's store and lacks {shown.issuer}, a public authority: nothing "
            "inspects TLS here, the bundle is too small.",
            f"Unset {name}, or make one bundle of the system's store and the company's root.",
            f"unset {name}   # or: {_config_trust.add_company_root()}",
            error,
            facts,
            entry="tls_unknown_issuer",
            fault="yours",
        )
    if shown.is_public_issuer:
        words = (
            f"The certificate by {shown.issuer} is not trusted here: the store in {state.trust.source} "
            "lacks that authority, or the server leaves out an intermediate."
        )
        fix = (
            "Install or refresh the system's certificates; unset SSL_CERT_FILE if it holds only a "
            "company's root."
        )
        return _outcome(
            words,
            fix,
            "apt-get install -y --reinstall ca-certificates",
            error,
            facts,
            entry="tls_unknown_issuer",
        )
    who = shown.issuer or "an unknown authority"
    kind = (
        "TLS is inspected on the way"
        if state.base.is_first_party
        else "a private authority, or TLS inspection"
    )
    words = f"{state.base.host} presents a certificate by {who}, which is not trusted here: {kind}."
    fix = (
        "Get the root certificate of that authority and trust it together with the system's store "
        "(SSL_CERT_FILE replaces the store)."
    )
    return _outcome(words, fix, _config_trust.add_company_root(), error, facts, entry="tls_unknown_issuer")


def _dated(
    state: State, error: ssl.SSLCertVerificationError, shown: Certificate, facts: dict[str, object]
) -> Outcome:
    is_late = error.verify_code == _EXPIRED
    entry = "tls_expired" if is_late else "tls_not_yet_valid"
    off = _clock.off_by(state)
    facts["clock_off_s"] = off
    today = _day(state.now())
    if off is not None and abs(off) > 86_400:
        words = (
            f"Your clock is {_clock.words(off)}: it says {today}, so the certificate "
            f"looks {'expired' if is_late else 'not yet valid'}."
        )
        return _outcome(
            words, "Set the clock.", "sudo timedatectl set-ntp true", error, facts, entry=entry, fault="yours"
        )
    if is_late:
        words = (
            f"The certificate of {state.base.host} expired on {_day(shown.not_after)}; this machine says "
            f"it is {today}."
        )
        fix = "Check the date here first; if it is right, who runs that host must renew the certificate."
    else:
        words = (
            f"The certificate of {state.base.host} is not yet valid: it begins "
            f"on {_day(shown.not_before)}, and this machine says it is {today}."
        )
        fix = "Check the date here first: a clock that is behind looks like this."
    return _outcome(words, fix, "date -u; timedatectl", error, facts, entry=entry)


def _stalled(state: State, seconds: float) -> Outcome:
    words = (
        f"Connected, but the TLS handshake gets no answer within {seconds:.1f} s: a middlebox swallows it, "
        "packets are too large (MTU), or no TLS is spoken there."
    )
    fix = (
        "Test the MTU; behind a VPN or in Docker lower it (1280). For a local gateway without TLS write "
        "http://."
    )
    says = "httpx2.ConnectTimeout: _ssl.c:989: The handshake operation timed out"
    command = f"ping -M do -s 1400 {state.base.host}"
    return Outcome(
        FAIL,
        words,
        fix,
        command,
        "between",
        (("seconds", round(seconds, 3)),),
        says=says,
        entry="tls_handshake_timeout",
    )


def _cut(state: State, error: BaseException) -> Outcome:
    how = "resets" if isinstance(error, ConnectionResetError) else "closes"
    words = (
        f"Something {how} the connection right after the first TLS message: a filter on the way, or no TLS "
        "on that port."
    )
    fix = f"Ask who runs the firewall to let TLS to {state.base.host} pass."
    if state.route.proxy:
        words = (
            f"The proxy {state.route.proxy.shown} opened the tunnel and then {how} it at the first TLS "
            "message."
        )
        fix = f"Ask who runs the proxy ({state.route.proxy.source}) to let TLS to {state.base.host} pass."
    entry = "connection_reset" if how == "resets" else "tls_eof"
    command = _openssl(state)
    facts: dict[str, object] = {}
    other = None if state.route.proxy else _other_family(state)
    if other:
        first = state.addresses[0]
        words = (
            f"{first.family} ({first.ip}) connects and {how} the connection at the first TLS message; over "
            f"{other.family} ({other.ip}) TLS works."
        )
        fix = f"Repair or disable {first.family} on this network: programs that try it first fail."
        command, facts = disable(first.family), {"works": other.ip}
    return _outcome(words, fix, command, error, facts, entry=entry)


def _other_family(state: State) -> Address | None:
    """Return an address of the other family over which the handshake works, None without one."""
    first = state.addresses[0] if state.addresses else None
    for other in state.addresses:
        if first is None or other.family == first.family:
            continue
        deadline = state.budget.until(_SECOND_TRY)
        with contextlib.suppress(OSError):  # BudgetError is one too
            made = dial.connect(other, deadline.left())
            with contextlib.closing(made):
                dial.handshake(made, state.tls_context(), state.base.host, deadline).close()
                return other
    return None


def disable(family: str) -> str:
    """Return the command that switches a family of addresses off, "" for the one nobody can do without."""
    return "sysctl -w net.ipv6.conf.all.disable_ipv6=1" if family == "IPv6" else ""


def _alert(state: State, error: BaseException) -> Outcome:
    text = str(error)
    if (
        "WRONG_VERSION_NUMBER" in text
        or "RECORD_LAYER" in text
        or "HTTP_REQUEST" in text
        or "UNKNOWN_PROTOCOL" in text
    ):
        words = f"{state.base.host} port {state.base.port} does not speak TLS."
        if state.base.is_first_party:
            return _outcome(
                words,
                "Ask who runs the network: something answers in place of the API.",
                _openssl(state),
                error,
                {},
                entry="tls_not_tls",
            )
        fix = f"Write http:// in {state.base.source} for that local gateway, or use its TLS port."
        host = f"{state.base.host}:{state.base.port}"
        return _outcome(
            words,
            fix,
            f"export ANTHROPIC_BASE_URL=http://{host}",
            error,
            {},
            entry="tls_not_tls",
            fault="yours" if state.base.source != "default" else "between",
        )
    reason = getattr(error, "reason", None) or text
    words = f"The TLS handshake is refused: {str(reason).replace('_', ' ').lower()}."
    fix = "Ask who runs that host: a client certificate, another name or a newer TLS version is wanted."
    return _outcome(words, fix, _openssl(state), error, {"alert": str(reason)}, entry="tls_alert")


def _presented(state: State) -> Certificate:
    """Read the certificate on a second connection that verifies nothing and sends nothing."""
    deadline = state.budget.until(_SECOND_TRY)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    made: socket.socket | None = None
    try:
        made = reach.reached(state, deadline)
        secured = dial.handshake(made, context, state.base.host, deadline)
        made = secured
        return _certificate.parsed(secured.getpeercert(binary_form=True) or b"")
    except OSError:
        return _certificate.Certificate()
    finally:
        if made is not None:
            with contextlib.suppress(OSError):
                made.close()


def _day(when: float | None) -> str:
    return "an unknown date" if when is None else datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%d")


def _openssl(state: State) -> str:
    return (
        f"openssl s_client -connect {state.base.host}:{state.base.port} -servername {state.base.host} "
        "</dev/null"
    )


def _trust_it(state: State) -> str:
    get = (
        f"openssl s_client -connect {state.base.host}:{state.base.port} </dev/null 2>/dev/null | openssl "
        "x509 > server.pem"
    )
    return (
        f"{get} && cat /etc/ssl/certs/ca-certificates.crt server.pem > bundle.pem && export "
        "SSL_CERT_FILE=$PWD/bundle.pem"
    )
