"""What of webapp2_extras needs App Engine's services."""
