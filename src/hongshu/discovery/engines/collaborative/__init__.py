"""Collaborative filtering: who acted on what, in; what each may like, out. Matrices in, matrices out.

Two models share one interface (``fit`` once, ``scores`` of rows of actions): the whole graph filter
(``filtering``), and the same filter cut to the best neighbours of every item (``neighbours``), which scores a
new action with no training. ``choosing`` sets their numbers inside the training set; ``baselines`` are what
they are compared with; ``measuring`` says how good a ranking is; ``evaluation`` does all of it on files.
"""
