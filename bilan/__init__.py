"""The annual report itself, and the project: settings, addresses, records, publication."""
