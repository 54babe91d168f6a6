"""What an answer shows besides its code: walls, parking, refreshes, the places of a page."""
