"""Laboratories below the panes of the page on networks, each a section of its own."""
