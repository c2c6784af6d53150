"""From an official file of boundaries to small outlines that share their borders.

``opening`` → ``matching`` → ``arcs`` → ``simplify`` → ``outlines``. Nothing here knows Django.
"""
