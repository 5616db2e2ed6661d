"""The page for people who write programs, and the note for programs that read pages."""
