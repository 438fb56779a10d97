"""The read-only JSON of what is published: `/api/v1/`, described by its own OpenAPI 3.1 document.

One definition of each list (`collections`) gives its answers, its filters and its description. Lists are made
from the tables that chapters declare, so a new chapter is in the API without a line here.
"""
