"""The command line. Heavy modules are imported by the command that needs them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

import typer
from typer.core import TyperGroup

from playground import __version__
from playground.data.split_spec import MOST_FOLDS
from playground.errors import UserError
from playground.soundness import (
    LESSON,
    MODELS,
    check_lesson_file,
    check_model,
    check_project,
    traced_of,
)
from playground.terminal import SIDES, Stopped, complain, print_result, train_with_progress

if TYPE_CHECKING:
    from playground.project.file import Project

DONE, FAULT, BAD_INPUT, STOPPED = 0, 1, 2, 130
LARGEST_SEED = 2**32 - 1
MOST_EPOCHS = 10_000_000
# Documents for people, which the window's part of the program writes.
REPORTS = (".html", ".pdf")


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
    str,
    typer.Option(
        metavar="NAME",
        help="auto, cpu, numpy or cuda: what computes. With cuda-tf32 and cuda-bfloat16 products "
        "are rounded, and faster.",
    ),
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
    except (UserError, Stopped, KeyboardInterrupt, typer.Abort) as stop:
        complain(str(stop) or "Stopped.")
        return BAD_INPUT if isinstance(stop, UserError) else STOPPED
    except MemoryError:
        complain("There is not enough memory for this. Use fewer units or a smaller batch.")
        return BAD_INPUT
    except Exception as error:
        if hasattr(error, "format_message"):  # bad use, in typer's words
            complain(f"{error.format_message().rstrip('.')}. See playground --help.")
            return BAD_INPUT
        if os.environ.get("PLAYGROUND_DEBUG"):
            raise
        complain(
            f"A fault of Playground's, not yours: {type(error).__name__}: {error}. "
            "PLAYGROUND_DEBUG=1 shows where."
        )
        return FAULT
    if status == STOPPED:
        complain("Stopped.")
    return status if isinstance(status, int) else DONE


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

    commands = ("new", "train", "predict", "export", "shot", "check", "bench", "doctor", "examples")
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
def new(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A table, or a folder of images or texts, such as the window opens.",
        ),
    ],
    target: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="What the network is to tell; several times for several. Else guessed.",
        ),
    ] = None,
    task: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="binary, multiclass, multilabel or regression."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="PROJECT", help=".json or .playground; else beside FILE."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace what is there under that name.")
    ] = False,
) -> None:
    """Make a project for data of your own: what it is, and a network to begin with.

    Says what was found, the target and why, and what to mind. Then playground train PROJECT.
    """
    tasks = ("binary", "multiclass", "multilabel", "regression")
    if task is not None and task not in tasks:
        raise UserError(f"Expected a task of {', '.join(tasks)}. Received: {task!r}.")
    from playground.beginning import make_project, place_for

    place = place_for(file, out, force=force)
    _check_target(place, ())
    _, lines = make_project(file, place, tuple(target or ()), cast(Any, task))
    for line in lines:
        print(line)
    print(f"Saved to {place}. Next: playground train {place}")


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
    start_from: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Begin with the weights of a trained network, as far as its layers fit: "
            ".playground, .safetensors, .npz, .onnx, .keras or .h5. The head is new.",
        ),
    ] = None,
    freeze: Annotated[
        bool, typer.Option("--freeze", help="Leave the layers that --start-from fills as they are.")
    ] = False,
    test: Annotated[
        bool, typer.Option("--test", help="Judge it on the samples held out for the end as well.")
    ] = False,
    folds: Annotated[
        int | None,
        typer.Option(
            min=2,
            max=MOST_FOLDS,
            help="Cross-validation: cut the samples into so many parts, train once for each and "
            "judge on it; says mean and deviation. Keeps no network.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Train a project's network and say how good it became.

    A .playground file that holds a run goes on from it, unless --seed, --start-from or --folds asks
    for a new start.
    """
    if folds is not None:
        if save is not None or start_from is not None or test:
            raise UserError(
                "--folds trains several networks from nothing and keeps none: leave out --save, "
                "--start-from and --test."
            )
        _train_folds(project, folds, epochs, device, seed, as_json)
        return
    if save is not None:
        _check_target(save, (".playground", ".json"))
    if freeze and start_from is None:
        raise UserError("--freeze goes with --start-from FILE: without it nothing is reused.")
    opened, session = _session(project, device, seed, start_from=start_from, freeze=freeze)
    sides = (*SIDES, "test") if test else SIDES
    if test:
        session.loss("test")  # refused before training begins
    if session.epoch and not as_json:
        print(f"Going on from epoch {session.epoch:,}.")
    if session.reused and not as_json:
        print(_reused_words(session, start_from, freeze))
    stop = opened.spec.training.stop
    wanted = epochs or stop.epochs or opened.spec.training.epochs
    session.begin_run(stop.model_copy(update={"epochs": None}))
    result = train_with_progress(session, wanted, keep=save is not None)
    if save is not None:
        session.save(save)
    if as_json:
        print(json.dumps(result.as_json(device, sides), allow_nan=False))
    else:
        print_result(opened.name, result, sides)
        if session.stopped:
            print(session.stopped)
        if save is not None:
            _print_saved(save)
    if result.stopped:
        where = f"saved to {save}" if save is not None else "nothing was saved"
        raise Stopped(f"Stopped after {result.epochs:,} epochs; {where}.")


