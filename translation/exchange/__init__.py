"""Texts leave as files for translation programs and come back: PO and XLIFF 1.2, a page or all that waits."""
