"""Who is due a service, told by records the nation has accepted: rules as data, found in columns, kept without a value of a person."""
