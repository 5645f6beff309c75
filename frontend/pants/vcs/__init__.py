"""What version control knows about the tree."""
