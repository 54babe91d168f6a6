"""What is known of links, and what is made of it."""
