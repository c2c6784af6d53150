"""Lay out one hexagon per Kreis so that Germany stays recognisable.

The steps, each in its own module: ``regions`` reads the centres and borders, ``territory`` gives
every Kreis a patch of its true area, ``cartogram`` swells and shrinks the patches to equal area,
``grid`` knows hexagons, ``seat`` says what a good seating is, ``anneal`` and ``search`` look for one,
``outlines`` draws the Länder, ``figures`` measures what was kept, ``asset`` writes the file.
"""
