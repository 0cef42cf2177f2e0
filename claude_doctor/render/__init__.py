"""One output format a member: its name is the `--format` name, `render(reports, out, style)` writes, ACCEPTS
names the reports.
"""
