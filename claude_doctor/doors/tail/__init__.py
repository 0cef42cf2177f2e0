"""`tail`: what went wrong all night?"""
