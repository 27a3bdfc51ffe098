"""What may be shown of groups of people, and what in a text could name a student. Plain rules: nothing is stored."""
