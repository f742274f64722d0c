"""Charts as SVG, drawn on the server: numbers in, geometry out; the templates draw it, and a table below has the same numbers."""
