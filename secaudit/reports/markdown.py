"""The report as GitHub-flavoured Markdown, with nothing in it that the data could turn on."""

import re
from collections.abc import Iterator

from secaudit.languages import _, caution, listed
from secaudit.model import Action, Report
from secaudit.reports import headway, outline, ways, words
from secaudit.reports.cleaning import link
from secaudit.reports.leftovers import leftovers
from secaudit.reports.reader import left_out

# A backslash before ASCII punctuation makes it itself (CommonMark §2.4). The colon and the dot of
# "www." are what turns a bare address into a link (GFM §6.9).
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>#|~&$!]|:(?=\S)|(?<=www)\.", re.IGNORECASE)
_MARKER = re.compile(r"^([-+=]|\d+(?=[.)]))")


def render(report: Report) -> str:
    """Return the whole report; links are written out, and only https ones are links."""
    sections = (
        *(_header, _since, _today, _later, _ways, _found, _ignored, _marked, _left, _good, _sent),
        *(_read, _credits),
        *(_leftovers, _caution),
    )
    return "\n".join(line for section in sections for line in section(report)).rstrip() + "\n"


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return _MARKER.sub(_mark, _ACTIVE.sub(r"\\\g<0>", text))


def _mark(match: re.Match[str]) -> str:
    found = match[0]
    return f"{found}\\" if found.isdigit() else f"\\{found}"


def _address(url: str) -> str:
    return f"<{url}>" if link(url) else escaped(url)


def _header(report: Report) -> Iterator[str]:
    yield f"# {words.title(report)}"
    yield ""
    if report.invented:
        yield from (f"> **{_(words.INVENTED)}**", "")
    if notice := left_out(report):
        yield from (f"> {notice}", "")
    yield from (escaped(words.subject(report)), "")
    if report.score is None:
        yield from (words.coverage(report), "")
    else:
        score = _("Score: {score} of 100.").format(score=report.score)
        yield from (f"**{score}** {words.coverage(report)}", "")
    if tally := f"{words.tally(report)} {headway.tally(report)}".strip():
        yield from (tally, "")


def _since(report: Report) -> Iterator[str]:
    progress = report.progress
    if progress is None:
        return
    yield from (f"## {_(headway.TITLE)}", "")
    yield from (f"{headway.about(progress)} {headway.score(progress)}".rstrip(), "")
    if len(progress.points) > 1:
        yield from (headway.scores(progress.points), "")
    yield from _lists(headway.groups(progress))


def _marked(report: Report) -> Iterator[str]:
    if groups := headway.marked(report):
        yield from (f"## {_(headway.MARKED)}", "")
        yield from _lists(groups)


def _lists(groups: list[headway.Group]) -> Iterator[str]:
    for group in groups:
        yield from (f"**{group.title}:**", "")
        for each in group.lines:
            mark = f"**{words.severity(each.severity)}**: " if each.severity else ""
            names = listed(each.names)
            said = words.reach(each.what, names) if each.what else names
            why = f" ({escaped(each.why.rstrip('.'))})" if each.why else ""
            yield f"- {mark}{escaped(said)}{why}"
        yield ""


def _today(report: Report) -> Iterator[str]:
    yield from (f"## {words.today(report)}", "")
    if not report.plan:
        yield from (words.nothing_to_do(report), "")
    accounts = outline.index(report)
    for action in report.plan[:3]:
        yield from (f"### {action.rank}. {escaped(action.title)}", "")
        yield from (f"{words.minutes(action.minutes)}. {escaped(action.effect)}", "")
        if len(action.accounts) > 1:
            names = outline.names(action.accounts, accounts)
            said = _("Accounts: {accounts}").format(accounts=escaped(listed(names)))
            yield from (said, "")
        for number, step in enumerate(action.steps, 1):
            yield f"{number}. {escaped(step)}"
        if action.steps:
            yield ""
        if action.url:
            yield from (_address(action.url), "")


def _later(report: Report) -> Iterator[str]:
    if later := report.plan[3:]:
        yield from (f"## {_(words.LATER)}", "")
        yield from (_compact(action) for action in later)
        yield ""


def _compact(action: Action) -> str:
    url = f" {_address(action.url)}" if action.url else ""
    time = words.minutes(action.minutes)
    return f"{action.rank}. **{escaped(action.title)}**, {time}. {escaped(action.effect)}{url}"


def _ways(report: Report) -> Iterator[str]:
    if not report.picture.spots:
        return
    yield from (f"## {_(ways.TITLE)}", "", ways.about(report.picture), "")
    for tree in ways.trees(report.picture):
        yield from _branch(tree, "")
    yield from ("", _(ways.MEANINGS), "")
    for word, meaning in ways.levels(report.picture):
        yield f"- **{word}**: {meaning}"
    yield ""


