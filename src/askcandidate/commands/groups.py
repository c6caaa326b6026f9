"""Options that go together, as one parameter of a command."""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, NamedTuple


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command as Typer takes it, which knows single options alone.

    Args:
        command: each of its parameters that is a NamedTuple of options stands for those options, and so
            does each field of one that is such a NamedTuple itself.
    """
    parameters = signature(command).parameters.values()
    groups = {each.name: each.annotation for each in parameters if _is_group(each.annotation)}
    single = [option for each in parameters for option in _options(each)]

    @wraps(command)
    def with_groups(**typed: Any) -> None:
        made = {name: _made(group, typed) for name, group in groups.items()}
        command(**typed, **made)

    with_groups.__signature__ = Signature(single)  # type: ignore[attr-defined]
    with_groups.__annotations__ = {option.name: option.annotation for option in single}
    return with_groups


def _is_group(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, tuple) and hasattr(annotation, "_fields")


def _made(group: Any, typed: dict[str, Any]) -> Any:
    """Take a group's options out of what was typed."""
    fields = group.__annotations__.items()
    return group(*(_made(of, typed) if _is_group(of) else typed.pop(name) for name, of in fields))


def _options(parameter: Parameter) -> list[Parameter]:
    group: type[NamedTuple] = parameter.annotation
    if not _is_group(group):
        return [parameter]
    fields = (
        Parameter(
            name,
            Parameter.KEYWORD_ONLY,
            default=group._field_defaults.get(name, Parameter.empty),
            annotation=annotation,
        )
        for name, annotation in group.__annotations__.items()
    )
    return [option for field in fields for option in _options(field)]
