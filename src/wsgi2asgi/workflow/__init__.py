"""The journeys, a line a stage. They return values and print nothing; progress goes to a callback.

``check`` looks, ``plan`` works out the changes over an overlay, ``apply`` proves and writes them,
``smoke`` proves what is on disk, ``undo`` takes the last transaction back.
"""
