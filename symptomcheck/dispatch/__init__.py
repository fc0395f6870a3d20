"""How texts leave: what the outbox holds goes to the providers, and what they say comes back into it.

Above the actions and below the stage and the worker, so that what is rehearsed is what runs. It decides
nothing: which texts may go, and what follows when one does not, are actions.
"""
