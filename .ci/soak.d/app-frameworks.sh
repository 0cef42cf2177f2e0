#!/usr/bin/env bash
# A protected client inside pydantic-ai and instructor, where they can be installed: each answers after a 529.
set -euo pipefail
began=$SECONDS
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
done=()
for package in pydantic-ai-slim instructor; do
  "$DOCTOR_PYTHON" -m venv --system-site-packages "$place/$package"
  if "$place/$package/bin/pip" install -q "$package" 2>/dev/null; then
    "$place/$package/bin/python" -m tests.app.frameworks "$package"
    done+=("$package")
  else
    echo "$package cannot be installed here: left out" >&2
  fi
done
echo "| a protected client inside frameworks | ${done[*]:-none} | each answered after a 529 | $((SECONDS - began)) |"
