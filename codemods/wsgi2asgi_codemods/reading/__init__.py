"""What several codemods ask of a LibCST tree: names, uses, quotes, places. Reads; changes nothing by itself."""
