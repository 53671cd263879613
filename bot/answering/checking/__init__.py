"""The checks of the verifier, one kind each: figures, days, names, negation, roles, quotations, wording. Pure."""
