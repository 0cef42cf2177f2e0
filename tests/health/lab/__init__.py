"""The fault lab: servers, proxies, certificates and name servers on loopback that break in one chosen way.

`running.run(fault)` reads a row of `tests/health/faults/`, builds what the row asks for, runs the real
command in a fresh process with an empty home, and returns all that came out. Nothing here knows what `health`
should answer.
"""
