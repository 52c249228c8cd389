"""Published bulletins: the text of one read into figures, and every sum in it done again."""
