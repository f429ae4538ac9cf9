"""When things run: thin schedules. Promise: ids travel between steps, never records, and nothing heavy is imported to
read them."""
