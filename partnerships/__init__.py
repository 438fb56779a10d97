"""Chapter: framework agreements and protocols."""
