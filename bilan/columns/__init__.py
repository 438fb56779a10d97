"""The columns of the contract's tables: one definition reads a cell and writes it."""
