"""The page one begins the day with: what needs a person, the year in bars, what is due when."""
