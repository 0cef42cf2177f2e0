"""Set-ups of the six platforms: what is set, what the cloud answers, where health must see it, what the SDK meets."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from tests.health.clouds import host as h

KEYS = {"AWS_ACCESS_KEY_ID": h.ACCESS, "AWS_SECRET_ACCESS_KEY": h.SECRET}
AWS = {"AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": "{url}"}
BEDROCK = {**AWS, "ANTHROPIC_BEDROCK_BASE_URL": "{url}"}
SIGNED = {**BEDROCK, **KEYS}
MANTLE = {**AWS, "ANTHROPIC_BEDROCK_MANTLE_BASE_URL": "{url}/anthropic"}
ON_AWS = {**AWS, "ANTHROPIC_AWS_BASE_URL": "{url}", "ANTHROPIC_AWS_WORKSPACE_ID": "wrkspc_lab"}
VERTEX = {
    "CLOUD_ML_REGION": "us-east5", "ANTHROPIC_VERTEX_PROJECT_ID": "lab", "ANTHROPIC_VERTEX_BASE_URL": "{url}/v1",
    "GOOGLE_APPLICATION_CREDENTIALS": "{home}/sa.json", "NO_GCE_CHECK": "true",
}  # fmt: skip
METADATA = {
    "GCE_METADATA_HOST": "{host}",
    "GCE_METADATA_ROOT": "{host}",
    "GCE_METADATA_IP": "{host}",
    "NO_GCE_CHECK": "false",
}
GOOGLE = {
    "ANTHROPIC_GOOGLE_CLOUD_PROJECT": "lab", "ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID": "wrkspc_lab",
    "ANTHROPIC_GOOGLE_CLOUD_BASE_URL": "{url}", "GOOGLE_APPLICATION_CREDENTIALS": "{home}/sa.json", "NO_GCE_CHECK": "true",
}  # fmt: skip
FOUNDRY = {"ANTHROPIC_FOUNDRY_API_KEY": h.FOUNDRY, "ANTHROPIC_FOUNDRY_BASE_URL": "{url}/anthropic"}
CONFIG = {
    ".aws/config": "[default]\nregion=us-east-1\n[profile sso]\nsso_session=s\nsso_account_id=123456789012\nsso_role_name=R\nregion=us-east-1\n"
    "[sso-session s]\nsso_start_url=https://lab.awsapps.com/start\nsso_region=us-east-1\nsso_registration_scopes=sso:account:access\n"
    "[profile noregion]\n[profile helper]\nregion=us-east-1\ncredential_process={home}/helper\n",
    ".aws/credentials": f"[default]\naws_access_key_id={h.ACCESS}\naws_secret_access_key={h.SECRET}\n[half]\naws_access_key_id={h.ACCESS}\n"
    f"[static]\naws_access_key_id={h.ACCESS}\naws_secret_access_key={h.SECRET}\n",
    "helper": "#!/bin/sh\ntouch {home}/ran\necho '{\"Version\": 1, \"AccessKeyId\": \"" + h.ACCESS + '", "SecretAccessKey": "' + h.SECRET + "\"}'\n",
}  # fmt: skip
CACHE = f".aws/sso/cache/{hashlib.sha1(b's').hexdigest()}.json"
ENDED = {
    CACHE: json.dumps(
        {
            "accessToken": "labtoken",
            "expiresAt": "2026-01-01T00:00:00Z",
            "region": "us-east-1",
            "startUrl": "x",
        }
    )
}


def without(env: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in env.items() if name not in names}


@dataclass(frozen=True)
class Scenario:
    """`check` is where it fails ("" for healthy, `warn:ID` for a warning), `page` the catalogue's, `sdk` what
    the SDK's message ends with."""

    name: str
    platform: str
    env: dict[str, str]
    check: str = ""
    page: str | None = None
    mode: str = "ok"
    model: str = h.MODEL
    sdk: str = "ok"
    files: dict[str, str] = field(default_factory=dict)
    args: tuple[str, ...] = ()


def bedrock(name: str, env: dict[str, str], check: str = "", page: str | None = None, **more) -> Scenario:
    return Scenario(f"bedrock: {name}", "bedrock", env, check, page, **{"model": h.PROFILE, **more})


def mantle(name: str, env: dict[str, str], check: str = "", page: str | None = None, **more) -> Scenario:
    return Scenario(f"mantle: {name}", "mantle", env, check, page, **more)


