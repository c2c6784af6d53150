"""Pages of questions: asking, the asker's own page, the public pages, the workspace."""
