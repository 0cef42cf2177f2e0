"""`explain`: what does this error mean?"""
