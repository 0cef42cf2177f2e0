"""Two libraries, two stores: tokens of a cloud are fetched by another library than the SDK's, with certificates of its
own; and a store that replaces the system's may be too small.
"""

from __future__ import annotations

import json

import pytest

from tests.health.clouds import host
from tests.health.lab import secret
from tests.health.lab.answers import talk
from tests.health.lab.api import Api
from tests.health.lab.server import Server

PATIENT = ("--timeout", "60", "--check-timeout", "20", "--skip", "svc.status")


def sts(connection):
    while connection.request():
        body = f"<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>{host.USER}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>".encode()
        connection.send(
            b"HTTP/1.1 200 OK\r\ncontent-type: text/xml\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body)
        )


@pytest.mark.parametrize("name", ["", "AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"])
def test_the_host_of_identities_has_a_store_of_its_own(name, lab, run):
    with host.serving("ok") as cloud, Server(sts, lab.authority.context("good")) as identities:
        env = {
            "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": host.ACCESS, "AWS_SECRET_ACCESS_KEY": host.SECRET,
            "ANTHROPIC_BEDROCK_BASE_URL": cloud.url, "AWS_ENDPOINT_URL_BEDROCK": cloud.url,
            "AWS_ENDPOINT_URL_STS": f"https://localhost:{identities.port}", "SSL_CERT_FILE": lab.ca,
        }  # fmt: skip
        env |= {"AWS_CA_BUNDLE": "", "REQUESTS_CA_BUNDLE": "", **({name: lab.ca} if name else {})}
        report = json.loads(run("health", "--json", *PATIENT, "--model", host.PROFILE, env=env).stdout)
    checks = {check["id"]: check for check in report["checks"]}
    if name:
        assert checks["cloud.identity"]["status"] == "pass", checks["cloud.identity"]
        assert checks["cloud.stores"]["details"]["library"] == name
        return
    assert report["verdict"]["check"] == "cloud.identity"
    assert checks["cloud.identity"]["diagnosis"].startswith("tls_")
    assert "AWS_CA_BUNDLE" in report["verdict"]["fix"]
    assert identities.seen == []


@pytest.mark.parametrize("value", ["/nonexistent.pem", __file__])
def test_a_store_that_cannot_be_loaded_is_named(value, run):
    env = {
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": host.ACCESS,
        "AWS_SECRET_ACCESS_KEY": host.SECRET,
        "AWS_CA_BUNDLE": value,
    }
    done = run("health", "--platform", "bedrock", "--json", "--only", "cloud.stores", env=env)
    report = json.loads(done.stdout)
    assert report["verdict"]["check"] == "cloud.stores"
    assert report["verdict"]["command"] == "unset AWS_CA_BUNDLE"


def test_a_bundle_with_only_the_companys_root_is_ones_own_fault(lab, run):
    """Nothing inspects here: the server shows a public authority, and SSL_CERT_FILE lacks it."""
    with Server(talk("healthy", Api()), lab.authority.context("public")) as server:
        env = {
            "ANTHROPIC_API_KEY": secret.KEY,
            "ANTHROPIC_BASE_URL": f"https://localhost:{server.port}",
            "SSL_CERT_FILE": lab.mitm_ca,
        }
        report = json.loads(run("health", "--json", *PATIENT, "--only", "net.http", env=env).stdout)
    verdict = report["verdict"]
    assert (verdict["check"], verdict["fault"]) == ("net.tls", "yours")
    assert verdict["command"].startswith("unset SSL_CERT_FILE")
    assert "apt-get" not in verdict["command"]
