#!/usr/bin/env bash
# Every scenario of the clouds, seen by health while nine processes never rest, beside the real clients of the SDK.
set -euo pipefail
"$DOCTOR_PYTHON" -m pip install --quiet 'anthropic[bedrock,vertex]'
"$DOCTOR_PYTHON" -m tests.health.clouds.soak
