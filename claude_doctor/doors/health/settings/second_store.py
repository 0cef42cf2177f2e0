"""The certificates that the libraries of the clouds trust (botocore, google-auth and azure-core), which are
not the SDK's.
"""

from __future__ import annotations

import os

from claude_doctor.doors.health.settings import aws_files
from claude_doctor.doors.health.settings.trust import Trust, with_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def trust(environment: Mapping[str, str], *, is_aws: bool, certifi: str | None = None) -> Trust:
    """Return what that library trusts: botocore reads AWS_CA_BUNDLE and `ca_bundle` of the profile, both
    kinds REQUESTS_CA_BUNDLE, then certifi's own list; `certifi` is where that one lies.
    """
    names = ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE") if is_aws else ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
    for name in names:
        if environment.get(name):
            return with_file(name, environment[name])
        if name == "AWS_CA_BUNDLE":
            profile = environment.get("AWS_PROFILE") or environment.get("AWS_DEFAULT_PROFILE") or "default"
            path = aws_files.profiles(environment).of(profile).get("ca_bundle")
            if path:
                return with_file(f"ca_bundle of profile {profile}", path)
    path = certifi or _own_certifi()
    return with_file("certifi", path) if path else Trust("openssl", "certifi")


def _own_certifi() -> str | None:
    from importlib.util import find_spec

    found = find_spec("certifi")
    places = found.submodule_search_locations if found else None
    path = os.path.join(next(iter(places)), "cacert.pem") if places else ""
    return path if os.path.isfile(path) else None
