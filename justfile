# The common tasks by name. Each is one short command, so everything works without `just` too.

# all tests and checks
default: test

# make or update the environment in .venv
setup:
    python3 scripts/setup --tests

# all checks, or the named parts: just test unit -- -k search
test *arguments:
    python3 scripts/test {{arguments}}

# rules, layout, types and layers
lint:
    python3 scripts/test lint

# put the code into the project's layout and mend what has one mending
fmt:
    .venv/bin/ruff check --fix
    .venv/bin/ruff format

# build the knowledge base from the corpus
build: setup
    .venv/bin/pinlight build

# build and serve on http://127.0.0.1:8000
serve *arguments:
    python3 scripts/serve {{arguments}}

# measure: just bench build
bench *arguments:
    python3 scripts/bench {{arguments}}

# write the generated parts of the documents anew
docs: setup
    .venv/bin/python -m cogapp -r *.md

# resolve the dependencies anew and write the lock files
lock *arguments:
    python3 scripts/lock {{arguments}}
