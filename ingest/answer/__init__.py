"""Check an answer: which figures hold, and which citations exist. `check.verify` is the way in."""
