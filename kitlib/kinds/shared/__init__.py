"""What kinds of activity are made of: fields and their rules, typed cells, prompts, instruments, paper, pages of a record."""
