"""The bot: question -> query -> scored passages -> evidence -> draft -> answer -> Discord replies."""
