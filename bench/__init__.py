"""Benchmarks: what a build costs per claim, and how long a page takes. Never part of the tests."""
