"""The browser side: the files that draw, how they are found and served, and the types of what is said between."""
