"""What one template file says, in the same words as Python's functions: operations in evaluation order."""
