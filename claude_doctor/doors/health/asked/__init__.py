"""Programs that another interpreter runs: the one in which the libraries of the clouds are installed. Each
prints one line of JSON; none imports anything of ours.
"""