def on_aws(name: str, env: dict[str, str], check: str = "", page: str | None = None, **more) -> Scenario:
    return Scenario(f"platform on AWS: {name}", "claude-platform-on-aws", env, check, page, **more)


def vertex(name: str, env: dict[str, str], check: str = "", page: str | None = None, **more) -> Scenario:
    return Scenario(f"vertex: {name}", "vertex", env, check, page, **more)


def google(name: str, env: dict[str, str], check: str = "", page: str | None = None, **more) -> Scenario:
    return Scenario(f"google cloud: {name}", "google-cloud", env, check, page, **more)


def foundry(name: str, env: dict[str, str], check: str = "", page: str | None = None, **more) -> Scenario:
    return Scenario(f"foundry: {name}", "foundry", env, check, page, **more)


SCENARIOS = (
    bedrock("healthy, keys in variables", SIGNED),
    bedrock("healthy, profile file", BEDROCK, files=CONFIG),
    bedrock("healthy, region of the profile", without(BEDROCK, "AWS_REGION"), "warn:cloud.region", files=CONFIG),
    bedrock("healthy, bearer", {**BEDROCK, "AWS_BEARER_TOKEN_BEDROCK": h.BEARER}),
    bedrock("healthy, bearer before a profile", {**BEDROCK, "AWS_BEARER_TOKEN_BEDROCK": h.BEARER, "AWS_PROFILE": "sso"}, files=CONFIG),
    bedrock("healthy, an older model on demand", SIGNED, model=h.OLD),
    bedrock("no region", {**without(SIGNED, "AWS_REGION"), "AWS_PROFILE": "noregion"}, "cloud.region", "aws_region_missing", files=CONFIG, sdk="No AWS region was provided"),
    bedrock("an availability zone", {**SIGNED, "AWS_REGION": "us-east-1a"}, "cloud.region", "aws_region_missing"),
    bedrock("no credentials", {**BEDROCK, "AWS_EC2_METADATA_DISABLED": "true"}, "cloud.source", "aws_credentials_missing", sdk="Could not resolve AWS credentials"),
    bedrock("profile not found", {**BEDROCK, "AWS_PROFILE": "nope"}, "cloud.source", "aws_credentials_missing", files=CONFIG, sdk="could not be found"),
    bedrock("SSO, not logged in", {**BEDROCK, "AWS_PROFILE": "sso"}, "cloud.source", "aws_sso_login_needed", files=CONFIG, sdk="Error loading SSO Token"),
    bedrock("SSO, login over", {**BEDROCK, "AWS_PROFILE": "sso"}, "cloud.source", "aws_sso_login_needed", files={**CONFIG, **ENDED}, sdk="Token has expired"),
    bedrock("half a profile", {**BEDROCK, "AWS_PROFILE": "half"}, "cloud.source", "aws_credentials_missing", files=CONFIG, sdk="Partial credentials"),
    bedrock("key without secret", {**BEDROCK, "AWS_ACCESS_KEY_ID": h.ACCESS}, "cloud.source", "aws_credentials_missing", sdk="Partial credentials"),
    bedrock("session token left out", {**SIGNED, "AWS_ACCESS_KEY_ID": "ASIAIOSFODNN7EXAMPLE"}, "cloud.source", "aws_credentials_invalid_or_expired"),
    bedrock("a helper program, not run", {**BEDROCK, "AWS_PROFILE": "helper"}, "skip:cloud.identity", files=CONFIG),
    bedrock("a helper program, allowed", {**BEDROCK, "AWS_PROFILE": "helper"}, files=CONFIG, args=("--run-helpers",)),
    bedrock("credentials expired", SIGNED, "cloud.identity", "aws_credentials_invalid_or_expired", mode="expired"),
    bedrock("key unknown to AWS", SIGNED, "cloud.identity", "aws_credentials_invalid_or_expired", mode="unknown_key"),
    bedrock("wrong secret", {**SIGNED, "AWS_SECRET_ACCESS_KEY": "x" * 40}, "cloud.identity", "aws_signature_invalid", sdk="does not match"),
    bedrock("signature expired", SIGNED, "cloud.identity", "clock_skew", mode="skew"),
    bedrock("bearer refused", {**BEDROCK, "AWS_BEARER_TOKEN_BEDROCK": h.BEARER}, "cloud.model", "bedrock_api_key_rejected", mode="bad_bearer", sdk="make sure your API Key is valid"),
    bedrock("bare model id", SIGNED, "cloud.model", "bedrock_on_demand_unsupported", model=h.BARE, sdk="on-demand throughput"),
    bedrock("the API's name", SIGNED, "cloud.model", "bedrock_invalid_model_id", model=h.MODEL, sdk="identifier is invalid"),
    bedrock("another geography", SIGNED, "cloud.model", "bedrock_invalid_model_id", model=f"eu.{h.BARE}", sdk="identifier is invalid"),
    bedrock("listing refused, message allowed", SIGNED, "warn:cloud.model", mode="no_listing"),
    bedrock("use-case form", SIGNED, "cloud.access", "bedrock_use_case_form_missing", mode="form", sdk="use case details"),
    bedrock("marketplace", SIGNED, "cloud.access", "bedrock_model_access_denied", mode="market", sdk="Marketplace"),
    bedrock("policy of the organization", SIGNED, "cloud.access", "bedrock_scp_denied", mode="scp", sdk="service control policy"),
    bedrock("not in this region", SIGNED, "cloud.access", "bedrock_invalid_model_id", mode="no_region", sdk="identifier is invalid"),
    bedrock("not authorised", SIGNED, "cloud.access", "bedrock_model_access_denied", mode="not_authorized", sdk="don't have access"),
    bedrock("throttled (only a message shows it)", SIGNED, "cloud.message", "bedrock_throttling_tokens", mode="throttled", sdk="Too many tokens", args=("--deep",)),
    mantle("healthy, bearer", {**MANTLE, "AWS_BEARER_TOKEN_BEDROCK": h.BEARER}),
    mantle("healthy, signed", {**MANTLE, **KEYS}),
    mantle("no region", {**without(MANTLE, "AWS_REGION", "ANTHROPIC_BEDROCK_MANTLE_BASE_URL"), **KEYS}, "cloud.region", "aws_region_missing", files=CONFIG, sdk="No AWS region", args=("--platform", "mantle")),
    mantle("unknown model", {**MANTLE, "AWS_BEARER_TOKEN_BEDROCK": h.BEARER}, "cloud.access", "model_not_found", model="claude-nope", mode="mantle_model", sdk="does not exist"),
    on_aws("healthy, key", {**ON_AWS, "ANTHROPIC_AWS_API_KEY": h.KEY}),
    on_aws("healthy, signed", {**ON_AWS, **KEYS}),
    on_aws("no workspace", {**without(ON_AWS, "ANTHROPIC_AWS_WORKSPACE_ID"), "ANTHROPIC_AWS_API_KEY": h.KEY}, "cloud.region", "aws_workspace_id_missing", sdk="No workspace ID found"),
    on_aws("no region", {**without(ON_AWS, "AWS_REGION", "ANTHROPIC_AWS_BASE_URL"), "ANTHROPIC_AWS_API_KEY": h.KEY}, "cloud.region", "aws_region_missing", sdk="No AWS region"),
    on_aws("empty key", {**ON_AWS, "ANTHROPIC_AWS_API_KEY": ""}, "cloud.source", "aws_credentials_missing", sdk="Connection error"),
    on_aws("key refused", {**ON_AWS, "ANTHROPIC_AWS_API_KEY": h.KEY}, "cloud.model", None, mode="api_401", sdk="invalid x-api-key"),
    on_aws("federation off", {**ON_AWS, **KEYS}, "cloud.model", "aws_outbound_federation_disabled", mode="federation_off", sdk="federation is disabled"),
    on_aws("overloaded", {**ON_AWS, "ANTHROPIC_AWS_API_KEY": h.KEY}, "cloud.model", "overloaded_529", mode="api_529", sdk="Overloaded"),
    vertex("healthy, service account", VERTEX),
    vertex("healthy, the machine's own server", {**without(VERTEX, "GOOGLE_APPLICATION_CREDENTIALS"), **METADATA}),
    vertex("no region", without(VERTEX, "CLOUD_ML_REGION"), "cloud.region", "vertex_region_missing", sdk="No region was given"),
    vertex("empty region", {**VERTEX, "CLOUD_ML_REGION": ""}, "cloud.region", "vertex_region_missing", sdk="non-empty value"),
    vertex("a region of AWS", {**VERTEX, "CLOUD_ML_REGION": "us-east-1"}, "cloud.region", "vertex_region_missing"),
    vertex("no project, though the file names one", without(VERTEX, "ANTHROPIC_VERTEX_PROJECT_ID"), "cloud.region", "vertex_project_missing", sdk="No project_id was given"),
    vertex("no credentials", without(VERTEX, "GOOGLE_APPLICATION_CREDENTIALS"), "cloud.source", "gcp_adc_missing", sdk="default credentials were not found"),
    vertex("file missing", {**VERTEX, "GOOGLE_APPLICATION_CREDENTIALS": "{home}/nope.json"}, "cloud.source", "gcp_adc_missing", sdk="was not found"),
    vertex("file broken", {**VERTEX, "GOOGLE_APPLICATION_CREDENTIALS": "{home}/bad.json"}, "cloud.source", "gcp_adc_missing", files={"bad.json": "{"}, sdk="not a valid json"),
    vertex("login refused", VERTEX, "cloud.identity", "gcp_reauth_required", mode="grant", sdk="invalid_grant"),
    vertex("login wanted again", VERTEX, "cloud.identity", "gcp_reauth_required", mode="rapt", sdk="invalid_rapt"),
    vertex("clock off", VERTEX, "cloud.identity", "clock_skew", mode="jwt_clock", sdk="short-lived token"),
    vertex("model not found", VERTEX, "cloud.access", "vertex_model_not_found", mode="notfound", sdk="was not found", args=("--model", h.MODEL)),
    vertex("quota", VERTEX, "cloud.access", "vertex_quota_exceeded", mode="quota", sdk="Quota exceeded"),
    vertex("API off", VERTEX, "cloud.access", "vertex_api_disabled", mode="api_off", sdk="has not been used"),
    vertex("role missing", VERTEX, "cloud.access", "vertex_permission_denied", mode="iam", sdk="endpoints.predict"),
    vertex("not enabled", VERTEX, "cloud.access", "vertex_project_not_allowed", mode="notallowed", sdk="not allowed to use"),
    vertex("data sharing", VERTEX, "cloud.access", "vertex_data_sharing", mode="sharing", sdk="data sharing"),
    google("healthy", GOOGLE),
    google("no workspace", without(GOOGLE, "ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID", "ANTHROPIC_GOOGLE_CLOUD_BASE_URL"), "cloud.region", None, sdk="No workspace ID found"),
    google("login refused", GOOGLE, "cloud.identity", "gcp_reauth_required", mode="grant", sdk="invalid_grant"),
    google("overloaded", GOOGLE, "cloud.model", "overloaded_529", mode="api_529", sdk="Overloaded"),
    foundry("healthy", FOUNDRY),
    foundry("no key", without(FOUNDRY, "ANTHROPIC_FOUNDRY_API_KEY"), "cloud.source", "foundry_credentials_missing", sdk="Missing credentials"),
    foundry("no resource", without(FOUNDRY, "ANTHROPIC_FOUNDRY_BASE_URL"), "cloud.region", "foundry_resource_missing", sdk="Must provide one of"),
    foundry("resource and base URL", {**FOUNDRY, "ANTHROPIC_FOUNDRY_RESOURCE": "lab"}, "cloud.region", "foundry_resource_missing", sdk="mutually exclusive"),
    foundry("resource with its domain", {"ANTHROPIC_FOUNDRY_API_KEY": h.FOUNDRY, "ANTHROPIC_FOUNDRY_RESOURCE": "lab.services.ai.azure.com"}, "cloud.region", "foundry_resource_missing", sdk="Connection error"),
    foundry("wrong key", {**FOUNDRY, "ANTHROPIC_FOUNDRY_API_KEY": "f" * 32}, "cloud.access", None, sdk="invalid x-api-key"),
    foundry("invalid subscription key", FOUNDRY, "cloud.access", "foundry_authentication_failed", mode="subscription", sdk="invalid subscription key"),
    foundry("no such deployment", FOUNDRY, "cloud.access", "foundry_deployment_not_found", mode="deployment", sdk="does not exist"),
    foundry("another API of the resource", FOUNDRY, "cloud.access", "foundry_api_not_supported", mode="unsupported", sdk="not supported"),
    foundry("role missing", FOUNDRY, "cloud.access", "foundry_role_missing", mode="role", sdk="required data action"),
)  # fmt: skip
