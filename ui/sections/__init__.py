"""What the sections below the panes of several pages share: what one says, and how it is shown."""
