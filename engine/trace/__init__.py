"""One step, recorded once, and the code that is written from the record."""
