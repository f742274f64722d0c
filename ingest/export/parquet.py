"""Every table as Parquet: typed columns, each with its unit and meaning in the schema. Needs the extra "parquet"."""

from __future__ import annotations

import io

import pyarrow as pa
from pyarrow import parquet

from ingest.export.fields import Described, Field
from ingest.export.licence import LICENCE, attribution
from ingest.export.tabular import Table
from ingest.query import Row

TYPES = {"integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "string": pa.string()}


def parquet_bytes(about: Row, table: Table, described: Described) -> bytes:
    """Return a table as a Parquet file. The same table gives the same bytes under the same version of pyarrow."""
    metadata = {
        "title": table.name,
        "description": described.description,
        "data_date": about["data_date"],
        "fingerprint": about["fingerprint"],
        "licence": LICENCE["path"],
        "attribution": attribution(about["data_date"]),
    }
    schema = pa.schema(list(map(_field, described.fields)), metadata=metadata)
    columns = zip(*table.rows, strict=True) if table.rows else [[] for _ in schema]
    arrays = [_array(list(values), field.type) for values, field in zip(columns, schema, strict=True)]
    buffer = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), buffer, compression="zstd")
    return buffer.getvalue()


def _field(field: Field) -> pa.Field:
    metadata = {"description": field.description}
    if field.unit:
        metadata |= {"unit": field.unit} | ({"ucum": field.ucum} if field.ucum else {})
    return pa.field(field.name, TYPES[field.type], metadata=metadata)


def _array(values: list[object], type_: pa.DataType) -> pa.Array:
    """SQLite has no booleans: 0 and 1 stand for them."""
    if pa.types.is_boolean(type_):
        values = [None if value is None else bool(value) for value in values]
    return pa.array(values, type_)
