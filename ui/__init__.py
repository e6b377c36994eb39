"""What can be touched, and what is remembered? Controls, links, the player, the words."""
