"""Correct what was found, in a browser, and keep it as gold: `desk` holds the articles, `web` serves the page."""
