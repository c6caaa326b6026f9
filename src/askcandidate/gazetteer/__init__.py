"""Offline answers: from a postcode to its district, and from a district to its offices."""
