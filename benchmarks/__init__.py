"""Measurements, one command each (`make bench-…`): peers are measured in the same run and ratios printed."""
