"""What stands below the panes of the page on data: numbers of the run, with theory beside them.

A section is a file with `section(run, mode)`; `ui.data.below.sections` lists them. To add one:
write its file, then its line there, its word in `names` and its title.
"""
