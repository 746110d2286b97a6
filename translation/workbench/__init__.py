"""The segment editor: everything that has to be translated of a page, with all that helps, on one screen."""
