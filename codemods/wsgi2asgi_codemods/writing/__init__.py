"""Changes that several codemods make alike: take statements out, put them in, mend what that leaves."""
