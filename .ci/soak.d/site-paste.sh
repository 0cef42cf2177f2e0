#!/usr/bin/env bash
# The paste box of the site in a headless Chromium, with Pyodide from npm: 50 pastes answered as at the terminal.
set -euo pipefail
command -v npm >/dev/null || { echo "npm is not installed" >&2; exit 1; }
command -v chromium >/dev/null || command -v google-chrome >/dev/null || { echo "no Chromium is installed" >&2; exit 1; }
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
began=$SECONDS
npm install --prefix "$place" --no-save --silent --no-audit --no-fund pyodide
said=$(DOCTOR_PYODIDE=$place/node_modules/pyodide "$DOCTOR_PYTHON" -m pytest -q -s -p no:cacheprovider tests/site/test_paste_box.py)
echo "$said"
echo "| the paste box in Chromium | ${DOCTOR_PASTES:-50} pastes | $(grep -o 'first answer.*' <<<"$said") | $((SECONDS - began)) |"