def _branch(branch: ways.Branch, indent: str) -> Iterator[str]:
    yield f"{indent}- {escaped(branch.line)}"
    for below in branch.below:
        yield from _branch(below, f"{indent}  ")


def _found(report: Report) -> Iterator[str]:
    affected = outline.affected(report)
    yield from (f"## {_(words.FOUND)}", "")
    for entry in affected:
        if entry.account is None:
            yield from (f"### {_(words.ELSEWHERE)}", "")
        else:
            title = entry.account.title or words.name(entry.account)
            yield from (f"### {escaped(title)}", "")
            if beside := words.about(entry.account):
                yield from (escaped(beside), "")
            if way := ways.way_in(entry.account):
                yield from (escaped(way), "")
        for mention in entry.mentions:
            yield from _mention(mention)
        yield ""
    named = sum(entry.account is not None for entry in affected)
    if others := words.nothing_found(report, named):
        yield from (others, "")


def _mention(mention: outline.Mention) -> Iterator[str]:
    finding = mention.finding
    yield f"- **{words.severity(finding.severity).capitalize()}:** {escaped(finding.title)}"
    if mention.explained:
        home = escaped(words.name(mention.explained))
        yield "  " + _("(see “{account}” above)").format(account=home)
        return
    lines = [finding.why, words.advice(finding)]
    if mention.others:
        lines.append(_("Also: {accounts}").format(accounts=listed(mention.others)))
    for line in filter(None, lines):
        yield from ("", f"  {escaped(line)}")
    addresses = filter(None, (finding.url, *finding.references))
    for url in addresses:
        yield from ("", f"  {_address(url)}")


def _ignored(report: Report) -> Iterator[str]:
    if not report.ignored:
        return
    yield from (f"## {_(words.IGNORED)}", "", words.ignored(report), "")
    for each in outline.ignored(report):
        yield f"- **{escaped(words.rule(each.rule))}**"
        yield f"  - {escaped(words.decision(each.rule))}"
        for finding, names in each.findings:
            what = words.reach(finding.title, listed(names))
            yield f"  - {words.severity(finding.severity).capitalize()}: {escaped(what)}"
    yield ""


def _left(report: Report) -> Iterator[str]:
    gaps = outline.gaps(report)
    yield from (f"## {_(words.LEFT)}", "")
    if not gaps:
        yield words.no_gap(report)
    for gap in gaps:
        yield f"- {escaped(gap.why)}"
        for missing in gap.missing:
            scope = missing.everyone or listed(missing.names)
            yield f"  - {escaped(words.reach(missing.what, scope))}"
    yield ""


def _good(report: Report) -> Iterator[str]:
    yield from _sentences(_(words.GOOD), report.good)


def _credits(report: Report) -> Iterator[str]:
    yield from _sentences(_(words.CREDITS), report.credits)


def _sentences(title: str, sentences: tuple[str, ...]) -> Iterator[str]:
    if sentences:
        yield from (f"## {title}", "")
        yield from (f"- {escaped(sentence)}" for sentence in sentences)
        yield ""


def _sent(report: Report) -> Iterator[str]:
    yield from (f"## {_(words.SENT)}", "")
    if not report.network:
        yield _(words.NOTHING_SENT)
    for sent in report.network:
        requests = words.requests(sent.requests)
        yield f"- {escaped(sent.host)}, {requests}: {escaped(sent.sent)}"
    yield ""


def _read(report: Report) -> Iterator[str]:
    yield from (f"## {_(words.READ)}", "")
    if not report.sources:
        yield _(words.NOTHING_READ)
    for source in report.sources:
        yield f"- **{escaped(source.name)}** ({escaped(words.kind(source.format))})"
        yield f"  - {escaped(words.accounting(source))}"
        if columns := words.columns(source):
            yield f"  - {escaped(columns)}"
        for why, places in words.unreadable(source):
            yield f"  - {escaped(words.not_read(places, why))}"
    if merged := words.merged(report):
        yield from ("", merged)
    if unmatched := words.unmatched(report):
        yield from ("", unmatched, "")
        yield from (f"- {escaped(name)}" for name in report.unmatched)
    for corpus in report.corpora:
        yield from ("", escaped(corpus))
    yield ""


def _leftovers(report: Report) -> Iterator[str]:
    found = leftovers(report)
    if not found:
        return
    yield from (f"## {_(words.LEFTOVERS)}", "")
    for name, place in found.files:
        yield f"- **{escaped(name)}**: {escaped(place)}"
    yield ""
    yield from (f"{number}. {escaped(step)}" for number, step in enumerate(found.removal, 1))
    yield from ("", _(words.NEXT_TIME), "")
    for advice in found.next_time:
        command = f" `{advice.command}`" if advice.command else ""
        yield f"- {escaped(advice.sentence)}{command}"
    yield ""


def _caution(_report: Report) -> Iterator[str]:
    if said := caution():
        yield f"*{escaped(said)}*"
