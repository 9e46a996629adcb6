"""One file a format. Reports render values of the model; they compute nothing and read no files."""
