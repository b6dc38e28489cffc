"""How fast Guichet is, measured on throw-away homes beside a floor of bare Django (docs/speed.md)."""
