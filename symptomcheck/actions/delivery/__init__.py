"""What becomes of a text once it is queued: claimed, recorded, given up. Sending is the dispatcher's.

Nothing here waits for a network, and nothing here decides that a text should be said, except the fallback of
an urgent one that does not arrive.
"""
