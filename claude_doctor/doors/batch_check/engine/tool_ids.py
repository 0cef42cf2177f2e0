"""The form of the ids that join tool calls and their results."""

from __future__ import annotations

import re

CLIENT = re.compile(r"[a-zA-Z0-9_-]+").fullmatch
SERVER = re.compile(r"srvtoolu_[a-zA-Z0-9_]+").fullmatch
