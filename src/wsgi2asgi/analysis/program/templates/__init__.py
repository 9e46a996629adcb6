"""What templates do: which files they are, what they are given, what their variables and tags touch."""
