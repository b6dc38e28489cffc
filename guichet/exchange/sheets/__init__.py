"""Moving in: companies, entities, people, contracts and installations from CSV files (docs/moving-in.md)."""
