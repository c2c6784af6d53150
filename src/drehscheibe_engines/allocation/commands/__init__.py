"""The commands of this engine: the only place where files are read and written."""
