"""`health`: which link is broken?"""
