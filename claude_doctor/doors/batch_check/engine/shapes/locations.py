"""What the citations of a text point at."""

from claude_doctor.doors.batch_check.engine.shapes.base import Shape


class CharLocation(Shape, tag="char_location"):
    """A `char_location` object."""

    cited_text: str
    document_index: int
    document_title: str | None
    end_char_index: int
    start_char_index: int


class PageLocation(Shape, tag="page_location"):
    """A `page_location` object."""

    cited_text: str
    document_index: int
    document_title: str | None
    end_page_number: int
    start_page_number: int


class ContentBlockLocation(Shape, tag="content_block_location"):
    """A `content_block_location` object."""

    cited_text: str
    document_index: int
    document_title: str | None
    end_block_index: int
    start_block_index: int


class WebSearchResultLocation(Shape, tag="web_search_result_location"):
    """A `web_search_result_location` object."""

    cited_text: str
    encrypted_index: str
    title: str | None
    url: str


class SearchResultLocation(Shape, tag="search_result_location"):
    """A `search_result_location` object."""

    cited_text: str
    end_block_index: int
    search_result_index: int
    source: str
    start_block_index: int
    title: str | None
