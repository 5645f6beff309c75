"""The API of rules, targets, processes and files."""
