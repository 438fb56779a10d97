"""Files into the record: read, checked, compared and written with their history, all or nothing."""
