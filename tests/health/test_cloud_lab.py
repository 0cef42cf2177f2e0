"""The cloud lab: the real clients of the six platforms and health against the same loopback host. Each scenario is
seen at its stage, what works is healthy, and nothing that a cloud would bill is sent without --deep.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import pytest

from tests.conftest import some
from tests.health.clouds import running
from tests.health.clouds.scenarios import SCENARIOS

pytestmark = pytest.mark.skipif(
    find_spec("boto3") is None or find_spec("google") is None,
    reason="the clients of the clouds are not installed (pip install 'anthropic[bedrock,vertex]')",
)
CHECKS = (
    "cloud_choice", "cloud_region", "cloud_source", "cloud_stores", "cloud_identity", "cloud_model", "cloud_access", "cloud_message",
)  # fmt: skip
PLATFORMS = ("bedrock", "mantle", "claude_platform_on_aws", "vertex", "google_cloud", "foundry")


@pytest.fixture(scope="module")
def results(request):
    wanted = {
        item.callspec.params["scenario"].name
        for item in request.session.items
        if hasattr(item, "callspec") and "scenario" in item.callspec.params
    }
    with ThreadPoolExecutor(3) as pool:
        started = {each.name: pool.submit(running.run, each) for each in SCENARIOS if each.name in wanted}
        yield lambda scenario: started[scenario.name].result()
        for each in started.values():
            each.cancel()


# Every third of them; all of them, under nine busy processes, in `.ci/soak`.
TRIED = some(SCENARIOS, 3)
each = pytest.mark.parametrize("scenario", TRIED, ids=lambda scenario: scenario.name)


@each
def test_health_sees_it_at_its_stage(scenario, results):
    assert running.mistakes(scenario, results(scenario)) == []


@each
def test_the_sdk_meets_the_same(scenario, results):
    said = results(scenario).sdk
    if scenario.sdk == "ok" and not scenario.check.partition(":")[2] and scenario.check:
        return  # what only health can see before the message is sent
    assert scenario.sdk in said, said


@each
def test_nothing_is_billed_without_deep(scenario, results):
    result = results(scenario)
    billed = [
        path
        for _, path in result.requests
        if "/invoke" in path
        or path.endswith("/v1/messages")
        or ("rawPredict" in path and "count-tokens" not in path)
    ]
    assert bool(billed) == ("--deep" in scenario.args)
    assert len(result.requests) <= 10
    assert result.billed == 0


@each
def test_no_helper_is_run_unasked(scenario, results):
    assert results(scenario).has_run_helper == ("--run-helpers" in scenario.args)


def test_the_lab_covers_what_there_is():
    assert len(SCENARIOS) >= 45
    assert {scenario.platform.replace("-", "_") for scenario in SCENARIOS} == set(PLATFORMS)
    seen = {scenario.check.rpartition(":")[2].replace(".", "_") for scenario in SCENARIOS} - {""}
    assert set(CHECKS) - seen <= {"cloud_choice", "cloud_stores"}
