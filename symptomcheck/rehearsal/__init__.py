"""The stage: simulated phones, a provider that behaves and misbehaves, virtual time, a cast of people.

One set, used by demo, rehearse, simulate and the tests. Nothing here runs in a real clinic, and nothing here
is a shortcut: it goes through the real doors, the real outbox and the real client.
"""
