"""What is compared of a record type, one module each, named like the type; a type without one is not searched."""
