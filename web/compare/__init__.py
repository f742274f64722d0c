"""The comparison: two to eight platforms side by side, as a page and as files that say the same."""

from web.compare.files import compare_file
from web.compare.page import compare_page

__all__ = ["compare_file", "compare_page"]
