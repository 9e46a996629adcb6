"""Which views can become async, and by which edits. Decides on the Program alone; codemods carry the edits out."""
