"""The open web, carefully: one client for pages, feeds and sitemaps that no address and no site can misuse."""
