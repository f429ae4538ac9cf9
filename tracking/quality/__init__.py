"""Quality of what was pulled: counted once a night, shown through time, and reviewed by people."""
