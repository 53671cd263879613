"""Ingest: source -> fetched document -> article -> change -> passages -> snapshot. Knows nothing of the bot."""
