"""Where documents come from: files and folders today, and the list of configured ones."""
