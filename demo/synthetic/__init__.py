"""Made-up clusters in any number, to see how the portal bears load. Nothing of it is true; all of it says so.

The same seed always gives the same clusters, whatever their number: the 17th of 100 is the 17th of 100,000.
"""
