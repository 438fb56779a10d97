"""What machines read besides the API: feeds, the sitemap, descriptions of the files, and the usual texts."""
