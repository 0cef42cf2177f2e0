"""One loopback server for all clouds: tokens, identities, listings, count_tokens and messages, as each answers.

What it should refuse is its `mode`; every request is on record, and what a cloud would bill is counted.
"""

from __future__ import annotations

import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

ACCESS, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
BEARER, KEY, GOOGLE = (
    "ABSKlabTokenOfBedrock0123456789",
    "aws-external-anthropic-api-key-lab01",
    "ya29.labTokenOfGoogle",
)
FOUNDRY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
PROFILE, BARE = "us.anthropic.claude-opus-5-5-v1:0", "anthropic.claude-opus-5-5-v1:0"
OLD = "anthropic.claude-3-haiku-20240307-v1:0"
MODEL = "claude-opus-5-5"
USER = "arn:aws:sts::123456789012:assumed-role/lab/x"
MESSAGE = {
    "id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": [{"type": "text", "text": "Hi"}],
    "stop_reason": "end_turn", "stop_sequence": None, "usage": {"input_tokens": 8, "output_tokens": 1},
}  # fmt: skip


@dataclass
class Reply:
    status: int
    body: object
    headers: dict[str, str] = field(default_factory=dict)


def aws(status: int, kind: str, message: str) -> Reply:
    return Reply(status, {"message": message}, {"x-amzn-errortype": f"{kind}:http://internal.amazon.com/"})


def xml(status: int, kind: str, message: str) -> Reply:
    text = f"<ErrorResponse><Error><Type>Sender</Type><Code>{kind}</Code><Message>{message}</Message></Error></ErrorResponse>"
    return Reply(status, text, {"content-type": "text/xml"})


