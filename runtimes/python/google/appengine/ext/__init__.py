"""App Engine's extensions."""
