"""The page of lessons: what is asked, what was answered, and what the run says to it."""
