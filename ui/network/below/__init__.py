"""Laboratories below the panes of the page on networks: small nets, each with one thing to see.

A laboratory is a file with `controls(now)` and `section(now, mode)`; `ui.network.below.sections`
lists them. To add one: write its file, its settings and their rows (`settings`, `visit`), its word
in `names`, its line and its title.
"""
