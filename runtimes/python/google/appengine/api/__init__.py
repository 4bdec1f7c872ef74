"""App Engine's services."""
