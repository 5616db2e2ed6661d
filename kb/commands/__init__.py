"""What the command line does, one file per group of commands; `kb/cli.py` only wires them."""
