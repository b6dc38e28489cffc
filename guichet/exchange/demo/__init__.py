"""The demo world: a vendor, its customers, and lifelike requests in four languages."""
