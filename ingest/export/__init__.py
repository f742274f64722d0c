"""kb.db -> files. One module a kind of file; each offers functions that return what the file holds, so that pages can call them.

- `citations`, `cited`: BibTeX, CSL-JSON and plain text of sources and of single figures
- `shown`: a comparison as it is shown, today or as of a day (`moment`)
- `comparison`: the same as CSV and JSON; `workbook`: the same as XLSX
- `tabular`: every table as CSV and JSON; `parquet`; `datapackage` and `croissant`, which describe them
- `onefile`: the whole base in one HTML file
- `folder`: what is written together; `cli`: the verb
"""

from ingest.export.tabular import tables

__all__ = ["tables"]
