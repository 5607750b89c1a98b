"""A tenant's own page: by a link their landlord gave them, or signed in with their phone number."""
