"""Answering: from a question to a verified, cited answer or a refusal. Knows no Discord and no Chroma."""
