"""What an address says by itself: the hosts file, private ranges, the API's published ranges."""

from __future__ import annotations

import ipaddress
import os
import sys

PATH = r"C:\Windows\System32\drivers\etc\hosts" if sys.platform == "win32" else "/etc/hosts"
# Inbound addresses of the API (documentation page api/ip-addresses, read 2026-08-22).
PUBLISHED = ("160.79.104.0/23", "2607:6bc0::/48")


def line_of(host: str) -> str:
    """Return the line of the hosts file that pins a name, "" without one."""
    try:
        if not os.path.isfile(PATH):
            return ""
        with open(PATH, encoding="utf-8", errors="replace") as file:
            for line in file:
                words = line.split("#")[0].split()
                if host.lower() in (word.lower() for word in words[1:]):
                    return " ".join(words)
    except OSError:
        pass
    return ""


def odd_addresses(ips: list[str]) -> str:
    """Return "private" when an address is none of the internet, "elsewhere" when outside the published
    ranges, else "".
    """
    found = [ipaddress.ip_address(ip.split("%")[0]) for ip in ips]
    if any(ip.is_private or ip.is_loopback or ip.is_unspecified or ip.is_link_local for ip in found):
        return "private"
    networks = [ipaddress.ip_network(text) for text in PUBLISHED]
    return "" if all(any(ip in net for net in networks) for ip in found) else "elsewhere"
