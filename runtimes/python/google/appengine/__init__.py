"""App Engine's APIs."""
