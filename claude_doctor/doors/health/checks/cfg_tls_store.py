"""Whether the certificates the SDK would trust can be loaded."""

from __future__ import annotations

from claude_doctor.doors.health.engine.outcome import WARN, Outcome, failed_by, passed, warned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from claude_doctor.doors.health.engine.state import State

ID, STAGE, RANK, NEEDS, COST, OPTION = "cfg.tls_store", "config", 90, (), "none", ""
VERIFIES = "SSL_CERT_FILE and SSL_CERT_DIR or the system's store; variables the SDK ignores"
ON_CLOUD = True


def run(state: State) -> Outcome:
    """Judge the store."""
    found = state.trust
    where = found.file or found.directory or ""
    facts = {"source": found.source, "path": where, "strict": found.is_strict}
    if found.problem:
        return failed_by(found.problem, **facts)
    if found.empty:
        empty = found.empty
        return Outcome(WARN, empty.summary, empty.fix, empty.command, empty.fault, tuple(facts.items()))
    if found.remarks:
        name = found.remarks[0].split()[0]
        return warned(
            f"{found.remarks[0]}.",
            "Give the SDK the same bundle.",
            f'export SSL_CERT_FILE="${name}"',
            **facts,
        )
    return passed(f"{found.source}{f' {where}' if where else ''}", **facts)
