"""Backups: one file that holds the records and the papers, and what it takes to put them back."""