def _train_folds(
    path: Path, folds: int, epochs: int | None, device: str, seed: int | None, as_json: bool
) -> None:
    from playground.cross_validation import as_json_object, over_folds_with_progress, print_folds

    opened = _sound(path)
    found = over_folds_with_progress(opened.spec, folds, epochs, device, seed)
    if as_json:
        print(json.dumps(as_json_object(found, device), allow_nan=False))
    else:
        print_folds(opened.name, found)


@app.command()
def export(
    project: ProjectArgument,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Its ending names the format, e.g. .onnx.")
    ],
    format: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="safetensors, npz, keras-weights, onnx, keras, numpy, pytorch, c, predictions, "
            "curves or tensorboard.",
        ),
    ] = None,
    device: DeviceOption = "auto",
    seed: SeedOption = None,
) -> None:
    """Write a trained network to a file that other programs read.

    The weights of a .playground file that holds a run go out as they are. Any other project is
    trained first, for as many epochs as it says. The file is read back and compared. A file that
    ends in .pdf or .html is a report: the network, its settings and results, and every view.

    Other endings: .safetensors, .npz, .weights.h5 (weights), .onnx, .keras (the whole network),
    .py (a program in NumPy; a module with --format pytorch), .h (a program in C), .csv
    (predictions; curves with --format curves), .tfevents (for TensorBoard).
    """
    from playground.formats.export import format_for

    if format is None and file.suffix.lower() in REPORTS:
        _export_report(project, file, device, seed)
        return
    chosen = format_for(file, format)
    _check_target(file, ())
    opened, session = _session(project, device, seed)
    refusal = chosen.refusal(session.material()) if chosen.group != "Run" else ""
    if refusal:  # before a run that would be for nothing
        raise UserError(refusal)
    _train_first(opened, session, project, seed)
    report = session.export(file, format)
    print(report)
    if not report.agrees:
        raise RuntimeError(f"{file} does not answer as the network does; do not use it")


@app.command()
def predict(
    project: ProjectArgument,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The rows: a file, or a folder, as it was.")
    ],
    out: Annotated[
        Path, typer.Option(metavar="CSV", help="Where the answers go; - for standard output.")
    ] = Path("-"),
    device: DeviceOption = "auto",
    seed: SeedOption = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace what is there under that name.")
    ] = False,
) -> None:
    """Answer the rows of a file: all its columns, and beside them what the network says.

    A .playground file that holds a run answers with its weights, and needs the data that it learned
    from no more. Any other project is trained first. FILE is read as the project's own file is; its
    columns may come in any order, and the target may be missing. Where it is there, the metrics are
    told.
    """
    from playground.predicting import predict_to

    if str(out) != "-":
        _check_target(out, ())
        if out.exists() and not force:
            raise UserError(f"{out} is there already. Give another name, or --force.")
    if not file.exists():
        raise UserError(f"There is no file {file}. Name the rows to answer.")
    opened = _sound_run(project) if seed is None else None
    if opened is not None:
        trained = opened.answering()
    else:
        opened, session = _session(project, device, seed)
        _train_first(opened, session, project, seed, quiet=str(out) == "-")
        trained = session.trained()
    predict_to(trained, opened.trained.data.file, file, out)


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Weights or a network: .safetensors, .npz, .onnx, .keras, .h5 or .playground.",
        ),
    ],
    project: Annotated[
        Path, typer.Argument(metavar="PROJECT", help="The .playground file to write.")
    ],
    onto: Annotated[
        Path,
        typer.Option(metavar="PROJECT", help="Whose data, and whose network, it goes onto."),
    ],
    network: Annotated[
        bool, typer.Option("--network", help="Take the file's whole network, not weights alone.")
    ] = False,
) -> None:
    """Write a project that begins from the weights in a file.

    Weights go onto the network of another project by name, then by shape in order; what is not
    clear is left out and said. With --network the file's own network takes that one's place.
    """
    from playground.project.file import open_project
    from playground.project.taking_in import rows_of, with_network, with_weights

    _check_target(project, (".playground",))
    opened = open_project(onto)
    if network:
        session, told = with_network(file, opened)
        lines = (f"The network of {file}, with its weights.", *told)
    else:
        session, matching = with_weights(file, opened)
        lines = (*rows_of(matching), matching.summary())
    session.save(project)
    for line in lines:
        print(line)
    _print_saved(project)


