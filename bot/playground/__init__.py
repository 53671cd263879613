"""A Discord on this machine: the REST API, the gateway, and a page on which people try the bot without an account."""
