"""The calculators outside Python: their code translated into JavaScript, their figures as plain data.

`translate` turns the Python of kb.calc into JavaScript and refuses what it does not know; `pack` gathers the facts,
fields, formulas and units that it reads. `python -m kb.calc.portable` writes both parts of the code into one module.
"""
