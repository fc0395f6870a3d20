"""The care team: accounts, their phones, who is on call. Log-ins and passwords are the web's."""
