"""Which clusters fit together, and why: facts, criteria, weights, lists, reasons in words."""
