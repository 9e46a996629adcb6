"""What the channels step knows: which sockets the pages open, which consumers there are, what to write."""
