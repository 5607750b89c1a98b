"""A demo shop with a believable year in its khata, for `manage.py make_demo`.

`people` says who comes to the shop, `seasons` when, `year` what they took and paid, `shop` writes it down.
Everything follows from one seed and the day it is made.
"""
