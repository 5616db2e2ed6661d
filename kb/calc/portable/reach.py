"""What a function needs, and what that needs: followed through the modules of Python and written as JavaScript."""

from __future__ import annotations

import ast
import builtins
import dataclasses
import inspect
import sys
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any, TypeVar

import msgspec

from kb.calc.portable.tables import METHODS
from kb.calc.portable.translate import Function
from kb.calc.portable.values import Untranslatable, literal

_OURS = "kb."


@dataclass
class Reached:
    """Everything reached so far: JavaScript names by Python object, and the text of each in order of need.

    replaced: functions that runtime.js brings itself, because they lean on Python's own libraries, by their names there.
    trees: what was translated, with the names of its module. called: every method called. kept: holds the ids of objects.
    """

    replaced: Mapping[Callable[..., object], str]
    names: dict[int, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    classes: dict[str, type] = field(default_factory=dict)
    trees: list[tuple[ast.AST, dict[str, object]]] = field(default_factory=list)
    called: set[str] = field(default_factory=set)
    kept: list[object] = field(default_factory=list)

    def refer(self, found: object, said: str) -> str:
        """Return the JavaScript name of a thing of Python, translating it when it is new. Raises Untranslatable."""
        if isinstance(found, TypeVar):
            raise Untranslatable(f"{said}: a union of types is no value here")
        if isinstance(found, type) and found.__module__ == builtins.__name__:
            return f'"{found.__name__}"'
        if isinstance(found, FunctionType) and found in self.replaced:
            return self.replaced[found]
        if isinstance(found, FunctionType | type):
            return self._code(found)
        return self._constant(found, said)

    def _code(self, found: FunctionType | type) -> str:
        if not found.__module__.startswith(_OURS):
            raise Untranslatable(f"{found.__module__}.{found.__qualname__} is none of ours")
        known = self.names.get(id(found))
        if known:
            return known
        name = self._name(f"{found.__module__.rpartition('.')[2]}_{found.__name__.lstrip('_')}")
        self.names[id(found)] = name
        self.kept.append(found)
        if isinstance(found, type):
            self.classes[name] = found
            self.texts[name] = self._class(found, name)
        else:
            self.texts[name] = self._function(found, name)
        return name

    def _constant(self, found: object, said: str) -> str:
        known = self.names.get(id(found))
        if known:
            return known
        if isinstance(found, str | int | float | None):
            return literal(found, said)
        name = self._name(f"constant_{said.rpartition('.')[2].lstrip('_').lower()}")
        self.names[id(found)] = name
        self.kept.append(found)
        self.texts[name] = f"const {name} = {literal(found, said)};"
        return name

    def _name(self, wanted: str) -> str:
        taken, name, n = set(self.names.values()), wanted, 1
        while name in taken:
            n += 1
            name = f"{wanted}{n}"
        return name

    def _tree(self, found: FunctionType) -> tuple[ast.FunctionDef, Function]:
        node = ast.parse(textwrap.dedent(inspect.getsource(found))).body[0]
        where = f"{found.__module__}.{found.__qualname__}"
        if not isinstance(node, ast.FunctionDef):
            raise Untranslatable(f"{where}: no plain function")
        if node.decorator_list:
            raise Untranslatable(f"{where}: a decorated function")
        self.trees.append((node, found.__globals__))
        return node, Function(found.__globals__, self.refer, where)

    def _function(self, found: FunctionType, name: str) -> str:
        node, translator = self._tree(found)
        text = translator.function(node, name)
        self.called |= translator.methods
        return f"{text}\n{_params(node, name)}"

    def _class(self, found: type, name: str) -> str:
        base = "$Struct"
        if issubclass(found, Exception):
            parent = found.__mro__[1]
            base = "$Raised" if not parent.__module__.startswith(_OURS) else self._code(parent)
        methods = []
        after = []
        for attr, member in vars(found).items():
            own = isinstance(member, FunctionType) and member.__module__ == found.__module__
            if not own or (attr.startswith("__") and (attr != "__init__" or not _written(found, member))):
                continue
            node, translator = self._tree(member)
            methods.append(textwrap.indent(translator.function(node, attr, method=True), "  "))
            after.append(_params(node, f"{name}.prototype.{attr}", method=True))
            self.called |= translator.methods
        body = "\n".join([f"  static __name__ = {literal(found.__name__, name)};", _fields(found, name), *methods])
        return "\n".join([f"class {name} extends {base} {{\n{body}\n}}", *after])

    def finish(self) -> None:
        """Check that every method called is known. Raises Untranslatable."""
        own = {a for c in self.classes.values() for a in [*vars(c), *field_names(c)]}
        unknown = self.called - METHODS - own
        if unknown:
            raise Untranslatable(f"the methods {', '.join(sorted(unknown))} have no translation")

    def attributes(self) -> set[str]:
        """Return the names of all attributes that the code reads."""
        found = {n.attr for tree, _ in self.trees for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
        # getattr(spec, part): the words themselves may be names.
        return found | {
            n.value
            for tree, _ in self.trees
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str) and n.value.isidentifier()
        }

    def text(self) -> str:
        """Return the code: constants first, then classes with parents first, then functions."""
        return "\n".join(
            part for start in ("const ", "class ", "function") for part in self.texts.values() if part.startswith(start)
        )


def _written(found: type, member: FunctionType) -> bool:
    """Whether a method stands in the file, and was not made by a decorator."""
    file = sys.modules[found.__module__].__file__
    return member.__code__.co_filename == file


def _params(node: ast.FunctionDef, name: str, *, method: bool = False) -> str:
    names = [a.arg for a in (*node.args.args, *node.args.kwonlyargs)][1 if method else 0 :]
    # Only what is called with keywords needs them; which that is shows at the call.
    return f"{name}.params = {literal(names, name)};"


def field_names(found: type) -> tuple[str, ...]:
    """Return the names of a struct's or dataclass's fields, in order; none for any other class."""
    if issubclass(found, msgspec.Struct):
        return tuple(f.name for f in msgspec.structs.fields(found))
    return tuple(f.name for f in dataclasses.fields(found)) if dataclasses.is_dataclass(found) else ()


def _fields(found: type, name: str) -> str:
    """Return the fields in order, each with a function that gives its default where it has one."""
    items: list[Any] = []
    missing: tuple[object, ...] = (dataclasses.MISSING, msgspec.NODEFAULT)
    if issubclass(found, msgspec.Struct):
        items = list(msgspec.structs.fields(found))
    elif dataclasses.is_dataclass(found):
        items = list(dataclasses.fields(found))
    said = []
    for item in items:
        default = "null"
        if item.default not in missing:
            default = f"() => {literal(item.default, name)}"
        elif item.default_factory not in missing:
            default = f"() => {literal(item.default_factory(), name)}"
        said.append(f'["{item.name}", {default}]')
    return f"  static fields = [{', '.join(said)}];"
