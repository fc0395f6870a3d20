"""Which rule book is current, and who made it so. What a book means is core's; its rows are storage's."""
