"""What the tool does. One verb, one file, one public function, one transaction.

An action opens the transaction, asks core what follows, has storage keep it. Nothing waits for a network.
"""
