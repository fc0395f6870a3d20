"""DOOR: HTTP. Flask lives here and nowhere else.

A road checks who is asking, calls one action or reads through storage, and answers. No rule, no text to a
person and no transaction of its own.
"""
