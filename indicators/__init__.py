"""Chapter: indicators and their figures."""
