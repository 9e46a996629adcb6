"""What was asked of the running project (``--probe``) put beside what its source says."""
