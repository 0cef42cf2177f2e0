#!/usr/bin/env bash
# health against servers none of us wrote: mock-ai-api and LiteLLM (PyPI), aimock (npm), nginx and haproxy where they are installed.
set -euo pipefail
began=$SECONDS
peers=$(mktemp -d)
trap 'rm -rf "$peers"' EXIT
given=()
for package in mock-ai-api litellm; do
  "$DOCTOR_PYTHON" -m venv "$peers/$package"
  extra=""
  if [ "$package" = litellm ]; then extra="[proxy]"; fi
  "$peers/$package/bin/pip" install -q "$package$extra"
  given+=("--$package" "$peers/$package/bin/$package")
done
if command -v npm >/dev/null; then
  (cd "$peers" && npm install --silent --prefix "$peers/aimock" @copilotkit/aimock)
  given+=(--aimock "$peers/aimock/node_modules/.bin/llmock")
fi
PATH=$PATH:/usr/sbin
for gateway in nginx haproxy; do
  if path=$(command -v "$gateway"); then given+=("--$gateway" "$path"); else echo "$gateway is not installed: left out" >&2; fi
done
said=$("$DOCTOR_PYTHON" -m tests.health.peers "${given[@]}")
echo "$said"
echo "| health against foreign servers | ${said%%:*} | all as expected | $((SECONDS - began)) |"
