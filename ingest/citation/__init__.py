"""Citations: is an address a known document, can a garbled one be repaired, does the link still work?"""
