"""Languages: their names, and catalogues of what is said in them."""
