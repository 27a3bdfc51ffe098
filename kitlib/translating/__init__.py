"""What translators do: lists of what participants read, out to their tools and in again, kept beside the content."""
