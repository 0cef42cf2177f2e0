"""Client toolsets: the name they stand for and the members they bring."""

from __future__ import annotations

from claude_doctor.doors.batch_check.engine.toolspecs import TOOLSETS

_BOTH = (
    *(
        "key",
        "hold_key",
        "type",
        "mouse_move",
        "left_mouse_down",
        "left_mouse_up",
        "left_click",
        "left_click_drag",
        "right_click",
    ),
    *("middle_click", "double_click", "triple_click", "scroll", "wait", "screenshot", "zoom"),
)
_BROWSER = (
    *(
        "navigate",
        "list_tabs",
        "new_tab",
        "switch_tab",
        "close_tab",
        "read_page",
        "get_page_text",
        "read_console",
        "read_network",
    ),
    *("find", "form_input", "file_upload", "scroll_to", "hover", "javascript_exec"),
)
MEMBERS = {TOOLSETS[0]: frozenset((*_BOTH, "cursor_position")), TOOLSETS[1]: frozenset((*_BOTH, *_BROWSER))}
NAMES = {TOOLSETS[0]: "computer", TOOLSETS[1]: "browser"}