def _export_report(project: Path, file: Path, device: str, seed: int | None) -> None:
    """Write all that can be seen of a run as a document."""
    _check_target(file, ())
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with _qt_libraries():
        from playground.gui.exporting.headless import write_report
    from playground.training.timeline import Timeline

    opened, session = _session(project, device, seed)
    session.timeline = Timeline()  # the views that look back over the run want its moments
    _train_first(opened, session, project, seed)
    size = write_report(session, file, lambda share, what: None)
    print(f"{file.name}: {size / 1000:,.1f} kB, a report of epoch {session.epoch:,}.")


def _train_first(
    opened: Project, session: Any, path: Path, seed: int | None, *, quiet: bool = False
) -> None:
    """Train, unless the weights are there; what is said goes to standard error where `quiet`."""
    if opened.run is not None and seed is None:
        return
    epochs = opened.spec.training.epochs
    told = sys.stderr if quiet else sys.stdout
    print(f"{path.name} is trained first, for {epochs:,} epochs.", file=told)
    if train_with_progress(session, epochs, keep=False).stopped:
        raise Stopped("Stopped; nothing was written.")


def _reused_words(session: Any, start: Path | None, freeze: bool) -> str:
    count = len(session.reused)
    what = f"{count} layer" + "s" * (count != 1)
    frozen = " and frozen" if freeze else ""
    return f"{what} reused{frozen} from {start}: {', '.join(session.reused)}."


def _sound(path: Path) -> Project:
    """The project of a file, if its network can be trained."""
    from playground.project.file import open_project

    opened = open_project(path)
    traced = traced_of(opened, path)
    if traced.errors:
        raise UserError(f"{path}: network: {traced.errors[0].message}")
    return opened


def _sound_run(path: Path) -> Project | None:
    """The project, if it holds a run."""
    from playground.project.file import open_project

    opened = open_project(path)
    return opened if opened.run is not None else None


def _session(path: Path, device: str, seed: int | None, **reusing: Any) -> tuple[Project, Any]:
    """The project and a session of it; data that has changed since is spoken of."""
    from playground.project.session import ProjectSession

    opened = _sound(path)
    if opened.changed:
        complain(opened.changed)
    return opened, ProjectSession(opened, device=device, seed=seed, **reusing)


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
            metavar="FILE",
            help=".json or .playground; .safetensors, .npz, .onnx, .keras or .h5; a lesson, .md.",
        ),
    ],
) -> None:
    """Say whether a project, a model file or a lesson is sound."""
    if file.suffix.lower() in MODELS:
        print(check_model(file))
    elif file.suffix.lower() == LESSON:
        print(check_lesson_file(file))
    else:
        check_project(file)


@app.command()
def examples() -> None:
    """List the example projects and the templates, with their paths."""
    from playground.assets_path import asset
    from playground.assets_path import examples as example_files
    from playground.project.file import glance

    for path in (*example_files(), *sorted(asset("templates").iterdir())):
        document = glance(path).spec
        about = document.notes.partition(". ")[0].rstrip(".")
        print(f"{path.stem:28}{document.name}. {about}.\n{'':28}{path}")


@app.command("help")
def help_(
    term: Annotated[str, typer.Argument(metavar="TERM", help="A word: relu, overfitting, F1.")],
) -> None:
    """Say what a word of the glossary means."""
    from playground.gui.glossary.told import told

    print(told(term))


@app.command()
def bench(
    networks: Annotated[
        str, typer.Option(metavar="NAMES", help="Which networks, e.g. 2-8-8-1,lstm; else all.")
    ] = "",
    batches: Annotated[
        str, typer.Option(metavar="ROWS", help="At which batches, e.g. 1,10; else the usual ones.")
    ] = "",
    devices: Annotated[
        str, typer.Option(metavar="NAMES", help="Which of ours, e.g. cpu,numpy; else all.")
    ] = "",
    against: Annotated[
        str,
        typer.Option(metavar="NAMES", help="Beside whom, of torch,jax,sklearn,gemm; or none."),
    ] = "torch,jax,sklearn,gemm",
    optimizer: Annotated[str, typer.Option(metavar="NAME", help="sgd or adam.")] = "sgd",
    rounds: Annotated[int, typer.Option(help="How many times each is timed, in turn.")] = 7,
    threads: Annotated[int, typer.Option(help="How many each may use.")] = 1,
    full: Annotated[bool, typer.Option("--full", help="Every network at every batch.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Time a training step, beside what people use instead.

    Each competitor that is installed has a process of its own, and they are timed in turn. It
    takes some minutes, with --full far more; Ctrl+C ends it and gives what is there.
    """
    from playground.bench import measure_with_progress, plan_of, print_report

    report = measure_with_progress(
        plan_of(networks, batches, devices, against, optimizer, rounds, threads, full=full)
    )
    if as_json:
        print(json.dumps(report.as_json(), allow_nan=False))
    else:
        print_report(report, sys.stdout)
    if report.stopped:
        raise Stopped("Stopped; what is above was measured until then.")


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
