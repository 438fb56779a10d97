"""Chapter: specialised units and what happened to them."""
