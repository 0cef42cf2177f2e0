"""How the output may look: colour, width, and whether more than ASCII can be shown."""

from __future__ import annotations

from claude_doctor.base.record import record

# Where the site of `docs/build.py` stands, such as "https://docs.example/stable"; the only place that says
# so. None until an address is secured: then no output has a link to a page, and `doc_url` is null.
SITE: str | None = None


@record
class Style:
    """What a renderer may use. `width` is in columns; `unicode` is false where the output cannot show more
    than ASCII.

    `site` is the address below which the pages stand, None when there is none to link to. `rows` are the
    lines of the screen; `extent` is "whole", "short" (the answer in `rows` - 2 lines) or "verdict" (one
    line). `configured` names the file that set an option which decides the verdict: (option, file).
    """

    color: bool = False
    width: int = 80
    unicode: bool = True
    animate: bool = False
    site: str | None = SITE
    rows: int = 24
    extent: str = "whole"
    configured: tuple[tuple[str, str], ...] = ()


def doc_url(entry_id: str, site: str | None) -> str | None:
    """Return the address of an entry's or rule's page below `site`, which
    never changes; None without a site.
    """
    return f"{site.rstrip('/')}/e/{entry_id}/" if site else None


def check_url(check_id: str, site: str | None) -> str | None:
    """Return the address of what the guide says of a check of `health`; None without a site."""
    return (
        f"{site.rstrip('/')}/guide/health.html#{check_id.replace('.', '-').replace('_', '-')}"
        if site
        else None
    )


def linked(name: str, url: str | None) -> str:
    """Return a name of ours as Markdown code that leads to its page, or
    plain code when there is no address.
    """
    return f"[`{name}`]({url})" if url else f"`{name}`"
