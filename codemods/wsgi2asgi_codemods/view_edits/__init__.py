"""The kinds of edit that ``convert_view_to_async`` makes, one a file, and how they are found in a file."""
