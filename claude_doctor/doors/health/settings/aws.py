"""Which AWS credential wins, in botocore's order, and what its own files say against it. Nothing is sent and
no helper is run.
"""

from __future__ import annotations

from claude_doctor.base.record import replace
from claude_doctor.doors.health.engine.outcome import Problem
from claude_doctor.doors.health.settings import aws_files
from claude_doctor.doors.health.settings.cloud import Keys, Source
from claude_doctor.doors.health.settings.jwt import expiry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from claude_doctor.doors.health.settings.aws_files import Profiles

ACCESS, SECRET, SESSION = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"
BEARER = "AWS_BEARER_TOKEN_BEDROCK"
_NOTHING = "RuntimeError: Could not resolve AWS credentials from session"
_TEMPORARY = "ASIA"
_DEEPEST = 5


def source(environment: Mapping[str, str], now: float, *bearers: str) -> Source:
    """Return the credential source that wins: a bearer token of the named variables, else botocore's own."""
    for name in bearers:
        if environment.get(name):
            others = tuple(other for other in (ACCESS, "AWS_PROFILE") if environment.get(other))
            return Source("bearer", name, environment[name], others=others)
    files = aws_files.profiles(environment)
    if files.broken:
        return Source(problem=_unparsable(files.broken))
    profile = environment.get("AWS_PROFILE") or environment.get("AWS_DEFAULT_PROFILE") or ""
    if profile and not files.known(profile):
        return Source(problem=_unknown(profile, files))
    return _of_variables(environment, profile) or _of_profile(environment, files, profile, now)


def _of_variables(environment: Mapping[str, str], profile: str) -> Source | None:
    access, secret = environment.get(ACCESS, ""), environment.get(SECRET, "")
    if not access and not secret:
        return None
    if not access or not secret:
        absent = SECRET if access else ACCESS
        if not access:  # botocore then goes on along its chain
            return None
        return Source(
            "keys",
            ACCESS,
            problem=Problem(
                f"{ACCESS} is set and {absent} is not.",
                f"Set {absent} too, or unset {ACCESS} so that the profile is used.",
                f"export {absent}='…'",
                "botocore.exceptions.PartialCredentialsError: Partial credentials found in env, missing: "
                f"{absent}",
                "aws_credentials_missing",
            ),
        )
    session = environment.get(SESSION) or environment.get("AWS_SECURITY_TOKEN") or ""
    found = Source(
        "keys",
        ACCESS,
        keys=Keys(access, secret, session),
        others=(f"profile {profile}",) if profile else (),
        expires=aws_files.moment(environment.get("AWS_CREDENTIAL_EXPIRATION")),
        remarks=(f"{ACCESS} is set and hides the profile {profile}",) if profile else (),
    )
    return _whole(found, SESSION)


def _whole(found: Source, name: str) -> Source:
    keys = found.keys
    if keys is None or keys.session or not keys.access.startswith(_TEMPORARY):
        return found
    return replace(
        found,
        problem=Problem(
            f"The access key of {found.name} is a temporary one (ASIA…), and {name} is missing.",
            f"Set {name} with the other two: a temporary key has three parts.",
            f"export {name}='…'",
            "botocore.exceptions.ClientError: An error occurred (InvalidClientTokenId) when calling the "
            "GetCallerIdentity operation: The security token included in the request is invalid.",
            "aws_credentials_invalid_or_expired",
        ),
    )


def _of_profile(environment: Mapping[str, str], files: Profiles, profile: str, now: float) -> Source:
    name = profile or "default"
    values = files.of(name)
    if values.get("role_arn") and not environment.get("AWS_WEB_IDENTITY_TOKEN_FILE"):
        return _assumed(environment, files, name, now)
    token_file = environment.get("AWS_WEB_IDENTITY_TOKEN_FILE") or values.get("web_identity_token_file", "")
    if token_file and (environment.get("AWS_ROLE_ARN") or values.get("role_arn")):
        return _web_identity(token_file, now)
    if values.get("sso_session") or values.get("sso_start_url"):
        return _sso(environment, files, name, now)
    if values.get("aws_access_key_id"):
        return _static(name, values)
    if values.get("credential_process"):
        return Source("asked", f"credential_process of profile {name}", runs=values["credential_process"])
    return _of_the_machine(environment, files, name)


def _static(name: str, values: dict[str, str]) -> Source:
    where = f"profile {name}"
    secret = values.get("aws_secret_access_key", "")
    if not secret:
        return Source(
            "keys",
            where,
            problem=Problem(
                f"The {where} has aws_access_key_id and no aws_secret_access_key.",
                "Add it to the same profile of ~/.aws/credentials.",
                f"aws configure --profile {name}" if name.isalnum() else "aws configure",
                "botocore.exceptions.PartialCredentialsError: Partial credentials found in "
                "shared-credentials-file, missing: aws_secret_access_key",
                "aws_credentials_missing",
            ),
        )
    session = values.get("aws_session_token") or values.get("aws_security_token") or ""
    keys = Keys(values["aws_access_key_id"], secret, session)
    expires = next(
        (
            found
            for key in ("aws_expiration", "x_security_token_expires", "expiration")
            if (found := aws_files.moment(values.get(key))) is not None
        ),
        None,
    )
    return _whole(Source("keys", where, keys=keys, expires=expires), "aws_session_token")


