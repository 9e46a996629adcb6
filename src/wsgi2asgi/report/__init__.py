"""One file a format. Reports render values of the model and compute nothing; of files they read what they quote."""
