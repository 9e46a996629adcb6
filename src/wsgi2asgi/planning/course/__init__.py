"""Whether the project should move at all: what gains, what stands in the way, and which course follows."""