def _assumed(environment: Mapping[str, str], files: Profiles, name: str, now: float) -> Source:
    """Return the source of an assumed role: what it stands on is judged, the role itself only AWS knows."""
    values = files.of(name)
    seen = {name}
    runs, remarks = "", ()
    for _ in range(_DEEPEST):
        below = values.get("source_profile", "")
        if not below or below in seen:
            break
        seen.add(below)
        if not files.known(below):
            return Source(problem=_unknown(below, files))
        values = files.of(below)
        if values.get("sso_session") or values.get("sso_start_url"):
            base = _sso(environment, files, below, now)
            if base.problem:
                return base
            break
        runs = runs or values.get("credential_process", "")
    return Source("asked", f"role of profile {name}", runs=runs, remarks=remarks)


def _web_identity(path: str, now: float) -> Source:
    name = "AWS_WEB_IDENTITY_TOKEN_FILE"
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(100_000).strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not text"
        return Source(
            "asked",
            name,
            problem=Problem(
                f"{name} names {path}, which cannot be read: {why}.",
                "Mount the projected token of the service account (EKS: IAM roles for service accounts).",
                "",
                f"builtins.FileNotFoundError: [Errno 2] No such file or directory: {path!r}",
                "aws_credentials_missing",
            ),
        )
    expires = expiry(text)
    problem = None
    if expires is not None and expires < now:
        problem = Problem(
            f"The identity token in {path} has expired.",
            "Find out why it is not renewed: kubelet rewrites a projected token before its end.",
            "",
            "botocore.exceptions.ClientError: An error occurred (ExpiredTokenException) when calling the "
            "AssumeRoleWithWebIdentity operation: Token expired",
            "aws_credentials_invalid_or_expired",
        )
    return Source("asked", name, file=path, expires=expires, problem=problem)


def _sso(environment: Mapping[str, str], files: Profiles, name: str, now: float) -> Source:
    values = files.of(name)
    session = values.get("sso_session", "")
    where = f"SSO of profile {name}"
    if session and session not in files.sessions:
        return Source(
            "asked",
            where,
            problem=Problem(
                f"Profile {name} names the sso-session {session}, which ~/.aws/config does not have.",
                f"Add a section [sso-session {session}], or run aws configure sso.",
                "aws configure sso",
                "botocore.exceptions.InvalidConfigError: The profile is configured to use an sso-session "
                "that does not exist",
                "aws_sso_login_needed",
            ),
        )
    login = aws_files.login(environment, session or values["sso_start_url"])
    command = f"aws sso login --profile {name}" if name.replace("-", "").isalnum() else "aws sso login"
    if not login.is_there:
        return Source(
            "asked",
            where,
            problem=Problem(
                f"Nobody is logged in to the SSO of profile {name}: no token is in the cache.",
                "Log in; the browser opens.",
                command,
                f"botocore.exceptions.SSOTokenLoadError: Error loading SSO Token: Token for {session or name}"
                " does not exist",
                "aws_sso_login_needed",
            ),
        )
    if login.expires is not None and login.expires < now and not login.renews:
        return Source(
            "asked",
            where,
            expires=login.expires,
            problem=Problem(
                f"The SSO login of profile {name} has ended.",
                "Log in again; running programs may need a restart.",
                command,
                "botocore.exceptions.UnauthorizedSSOTokenError: The SSO session associated with this profile "
                "has expired or is otherwise invalid. To refresh this SSO session run aws sso login with the "
                "corresponding profile.",
                "aws_sso_login_needed",
            ),
        )
    return Source("asked", where, expires=login.expires)


def _of_the_machine(environment: Mapping[str, str], files: Profiles, name: str) -> Source:
    for variable in ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"):
        if environment.get(variable):
            return Source("asked", variable)
    if environment.get("AWS_EC2_METADATA_DISABLED", "").lower() != "true" and _is_ec2():
        return Source("asked", "the instance's role (metadata service)")
    known = sorted({*files.config, *files.credentials})
    hint = f" The files have the profiles {', '.join(known[:5])}." if known and name not in known else ""
    return Source(
        problem=Problem(
            "No AWS credentials: neither variables nor a profile, SSO, web identity, container or instance "
            f"role.{hint}",
            "Set AWS_PROFILE, log in, or set AWS_BEARER_TOKEN_BEDROCK where the platform takes one.",
            f"export AWS_PROFILE={known[0]}" if known and known[0].isalnum() else "aws configure",
            _NOTHING,
            "aws_credentials_missing",
        )
    )


def _is_ec2() -> bool:
    for path in (
        "/sys/hypervisor/uuid",
        "/sys/devices/virtual/dmi/id/product_uuid",
        "/sys/devices/virtual/dmi/id/sys_vendor",
    ):
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                text = file.read(64).lower()
        except OSError:
            continue
        if text.startswith(("ec2", "amazon ec2")):
            return True
    return False


def _unparsable(path: str) -> Problem:
    return Problem(
        f"{path} cannot be parsed as an INI file.",
        "Correct it: a section in brackets, then lines of key = value.",
        "",
        f"botocore.exceptions.ConfigParseError: Unable to parse config file: {path}",
        "aws_credentials_missing",
    )


def _unknown(profile: str, files: Profiles) -> Problem:
    known = sorted({*files.config, *files.credentials})
    has = f"they have {', '.join(known[:6])}" if known else "they have none"
    return Problem(
        f"The profile {profile} stands in neither ~/.aws/config nor ~/.aws/credentials: {has}.",
        "Correct AWS_PROFILE; in config a section is [profile NAME], in credentials [NAME].",
        f"export AWS_PROFILE={known[0]}" if known and known[0].isalnum() else "unset AWS_PROFILE",
        f"botocore.exceptions.ProfileNotFound: The config profile ({profile}) could not be found",
        "aws_credentials_missing",
    )
