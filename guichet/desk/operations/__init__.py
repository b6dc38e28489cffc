"""What happens when somebody does something: one function each, one transaction, named by its verb."""
