"""What an office keeps of itself: one page of lists, each declared in `registers`."""
