"""Start the program: close the leaks a crash could open, run the command, end with its code."""

import os
import sys
from types import TracebackType

import click

from secaudit.cli import cli
from secaudit.cli.commands import said
from secaudit.cli.prompts import end_line, say
from secaudit.cli.speech import in_language, language_of
from secaudit.errors import ExitCode, SecauditError, reason
from secaudit.languages import _, speak


def main() -> None:
    """Run the command line and exit."""
    sys.excepthook = _excepthook
    _open_closed_streams()
    _survive_odd_terminals()
    speak(language_of(sys.argv[1:]))
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command, in its language, and return its exit code."""
    with in_language(language_of(arguments)):
        return _run(arguments)


def _run(arguments: list[str]) -> int:  # noqa: PLR0911  # one for each way to end
    """Run one command and return its exit code. Errors become two lines on stderr."""
    try:
        result = cli.main(arguments, prog_name="secaudit", standalone_mode=False)
    except SecauditError as error:
        return _fail(error.message, error.hint, error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return ExitCode.USAGE
    except click.UsageError as error:
        return _misused(error)
    except click.ClickException as error:
        return _fail(error.format_message(), _("See `secaudit --help`."), ExitCode.FAILED)
    except (KeyboardInterrupt, click.Abort):
        end_line()
        return _fail(
            _("stopped; the answers so far are lost, and no report was written"),
            _("Start again whenever you like."),
            ExitCode.INTERRUPTED,
        )
    except BrokenPipeError:
        # The reader of a pipe left, as `head` does. Python would complain once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.FAILED
    except OSError as error:
        if error.filename is not None:  # not of an output, which has no name
            raise
        return _fail(
            _("the output could not be written: {why}").format(why=reason(error)),
            _("Check where it goes, or write the report to a file with -o."),
            ExitCode.FAILED,
        )
    return int(result or ExitCode.OK)


def _open_closed_streams() -> None:
    """Give a stream that was closed on us a place to go, before a file gets its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8")
            setattr(sys, name, stream)


def _survive_odd_terminals() -> None:
    """Write a character the terminal cannot show as an escape instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _misused(error: click.UsageError) -> int:
    if isinstance(error, click.BadParameter) and error.param:
        error.param = said(error.param)
    command = error.ctx.command_path if error.ctx else "secaudit"
    return _fail(
        error.format_message(),
        _("See `{command} --help`.").format(command=command),
        ExitCode.USAGE,
    )


def _fail(message: str, hint: str, code: ExitCode) -> int:
    problem = _("error: {message}").format(message=message)
    for line in (problem, _("hint: {hint}").format(hint=hint)):
        say(line) if sys.stderr.isatty() else click.echo(line, err=True)
    return code


def _excepthook(
    kind: type[BaseException], _error: BaseException, trace: TracebackType | None
) -> None:
    """Say what went wrong and where, never the values: an exception may carry a password."""
    from pathlib import Path  # noqa: PLC0415

    where = ""
    while trace:
        file = Path(trace.tb_frame.f_code.co_filename).name
        where = _(" at {file}:{line}").format(file=file, line=trace.tb_lineno)
        trace = trace.tb_next
    _fail(
        _("something went wrong inside secaudit ({name}{where})").format(
            name=kind.__name__, where=where
        ),
        _("This is our mistake. Please report the line above; it holds nothing of yours."),
        ExitCode.FAILED,
    )


if __name__ == "__main__":
    main()
