"""Python functions as JavaScript: a small part of the language, and an error for anything outside it.

What behaves alike in both is written alike; where they differ (truth, equality, order, texts of numbers, slices,
keyword arguments) a function of runtime.js is called, whose name begins with a dollar sign. Texts are UTF-16 in
JavaScript, so lengths and slices go through those as well.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from types import ModuleType

from kb.calc.portable.tables import BUILTINS, COMPARE, FUNCTIONS, OPERATORS, RESERVED, TYPES
from kb.calc.portable.values import Untranslatable, literal, pattern


class Function:
    """Translates one function. `refer` gives the JavaScript name of a thing named outside of it."""

    def __init__(self, scope: dict[str, object], refer: Callable[[object, str], str], where: str) -> None:
        """`scope` are the names of its module; `where` is its name for messages."""
        self.scope, self.refer, self.where = scope, refer, where
        self.locals: list[set[str]] = []
        self.methods: set[str] = set()
        self.temps = 0

    # --- functions --------------------------------------------------------------------------------------------------
    def function(self, node: ast.FunctionDef, name: str, *, method: bool = False) -> str:
        """Return the function as JavaScript; a method's `self` is bound by its class."""
        names = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
        body = [s for s in node.body if not _docstring(s)]
        own = _assigned(body) - set(names)
        rest = node.args.vararg.arg if node.args.vararg else None
        if node.args.kwarg or (rest and node.args.kwonlyargs):
            raise self.refuse(node, "these parameters")
        self.locals.append({*names, *own, *([rest] if rest else [])})
        params = self._params(node, names[1:] if method else names)
        if rest:
            params.append(f"...{_safe(rest)}")
        star = "*" if _generates(body) else ""
        lines = ["const self = this;"] if method else []
        if own:
            lines.append(f"let {', '.join(_safe(n) for n in sorted(own))};")
        lines += self.block(body)
        self.locals.pop()
        head = f"{star}{name}({', '.join(params)})" if method else f"function{star} {name}({', '.join(params)})"
        return f"{head} {{\n{_indent(lines)}\n}}"

    def _params(self, node: ast.FunctionDef | ast.Lambda, names: list[str]) -> list[str]:
        positional = [a.arg for a in node.args.args]
        defaults: dict[str, ast.expr] = dict(
            zip(positional[len(positional) - len(node.args.defaults) :], node.args.defaults, strict=True)
        )
        for arg, value in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
            if value is not None:
                defaults[arg.arg] = value
        return [f"{_safe(n)} = {self.expr(defaults[n])}" if n in defaults else _safe(n) for n in names]

    def block(self, body: list[ast.stmt]) -> list[str]:
        """Return the lines of some statements."""
        return [line for s in body for line in self.stmt(s)]

    # --- statements -------------------------------------------------------------------------------------------------
    def stmt(self, node: ast.stmt) -> list[str]:  # noqa: C901, PLR0911, PLR0912 - a line for each kind of statement
        """Return a statement as lines."""
        match node:
            case ast.Expr(value=ast.Yield(value=ast.expr() as value)):
                return [f"yield {self.expr(value)};"]
            case ast.Expr(value=value):
                return [f"{self.expr(value)};"]
            case ast.Return(value=value):
                return [f"return {self.expr(value) if value else 'null'};"]
            case ast.Assign(targets=[target], value=value):
                return [self.assign(target, self.expr(value))]
            case ast.AnnAssign(target=target, value=value):
                return [self.assign(target, self.expr(value))] if value else []
            case ast.AugAssign(target=ast.Name() as target, op=op, value=value) if type(op) in OPERATORS:
                return [self.assign(target, f"{OPERATORS[type(op)]}({self.expr(target)}, {self.expr(value)})")]
            case ast.If(test=test, body=body, orelse=orelse):
                lines = [f"if ({self.truth(test)}) {{", _indent(self.block(body)), "}"]
                return [*lines[:-1], "} else {", _indent(self.block(orelse)), "}"] if orelse else lines
            case ast.For(target=target, iter=over, body=body, orelse=[]):
                head = f"for ({self.target(target)} of $each({self.expr(over)})) {{"
                return [head, _indent(self.block(body)), "}"]
            case ast.While(test=test, body=body, orelse=[]):
                return [f"while ({self.truth(test)}) {{", _indent(self.block(body)), "}"]
            case ast.Raise(exc=ast.expr() as error):
                return [f"throw {self.expr(error)};"]
            case ast.Try(body=body, handlers=handlers, orelse=[], finalbody=[]):
                return self._try(body, handlers)
            case ast.Match(subject=subject, cases=cases):
                return self._match(subject, cases)
            case ast.Continue():
                return ["continue;"]
            case ast.Break():
                return ["break;"]
            case ast.Pass():
                return []
            case _:
                raise self.refuse(node, f"the statement {type(node).__name__}")

    def _try(self, body: list[ast.stmt], handlers: list[ast.ExceptHandler]) -> list[str]:
        self.temps += 1
        caught = f"$e{self.temps}"
        lines = ["try {", _indent(self.block(body)), f"}} catch ({caught}) {{"]
        word = "if"
        for handler in handlers:
            if handler.type is None:
                raise self.refuse(handler, "an except without a type")
            keep = [f"{_safe(handler.name)} = {caught};"] if handler.name else []
            inner = [*keep, *self.block(handler.body)]
            lines += [f"  {word} ($isa({caught}, {self.expr(handler.type)})) {{", _indent(inner, 2), "  }"]
            word = "else if"
        return [*lines, f"  else throw {caught};", "}"]

    def _match(self, subject: ast.expr, cases: list[ast.match_case]) -> list[str]:
        self.temps += 1
        told = f"$m{self.temps}"
        lines, word = [f"const {told} = {self.expr(subject)};"], "if"
        for case in cases:
            options = case.pattern.patterns if isinstance(case.pattern, ast.MatchOr) else [case.pattern]
            tests = []
            for option in options:
                if not isinstance(option, ast.MatchClass) or option.patterns or option.kwd_patterns or case.guard:
                    raise self.refuse(case.pattern, "a pattern that is not only a class")
                tests.append(f"$isa({told}, {self.expr(option.cls)})")
            lines += [f"{word} ({' || '.join(tests)}) {{", _indent(self.block(case.body)), "}"]
            word = "else if"
        return lines

    def assign(self, target: ast.expr, value: str) -> str:
        """Return an assignment."""
        match target:
            case ast.Subscript(value=of, slice=ast.expr() as at) if not isinstance(at, ast.Slice):
                return f"$put({self.expr(of)}, {self.expr(at)}, {value});"
            case ast.Tuple():
                return f"{self.target(target)} = $unpack({value}, {len(target.elts)});"
            case _:
                return f"{self.target(target)} = {value};"

    def target(self, node: ast.expr) -> str:
        """Return what is assigned to: names and attributes."""
        if isinstance(node, ast.Name):
            return _safe(node.id)
        if isinstance(node, ast.Attribute):
            return f"{self.expr(node.value)}.{node.attr}"
        if isinstance(node, ast.Tuple):
            return f"[{', '.join(self.target(e) for e in node.elts)}]"
        raise self.refuse(node, f"an assignment to {type(node).__name__}")

    # --- expressions ------------------------------------------------------------------------------------------------
    def expr(self, node: ast.expr) -> str:  # noqa: C901, PLR0911, PLR0912 - a line for each kind of expression
        """Return an expression."""
        match node:
            case ast.Constant(value=value):
                return literal(value, self.where)
            case ast.Name(id=name):
                return self.name(name)
            case ast.JoinedStr(values=parts):
                return f"$text({', '.join(self._part(p) for p in parts)})"
            case ast.Attribute(value=of, attr=attr):
                found, known = self._outside(node)
                return self.refer(found, ast.unparse(node)) if known else f"{self.expr(of)}.{attr}"
            case ast.Subscript(value=of, slice=ast.Slice(lower=low, upper=high, step=step)):
                if step is not None:
                    raise self.refuse(node, "a slice with a step")
                ends = (self.expr(e) if e else "null" for e in (low, high))
                return f"$slice({self.expr(of)}, {', '.join(ends)})"
            case ast.Subscript(value=of, slice=at):
                return f"$item({self.expr(of)}, {self.expr(at)})"
            case ast.Tuple(elts=elts) | ast.List(elts=elts):
                return f"[{self._several(elts)}]"
            case ast.Set(elts=elts):
                return f"new Set([{self._several(elts)}])"
            case ast.Dict(keys=keys, values=values):
                pairs = [(k, v) for k, v in zip(keys, values, strict=True) if k is not None]
                if len(pairs) < len(keys):
                    raise self.refuse(node, "a dict unpacked in a dict")
                return f"new Map([{', '.join(f'[{self.expr(k)}, {self.expr(v)}]' for k, v in pairs)}])"
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return f"({self.truth(test)} ? {self.expr(body)} : {self.expr(orelse)})"
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return f"!{self.truth(operand)}"
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return f"(-{self.expr(operand)})"
            case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
                return f"{OPERATORS[type(op)]}({self.expr(left)}, {self.expr(right)})"
            case ast.BoolOp(op=op, values=values):
                if all(_is_truth(v) for v in values):
                    return self.truth(node)
                first, *rest = values
                said = self.expr(first)
                for value in rest:
                    said = f"{'$either' if isinstance(op, ast.Or) else '$both'}({said}, () => {self.expr(value)})"
                return said
            case ast.Compare():
                return self._compare(node)
            case ast.Call():
                return self._call(node)
            case ast.Lambda(args=args, body=body):
                self.locals.append({a.arg for a in args.args})
                said = f"({', '.join(self._params(node, [a.arg for a in args.args]))}) => {self.expr(body)}"
                self.locals.pop()
                return said
            case ast.GeneratorExp(elt=elt, generators=generators):
                return self._comprehension(elt, generators)
            case ast.ListComp(elt=elt, generators=generators):
                return f"[...{self._comprehension(elt, generators)}]"
            case ast.SetComp(elt=elt, generators=generators):
                return f"new Set({self._comprehension(elt, generators)})"
            case ast.DictComp(key=key, value=value, generators=generators):
                return f"new Map({self._comprehension(ast.Tuple([key, value], ast.Load()), generators)})"
            case _:
                raise self.refuse(node, f"the expression {type(node).__name__}")

    def truth(self, node: ast.expr) -> str:
        """Return an expression as a condition."""
        if isinstance(node, ast.BoolOp):
            return f"({(' || ' if isinstance(node.op, ast.Or) else ' && ').join(self.truth(v) for v in node.values)})"
        return self.expr(node) if _is_truth(node) else f"$truth({self.expr(node)})"

    def name(self, name: str) -> str:
        """Return a name: a local one, one of the module, or a built-in one."""
        if any(name in names for names in self.locals):
            return _safe(name)
        found, known = self._global(name)
        if not known:
            if name in TYPES:
                return f'"{name}"'
            raise self.refuse(None, f"the name {name!r}")
        return self.refer(found, name)

    def _global(self, name: str) -> tuple[object, bool]:
        if any(name in names for names in self.locals) or name not in self.scope:
            return None, False
        return self.scope[name], True

    def _outside(self, node: ast.expr) -> tuple[object, bool]:
        """Return what `module.name` stands for, when it does."""
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module, known = self._global(node.value.id)
            if known and isinstance(module, ModuleType):
                return getattr(module, node.attr), True
        return None, False

    def _part(self, part: ast.expr) -> str:
        if isinstance(part, ast.Constant):
            return literal(part.value, self.where)
        if not isinstance(part, ast.FormattedValue):
            raise self.refuse(part, "this part of a text")
        said = self.expr(part.value)
        if part.format_spec is not None:
            spec = part.format_spec
            if not isinstance(spec, ast.JoinedStr) or not all(isinstance(v, ast.Constant) for v in spec.values):
                raise self.refuse(part, "a computed format")
            told = ast.literal_eval(spec.values[0]) if len(spec.values) == 1 else ""
            if not re.fullmatch(r"f|\.\d+g", told):
                raise self.refuse(part, f"the format {told!r}")
            return f'$format({said}, "{told}")'
        return f"$quoted({said})" if part.conversion == ord("r") else f"$said({said})"

    def _several(self, elts: list[ast.expr]) -> str:
        return ", ".join(
            f"...$each({self.expr(e.value)})" if isinstance(e, ast.Starred) else self.expr(e) for e in elts
        )

    def _compare(self, node: ast.Compare) -> str:
        if not all(isinstance(c, ast.Name | ast.Constant) for c in node.comparators[:-1]):
            raise self.refuse(node, "a chain of comparisons that works out its middle")
        terms = [self.expr(x) for x in (node.left, *node.comparators)]
        told = [COMPARE[type(op)].format(terms[n], terms[n + 1]) for n, op in enumerate(node.ops)]
        return told[0] if len(told) == 1 else f"({' && '.join(told)})"

    def _comprehension(self, elt: ast.expr, generators: list[ast.comprehension]) -> str:
        names = {n.id for g in generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
        head = ""
        # The first thing walked over belongs to the outside, as in Python.
        first = self.expr(generators[0].iter)
        self.locals.append(names)
        for n, g in enumerate(generators):
            over = "$0" if n == 0 else f"$each({self.expr(g.iter)})"
            head += f"for (const {self.target(g.target)} of {over}) "
            if g.ifs:
                head += f"if ({' && '.join(self.truth(i) for i in g.ifs)}) "
        said = f"(function* ($0) {{ {head}yield {self.expr(elt)}; }})($each({first}))"
        self.locals.pop()
        return said

    # --- calls ------------------------------------------------------------------------------------------------------
    def _call(self, node: ast.Call) -> str:  # noqa: PLR0911 - a line for each kind of call
        func, args = node.func, self._several(node.args)
        words = {k.arg: self.expr(k.value) for k in node.keywords if k.arg is not None}
        if len(words) < len(node.keywords):
            raise self.refuse(node, "keywords from a dict")
        named = f"{{ {', '.join(f'{k}: {v}' for k, v in words.items())} }}"
        if isinstance(func, ast.Name) and func.id in BUILTINS and not self._global(func.id)[1]:
            return f"${func.id}([{args}]{f', {named}' if words else ''})"
        path = ast.unparse(func)
        if path == "TypeError":
            return f"$fault({args})"
        if path in FUNCTIONS:
            if path.startswith("re."):
                regex = pattern(self._constant(node.args[0]))
                return f"${path.replace('.', '_')}({regex}, {self._several(node.args[1:])})"
            return f"${path.replace('.', '_')}({args})"
        if path == "super().__init__":
            return f"self.message = $said({args})"
        if isinstance(func, ast.Attribute) and not self._outside(func)[1]:
            self.methods.add(func.attr)
            return f'$call({self.expr(func.value)}, "{func.attr}", [{args}]{f", {named}" if words else ""})'
        if isinstance(func, ast.Name) and any(func.id in names for names in self.locals):
            return f"{_safe(func.id)}({args})"
        target = self._outside(func)[0] if isinstance(func, ast.Attribute) else self._global(path)[0]
        made = "$make" if isinstance(target, type) else "$do"
        if made == "$do" and not words:
            return f"{self.expr(func)}({args})"
        return f"{made}({self.expr(func)}, [{args}]{f', {named}' if words else ''})"

    def _constant(self, node: ast.expr) -> str:
        found = self._global(node.id)[0] if isinstance(node, ast.Name) else ast.literal_eval(node)
        if not isinstance(found, str):
            raise self.refuse(node, "a pattern that is not constant")
        return found

    def refuse(self, node: ast.AST | None, what: str) -> Untranslatable:
        """Return the error for what has no translation."""
        line = f", line {node.lineno} of the function" if node is not None and hasattr(node, "lineno") else ""
        return Untranslatable(f"{self.where}{line}: {what} has no translation; see kb/calc/portable/translate.py")


def _is_truth(node: ast.expr) -> bool:
    """Whether an expression is true or false by its form."""
    if isinstance(node, ast.BoolOp):
        return all(_is_truth(v) for v in node.values)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in {"isinstance", "any", "all", "bool"}
    return isinstance(node, ast.Compare) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))


def _docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _generates(body: list[ast.stmt]) -> bool:
    return any(isinstance(n, ast.Yield) for s in body for n in ast.walk(s))


def _assigned(body: list[ast.stmt]) -> set[str]:
    """Return the names that statements assign, those of comprehensions and lambdas left out."""
    found: set[str] = set()
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.GeneratorExp | ast.ListComp | ast.SetComp | ast.DictComp | ast.Lambda):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        if isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
        waiting.extend(ast.iter_child_nodes(node))
    return found


def _safe(name: str) -> str:
    return f"{name}_" if name in RESERVED or name.endswith("_") else name


def _indent(lines: list[str], by: int = 1) -> str:
    return "\n".join("  " * by + part for line in lines for part in line.split("\n"))
