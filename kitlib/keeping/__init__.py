"""Keeping and forgetting: backups, going back to one, purging, and seeing that all is well."""
