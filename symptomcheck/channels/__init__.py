"""How messages leave, and how the provider's word about them comes back in.

A message is an address, a text and an id. Nothing here knows a patient, a rule, an alert or a database:
who is told, what it says and whether to try again are decided by actions.
"""
