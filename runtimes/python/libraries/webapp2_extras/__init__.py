"""What comes with webapp2."""