def api(status: int, kind: str, message: str) -> Reply:
    return Reply(
        status, {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_011Lab"}
    )


def google(status: int, kind: str, message: str) -> Reply:
    return Reply(status, [{"error": {"code": status, "message": message, "status": kind}}])


def azure(status: int, kind: str, message: str) -> Reply:
    return Reply(status, {"error": {"code": kind, "message": message}})


# What each mode answers, by where: sts, control, invoke, api, token, vertex, availability, form.
DENIED = f"User: {USER} is not authorized to perform: bedrock:%s because no identity-based policy allows the bedrock:%s action"
REFUSALS: dict[str, dict[str, Reply]] = {
    "expired": {"sts": xml(403, "ExpiredToken", "The security token included in the request is expired")},
    "unknown_key": {"sts": xml(403, "InvalidClientTokenId", "The security token included in the request is invalid.")},
    "skew": {"sts": xml(403, "SignatureDoesNotMatch", "Signature expired: 20261130T200000Z is now earlier than 20261130T205000Z (20261130T205500Z - 5 min.)")},
    "bad_bearer": {
        "control": Reply(403, {"Message": "Authentication failed: Please make sure your API Key is valid."}, {"x-amzn-errortype": "AccessDeniedException"}),
        "invoke": Reply(403, {"Message": "Authentication failed: Please make sure your API Key is valid."}, {"x-amzn-errortype": "AccessDeniedException"}),
    },
    "no_listing": {"control": aws(403, "AccessDeniedException", DENIED % ("ListInferenceProfiles", "ListInferenceProfiles"))},
    "scp": {
        "availability": aws(403, "AccessDeniedException", f"User: {USER} is not authorized to perform: bedrock:GetFoundationModelAvailability on resource: x with an explicit deny in a service control policy"),
        "invoke": aws(403, "AccessDeniedException", f"User: {USER} is not authorized to perform: bedrock:InvokeModel on resource: x with an explicit deny in a service control policy"),
    },
    "form": {
        "form": aws(404, "ResourceNotFoundException", "No use case form was found"),
        "invoke": aws(404, "ResourceNotFoundException", "Model use case details have not been submitted for this account. Fill out the Anthropic use case details form before using the model. If you have already filled out the form, try again in 15 minutes."),
    },
    "market": {
        "availability": Reply(200, {"modelId": BARE, "agreementAvailability": {"status": "NOT_AVAILABLE"}, "authorizationStatus": "AUTHORIZED", "entitlementAvailability": "NOT_AVAILABLE", "regionAvailability": "AVAILABLE"}),
        "invoke": aws(403, "AccessDeniedException", "Model access is denied due to IAM user or service role is not authorized to perform the required AWS Marketplace actions (aws-marketplace:ViewSubscriptions, aws-marketplace:Subscribe) to enable access to this model."),
    },
    "no_region": {
        "availability": Reply(200, {"modelId": BARE, "agreementAvailability": {"status": "AVAILABLE"}, "authorizationStatus": "AUTHORIZED", "entitlementAvailability": "AVAILABLE", "regionAvailability": "NOT_AVAILABLE"}),
        "invoke": aws(400, "ValidationException", "The provided model identifier is invalid."),
    },
    "not_authorized": {
        "availability": Reply(200, {"modelId": BARE, "agreementAvailability": {"status": "AVAILABLE"}, "authorizationStatus": "NOT_AUTHORIZED", "entitlementAvailability": "AVAILABLE", "regionAvailability": "AVAILABLE"}),
        "invoke": aws(403, "AccessDeniedException", "You don't have access to the model with the specified model ID."),
    },
    "throttled": {"invoke": aws(429, "ThrottlingException", "Too many tokens, please wait before trying again.")},
    "api_401": {"api": api(401, "authentication_error", "invalid x-api-key")},
    "api_403": {"api": Reply(403, {"Message": "User is not authorized to access this resource with an explicit deny"})},
    "federation_off": {"api": api(403, "permission_error", "Outbound web identity federation is disabled for this account.")},
    "api_529": {"api": api(529, "overloaded_error", "Overloaded")},
    "mantle_model": {"api": api(404, "not_found_error", "The model 'claude-nope' does not exist")},
    "grant": {"token": Reply(400, {"error": "invalid_grant", "error_description": "Bad Request"})},
    "rapt": {"token": Reply(400, {"error": "invalid_grant", "error_description": "reauth related error (invalid_rapt)", "error_subtype": "invalid_rapt"})},
    "jwt_clock": {"token": Reply(400, {"error": "invalid_grant", "error_description": "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim."})},
    "notfound": {"vertex": google(404, "NOT_FOUND", f"Publisher Model `projects/lab/locations/us-east5/publishers/anthropic/models/{MODEL}` was not found or your project does not have access to it. Please ensure you are using a valid model version.")},
    "quota": {"vertex": google(429, "RESOURCE_EXHAUSTED", "Quota exceeded for aiplatform.googleapis.com/online_prediction_requests_per_base_model with base model: anthropic-claude-opus-5-5. Please submit a quota increase request.")},
    "api_off": {"vertex": google(403, "PERMISSION_DENIED", "Vertex AI API has not been used in project lab before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/aiplatform.googleapis.com/overview?project=lab then retry.")},
    "iam": {"vertex": google(403, "PERMISSION_DENIED", "Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/lab/locations/us-east5/publishers/anthropic/models/x' (or it may not exist).")},
    "notallowed": {"vertex": google(400, "FAILED_PRECONDITION", "Project `1` is not allowed to use Publisher Model `projects/lab/locations/us-east5/publishers/anthropic/models/x`")},
    "sharing": {"vertex": google(403, "PERMISSION_DENIED", "Access to this model requires data sharing to be enabled for publisher 'anthropic'.")},
    "subscription": {"api": azure(401, "401", "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.")},
    "deployment": {"api": azure(404, "DeploymentNotFound", "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.")},
    "unsupported": {"api": azure(404, "api_not_supported", "Requested API is currently not supported")},
    "role": {"api": azure(401, "PermissionDenied", "The principal `x` lacks the required data action `Microsoft.CognitiveServices/accounts/AIServices/anthropic/messages/action` to perform `POST /anthropic/v1/messages` operation.")},
}  # fmt: skip


class Host:
    """The server's address, its record, and the count of what would be billed."""

    def __init__(self, port: int, mode: str) -> None:
        self.mode, self.url = mode, f"http://127.0.0.1:{port}"
        self.seen: list[tuple[str, str]] = []
        self.billed = 0
        self.bad_signatures = 0

    def refusal(self, place: str) -> Reply | None:
        return REFUSALS.get(self.mode, {}).get(place)


@contextmanager
def serving(mode: str):
    """Yield a Host that answers in a mode until the end of the block."""
    holder: list[Host] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            host = holder[0]
            host.seen.append((self.command, self.path))
            reply = answer(host, self, body)
            raw = reply.body.encode() if isinstance(reply.body, str) else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            headers = {"content-type": "application/json", "x-amzn-requestid": "lab-1", **reply.headers}
            for name, value in {**headers, "content-length": str(len(raw))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(raw)

        do_POST = do_GET  # noqa: N815  # the name the server calls

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    holder.append(Host(server.server_address[1], mode))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield holder[0]
    finally:
        server.shutdown()
        server.server_close()


def answer(host: Host, request: BaseHTTPRequestHandler, body: bytes) -> Reply:
    """Return what the cloud at this path says."""
    path = request.path
    authorization = request.headers.get("authorization") or ""
    if authorization.startswith("AWS4-HMAC-SHA256") and not is_signed(request, body):
        host.bad_signatures += 1
        text = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method."
        return (
            xml(403, "SignatureDoesNotMatch", text)
            if path == "/"
            else aws(403, "InvalidSignatureException", text)
        )
    if path == "/" and request.command == "POST":
        return host.refusal("sts") or Reply(
            200,
            f"<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>{USER}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
            {"content-type": "text/xml"},
        )
    if path.startswith(("/computeMetadata", "/token")) or (
        path == "/" and request.headers.get("metadata-flavor")
    ):
        return token(host, path)
    if path.startswith("/v1/projects/"):
        return vertex(host, path, authorization)
    if path.startswith(("/inference-profiles", "/foundation-model", "/use-case", "/model/")):
        return bedrock(host, path, authorization)
    if path.startswith(("/anthropic/v1/", "/v1/")):
        return messages(host, request, path, body, authorization)
    return Reply(404, {"message": "Not Found"})


def token(host: Host, path: str) -> Reply:
    flavor = {"Metadata-Flavor": "Google"}
    if path.startswith("/token"):
        return host.refusal("token") or Reply(
            200, {"access_token": GOOGLE, "expires_in": 3600, "token_type": "Bearer"}
        )
    if path.endswith("/token") or "/token?" in path:
        return Reply(200, {"access_token": GOOGLE, "expires_in": 3600, "token_type": "Bearer"}, flavor)
    plain = {**flavor, "content-type": "application/text"}
    if "project-id" in path:
        return Reply(200, "lab-meta-project", plain)
    if "universe" in path:
        return Reply(200, "googleapis.com", plain)
    account = {
        "email": "x@lab",
        "aliases": ["default"],
        "scopes": ["https://www.googleapis.com/auth/cloud-platform"],
    }
    return Reply(200, account if "service-accounts" in path else {}, flavor)


def vertex(host: Host, path: str, authorization: str) -> Reply:
    if authorization != f"Bearer {GOOGLE}":
        return google(
            401,
            "UNAUTHENTICATED",
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
        )
    if refused := host.refusal("vertex"):
        return refused
    if "/models/count-tokens:rawPredict" in path:
        return Reply(200, {"input_tokens": 8})
    host.billed += 1
    return Reply(200, MESSAGE)


def bedrock(host: Host, path: str, authorization: str) -> Reply:  # noqa: PLR0911  # one return a route
    if not authorization or (authorization.startswith("Bearer") and authorization != f"Bearer {BEARER}"):
        return aws(403, "MissingAuthenticationTokenException", "Missing Authentication Token")
    place = {"/m": "invoke", "/u": "form"}.get(
        path[:2], "availability" if "availability" in path else "control"
    )
    if refused := host.refusal(place):
        return refused
    if path.startswith("/inference-profiles"):
        return Reply(
            200,
            {
                "inferenceProfileSummaries": [
                    {
                        "inferenceProfileId": PROFILE,
                        "status": "ACTIVE",
                        "type": "SYSTEM_DEFINED",
                        "models": [],
                    }
                ]
            },
        )
    if path.startswith("/foundation-models"):
        return Reply(
            200,
            {
                "modelSummaries": [
                    {"modelId": BARE, "inferenceTypesSupported": ["INFERENCE_PROFILE"]},
                    {"modelId": OLD, "inferenceTypesSupported": ["ON_DEMAND"]},
                ]
            },
        )
    if place == "availability":
        return Reply(
            200,
            {
                "modelId": BARE,
                "agreementAvailability": {"status": "AVAILABLE"},
                "authorizationStatus": "AUTHORIZED",
                "entitlementAvailability": "AVAILABLE",
                "regionAvailability": "AVAILABLE",
            },
        )
    if place == "form":
        return Reply(200, {"formData": "e30="})
    model = unquote(re.match(r"/model/(.+)/invoke", path)[1])
    if model == BARE:
        return aws(
            400,
            "ValidationException",
            f"Invocation of model ID {model} with on-demand throughput isn\u2019t supported. Retry your request with the ID or ARN of an inference profile that contains this model.",
        )
    if model not in (PROFILE, OLD):
        return aws(400, "ValidationException", "The provided model identifier is invalid.")
    host.billed += 1
    return Reply(200, {**MESSAGE, "model": model})


def messages(
    host: Host, request: BaseHTTPRequestHandler, path: str, body: bytes, authorization: str
) -> Reply:
    has_key = request.headers.get("x-api-key") == FOUNDRY and request.headers.get("api-key") == FOUNDRY
    tokens = (f"Bearer {KEY}", f"Bearer {BEARER}", f"Bearer {GOOGLE}", "Bearer eyJ.entra.lab")
    if not has_key and authorization not in tokens and not authorization.startswith("AWS4"):
        return api(401, "authentication_error", "invalid x-api-key")
    if refused := host.refusal("api"):
        return refused
    if path.endswith("/count_tokens"):
        model = json.loads(body)["model"]
        return (
            Reply(200, {"input_tokens": 8})
            if model == MODEL
            else api(404, "not_found_error", f"model: {model}")
        )
    if "/v1/models" in path:
        row = {"type": "model", "id": MODEL, "display_name": "Opus", "created_at": "2026-09-22T00:00:00Z"}
        return Reply(200, {"data": [row], "has_more": False, "first_id": MODEL, "last_id": MODEL})
    host.billed += 1
    return Reply(200, MESSAGE)


def is_signed(request: BaseHTTPRequestHandler, body: bytes) -> bool:
    """Whether a signature is what botocore itself makes of the request with the lab's secret."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    found = re.match(
        r"AWS4-HMAC-SHA256 Credential=([^/]+)/\d+/([^/]+)/([^/]+)/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)",
        request.headers["authorization"],
    )
    if not found or found[1] != ACCESS:
        return bool(found and found[1].startswith("ASIA"))
    url = f"http://{request.headers['host']}{request.path}"
    headers = {name: request.headers[name] for name in found[4].split(";")}
    made = AWSRequest(method=request.command, url=url, headers=headers, data=body)
    made.context["timestamp"] = request.headers["x-amz-date"]
    signer = SigV4Auth(Credentials(ACCESS, SECRET), found[3], found[2])
    return signer.signature(signer.string_to_sign(made, signer.canonical_request(made)), made) == found[5]
