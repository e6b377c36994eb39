"""What can be touched on the page of the blog post: what is repaired, for how long it walks."""
