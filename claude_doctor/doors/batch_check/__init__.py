"""`batch-check`: would this batch be accepted?"""
