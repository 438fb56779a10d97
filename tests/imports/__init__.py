"""Sample import files with the answer that each must get (`manifest.json`)."""
