"""What `doctor` looks at: each module checks one part of an installation, and changes nothing."""
