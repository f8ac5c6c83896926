"""The command line. Heavy modules are imported by the command that needs them."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer
from typer.core import TyperGroup

from playground import __version__
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.network.compiler import Trace
    from playground.project.file import Project
    from playground.training.session import Session

DONE, FAULT, BAD_INPUT, STOPPED = 0, 1, 2, 130
LARGEST_SEED = 2**32 - 1
MOST_EPOCHS = 10_000_000


class _Stopped(Exception):
    """Ctrl+C, with what became of the work."""


class _Commands(TyperGroup):
    """The commands; what is none of them is a project to open."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or not (args[0].startswith("-") or args[0] in self.commands):
            args = ["open", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    subcommand_metavar="[PROJECT] | COMMAND [ARGUMENTS]",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="playground COMMAND --help tells more. Exit status: 0 done, 2 bad use or bad input, "
    "1 a fault of Playground's.",
)

ProjectArgument = Annotated[
    Path, typer.Argument(metavar="PROJECT", help="A project, .json or .playground.")
]
DeviceOption = Annotated[
    str, typer.Option(metavar="NAME", help="auto, cpu, numpy or cuda: what computes.")
]
SeedOption = Annotated[
    int | None,
    typer.Option(
        min=0, max=LARGEST_SEED, help="First weights and order, in place of the project's seed."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object on the last line.")]


def main() -> None:
    """What `playground` and `python -m playground` run."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit status. Never raises, never shows a traceback unasked."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that has no "²" shows "?" instead
            stream.reconfigure(errors="replace")
    try:
        status = app(list(arguments), prog_name="playground", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has heard enough; nothing is left to be flushed at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return DONE
    except (UserError, _Stopped, KeyboardInterrupt, typer.Abort) as stop:
        _complain(str(stop) or "Stopped.")
        return BAD_INPUT if isinstance(stop, UserError) else STOPPED
    except MemoryError:
        _complain("There is not enough memory for this. Use fewer units or a smaller batch.")
        return BAD_INPUT
    except Exception as error:
        if hasattr(error, "format_message"):  # bad use, in typer's words
            _complain(f"{error.format_message().rstrip('.')}. See playground --help.")
            return BAD_INPUT
        if os.environ.get("PLAYGROUND_DEBUG"):
            raise
        _complain(
            f"A fault of Playground's, not yours: {type(error).__name__}: {error}. "
            "PLAYGROUND_DEBUG=1 shows where."
        )
        return FAULT
    if status == STOPPED:
        _complain("Stopped.")
    return status if isinstance(status, int) else DONE


def _complain(message: str) -> None:
    """One plain line on standard error."""
    print("playground:", " ".join(message.split()), file=sys.stderr)


def _print_version(asked: bool) -> None:
    if asked:
        print(f"playground {__version__}")
        raise typer.Exit


@app.callback()
def _playground(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Build a neural network by hand, watch it learn, take its weights home.

    Without a command: open the window, on PROJECT if one is given.
    """


# The window


@app.command("open", hidden=True)
def open_window(
    project: Annotated[Path | None, typer.Argument(metavar="[PROJECT]")] = None,
) -> None:
    """Open the window, on PROJECT if one is given."""
    if project is not None:
        _known_file(project)
        from playground.project.file import open_project

        open_project(project)
    from playground.doctor import screen_complaint

    complaint = screen_complaint()
    if complaint:
        raise UserError(complaint)
    with _qt_libraries():
        from playground.gui.app import run as run_window
    raise typer.Exit(run_window(project))


def _known_file(path: Path) -> None:
    """Refuse what is neither a file nor a command, naming the command that was meant."""
    from difflib import get_close_matches

    commands = ("train", "export", "shot", "check", "bench", "doctor", "examples")
    meant = get_close_matches(str(path), commands, n=1)
    if meant and not path.exists():
        raise UserError(
            f"There is no file and no command called {path}. Did you mean playground {meant[0]}?"
        )


@contextmanager
def _qt_libraries() -> Iterator[None]:
    """Turn the loader's error about a missing system library into what to install."""
    from playground.doctor import library_complaint

    try:
        yield
    except ImportError as error:
        complaint = library_complaint(error)
        if not complaint:
            raise
        raise UserError(complaint) from error


@app.command()
def shot(
    project: ProjectArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE.png", help="The picture to write.")],
    epochs: Annotated[
        int, typer.Option(min=0, max=MOST_EPOCHS, help="Train so long before the picture.")
    ] = 0,
    view: Annotated[
        str,
        typer.Option(metavar="NAME", help="window, canvas, output, map, curves or samples."),
    ] = "window",
    theme: Annotated[str, typer.Option(metavar="NAME", help="light or dark.")] = "light",
    size: Annotated[str, typer.Option(metavar="WIDTHxHEIGHT")] = "1440x900",
) -> None:
    """Draw the real window into a picture, without a screen."""
    if theme not in ("light", "dark"):
        raise UserError(f"Expected the theme light or dark. Received: {theme!r}.")
    _check_target(file, (".png",))
    width, height = _size(size)
    from playground.project.file import open_project

    opened = open_project(project)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with _qt_libraries():
        from playground.gui.shot import take
    take(opened, file, epochs, view, cast(Literal["light", "dark"], theme), (width, height))
    print(f"{file}: {width}×{height}")


def _size(given: str) -> tuple[int, int]:
    width, _, height = given.lower().partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise UserError(f"Expected a size like 1440x900. Received: {given!r}.")
    if not (640 <= int(width) <= 7680 and 400 <= int(height) <= 4320):
        raise UserError(f"Expected a size from 640x400 to 7680x4320. Received: {given}.")
    return int(width), int(height)


# Training and taking home


@app.command()
def train(
    project: ProjectArgument,
    epochs: Annotated[
        int | None,
        typer.Option(
            min=1, max=MOST_EPOCHS, help="Times through the samples; else as the project says."
        ),
    ] = None,
    device: DeviceOption = "auto",
    seed: SeedOption = None,
    save: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the project there: .playground with weights, .json without."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Train a project's network and say how good it became.

    A .playground file that holds a run goes on from it, unless --seed asks for a new start.
    """
    if save is not None:
        _check_target(save, (".playground", ".json"))
    opened, session = _session(project, device, seed)
    if session.epoch and not as_json:
        print(f"Going on from epoch {session.epoch:,}.")
    result = _train(session, epochs or opened.spec.training.epochs, keep=save is not None)
    if save is not None:
        session.save(save)
    if as_json:
        print(json.dumps(result.as_json(device), allow_nan=False))
    else:
        _print_result(opened.name, result)
        if save is not None:
            _print_saved(save)
    if result.stopped:
        where = f"saved to {save}" if save is not None else "nothing was saved"
        raise _Stopped(f"Stopped after {result.epochs:,} epochs; {where}.")


@app.command()
def export(
    project: ProjectArgument,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Its ending names the format, e.g. .onnx.")
    ],
    format: Annotated[
        str | None, typer.Option(metavar="NAME", help="safetensors, npz or onnx.")
    ] = None,
    device: DeviceOption = "auto",
    seed: SeedOption = None,
) -> None:
    """Write a trained network to a file that other programs read.

    The weights of a .playground file that holds a run go out as they are. Any other project is
    trained first, for as many epochs as it says. The file is read back and compared.
    """
    from playground.formats.export import format_for

    format_for(file, format)
    _check_target(file, ())
    opened, session = _session(project, device, seed)
    if opened.run is None or seed is not None:
        epochs = opened.spec.training.epochs
        print(f"{project.name} is trained first, for {epochs:,} epochs.")
        if _train(session, epochs, keep=False).stopped:
            raise _Stopped("Stopped; nothing was written.")
    report = session.export(file, format)
    print(report)
    if not report.agrees:
        raise RuntimeError(f"{file} does not answer as the network does; do not use it")


def _session(path: Path, device: str, seed: int | None) -> tuple[Project, Any]:
    from playground.project.file import open_project
    from playground.project.session import ProjectSession

    opened = open_project(path)
    traced = _traced(opened, path)
    if traced.errors:
        raise UserError(f"{path}: network: {traced.errors[0].message}")
    return opened, ProjectSession(opened, device=device, seed=seed)


def _traced(opened: Project, path: Path) -> Trace:
    """The project's network on its data; errors of the data name the file."""
    from playground.network.compiler import trace

    spec = opened.spec
    try:
        signature = spec.signature()
    except UserError as error:
        raise UserError(f"{path}: data: {error}") from None
    return trace(spec.network, spec.head, signature, training=True)


def _check_target(path: Path, suffixes: tuple[str, ...]) -> None:
    """Refuse a place that can't be written to, before any work is done."""
    if suffixes and path.suffix.lower() not in suffixes:
        wanted = " or ".join(suffixes)
        raise UserError(f"Expected a file that ends in {wanted}. Received: {path}.")
    if not path.parent.is_dir():
        raise UserError(f"{path} can't be written: the folder {path.parent} does not exist.")
    if path.is_dir():
        raise UserError(f"{path} can't be written: it is a folder. Give a file's name.")
    if not os.access(path.parent, os.W_OK):
        raise UserError(f"{path} can't be written: the folder {path.parent} is read-only to you.")


@dataclass(frozen=True)
class _Result:
    """What a training came to."""

    session: Session
    epochs: int
    steps: int
    seconds: float
    stopped: bool

    @property
    def pace(self) -> float:
        return self.steps / self.seconds if self.seconds else 0.0

    def as_json(self, device: str) -> dict[str, Any]:
        """The object of the contract; a number that is not finite is null."""
        train_loss, train = self.session.evaluate("train")
        validation_loss, validation = self.session.evaluate("validation")
        return {
            "epochs": self.epochs,
            "steps": self.steps,
            "seconds": round(self.seconds, 4),
            "steps_per_second": round(self.pace, 1),
            "device": self.session.executor_name if device == "auto" else device,
            "seed": self.session.seed,
            "loss": _finite({"train": train_loss, "validation": validation_loss}),
            "metrics": {"train": _finite(train), "validation": _finite(validation)},
        }


def _finite(numbers: dict[str, float]) -> dict[str, float | None]:
    return {name: number if isfinite(number) else None for name, number in numbers.items()}


def _train(session: Session, epochs: int, *, keep: bool) -> _Result:
    """Train, with a progress bar on a terminal.

    Args:
        session: what to train.
        epochs: how many.
        keep: whether Ctrl+C waits for the epoch's end, since what was learned is to be kept.
    """
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    steps_before, epochs_before = session.steps, session.epoch
    asked_to_stop = False
    begin = perf_counter()

    def stop_at_epoch_end() -> None:
        nonlocal asked_to_stop
        asked_to_stop = True

    with (
        Progress(
            TextColumn("Training"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("loss {task.fields[loss]:.4g}"),
            TimeRemainingColumn(),
            console=_console(sys.stderr),
            disable=not sys.stderr.isatty(),
            transient=True,
        ) as progress,
        _on_interrupt(stop_at_epoch_end, keep),
    ):
        bar = progress.add_task("", total=epochs, loss=float("nan"))

        def on_epoch(session: Session) -> bool:
            progress.update(bar, advance=1, loss=session.batch_loss)
            return asked_to_stop

        try:
            session.train(epochs, on_epoch)
        except KeyboardInterrupt:
            asked_to_stop = True
            if keep:
                raise _Stopped("Stopped in the middle of an epoch; nothing was saved.") from None
    return _Result(
        session,
        session.epoch - epochs_before,
        session.steps - steps_before,
        perf_counter() - begin,
        asked_to_stop,
    )


@contextmanager
def _on_interrupt(act: Callable[[], None], gently: bool) -> Iterator[None]:
    """While inside, the first Ctrl+C calls `act` (if `gently`); the second stops at once."""

    def handle(number: int, frame: Any) -> None:
        act()
        signal.signal(signal.SIGINT, before)
        _complain("Finishing this epoch, then saving. Ctrl+C again stops at once.")

    before = signal.getsignal(signal.SIGINT)
    if gently:
        signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _console(stream: Any) -> Any:
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False)


def _print_result(name: str, result: _Result) -> None:
    from rich import box
    from rich.table import Table

    from playground.training.metrics import in_words, label_of

    session = result.session
    train_loss, train = session.evaluate("train")
    validation_loss, validation = session.evaluate("validation")
    print(
        f"{name}: {result.epochs:,} epochs, {result.steps:,} steps in {result.seconds:.1f} s "
        f"({result.pace:,.0f} steps/s, {session.executor_name}, seed {session.seed})."
    )
    table = Table("", "training", "validation", box=box.SIMPLE_HEAD)
    table.add_row("loss", f"{train_loss:.4g}", f"{validation_loss:.4g}")
    for metric, value in train.items():
        table.add_row(
            label_of(metric), in_words(metric, value), in_words(metric, validation[metric])
        )
    _console(sys.stdout).print(table)


def _print_saved(path: Path) -> None:
    if path.suffix.lower() == ".json":
        print(f"Saved to {path}, without weights; a .playground file holds them too.")
    else:
        print(f"Saved to {path}, with weights and history.")


# Looking


@app.command()
def check(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help=".json or .playground; or .safetensors, .npz or .onnx."
        ),
    ],
) -> None:
    """Say whether a project or model file is sound."""
    if file.suffix.lower() in (".safetensors", ".npz", ".onnx"):
        print(_check_model(file))
    else:
        _check_project(file)


def _check_model(path: Path) -> str:
    if not path.is_file():
        raise UserError(f"There is no file {path}.")
    if path.suffix.lower() == ".onnx":
        from playground.formats.onnx import check as check_onnx

        check_onnx(path)
        return f"{path}: a sound ONNX model."
    from playground.formats.npz import Npz
    from playground.formats.safetensors import SafeTensors

    decoder = SafeTensors() if path.suffix.lower() == ".safetensors" else Npz()
    trained = decoder.decode(path)
    count = sum(array.size for array in trained.parameters.values())
    return (
        f"{path}: sound. A {trained.signature.task} network of {len(trained.parameters)} arrays, "
        f"{count:,} parameters."
    )


def _check_project(path: Path) -> None:
    from playground.project.file import open_project

    opened = open_project(path)
    spec = opened.spec
    traced = _traced(opened, path)
    for problem in traced.problems:
        print(f"{problem.severity}: {problem.message}")
    if traced.errors:
        raise UserError(f"{path}: network: {traced.errors[0].message}")
    if opened.run is not None:
        _check_run(opened, path)
    count = sum(traced.parameter_counts().values())
    layers = len(spec.network.nodes) - 1
    held = f", with a run of {opened.run.epoch:,} epochs" if opened.run is not None else ""
    noted = f" Warnings: {len(traced.problems)}." if traced.problems else ""
    print(
        f"{path}: sound. {spec.name}: {spec.data.source} data, {layers} "
        f"layer{'' if layers == 1 else 's'} and the {spec.head.type} head, "
        f"{count:,} parameters{held}.{noted}"
    )


def _check_run(opened: Project, path: Path) -> None:
    from playground.project.session import ProjectSession

    try:
        ProjectSession(opened)
    except UserError as error:
        raise UserError(f"{path}: the saved run does not fit the network: {error}") from None


@app.command()
def examples() -> None:
    """List the example projects, with their paths."""
    from playground.assets_path import examples_path

    for path in sorted(examples_path().glob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        about = document.get("notes", "").partition(". ")[0].rstrip(".")
        print(f"{path.stem:22}{document['name']}. {about}.\n{'':22}{path}")


@app.command()
def bench(as_json: JsonOption = False) -> None:
    """Time a training step, beside PyTorch where there is one."""
    from playground.bench import measure, print_table

    timings = measure()
    if as_json:
        print(json.dumps({"networks": [timing.as_json() for timing in timings]}))
    else:
        print_table(timings, _console(sys.stdout))


@app.command()
def doctor(as_json: JsonOption = False) -> None:
    """Say what works here, what is missing, and how to get it."""
    from playground.doctor import examine

    findings = examine()
    if as_json:
        print(json.dumps({finding.name: finding.as_json() for finding in findings}))
        return
    for finding in findings:
        print(f"{finding.state:10}{finding.label:15}{finding.words}")
