"""What people can do in Discord, one cog per subject; thin: they turn events into requests and send replies."""
