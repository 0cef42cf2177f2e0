"""What ages: data files with the day they were read. What is true on a day is worked out here, and the day is
an argument.
"""
