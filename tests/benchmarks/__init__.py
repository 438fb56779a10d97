"""Measurements beside their peers, in the same run on the same machine; only the ratios mean something."""
