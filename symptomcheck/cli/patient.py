"""`symptomcheck patient …`: who is asked, when, and who cares for them."""

from datetime import date

import click

from symptomcheck.cli.house import needs_config, open_house, print_json, print_table, warn_if_no_text_leaves
from symptomcheck.cli.patient_told import iso, line_of, local, told
from symptomcheck.cli.who import DAY, Worded, a_day, by_whom, patient_named

as_json = click.option("--json", "as_data", is_flag=True, help="Print one JSON document.")


@click.group()
def patient() -> None:
    """Patients: enrol, show, pause, end. PATIENT is an id, or the phone if one patient is on it."""


@patient.command(
    epilog="\b\nExample:\n"
    '  symptomcheck patient enrol --name "Ana Ortiz" --phone "+1 555 010 0141" --infused-on 2026-11-20 \\\n'
    '    --zone America/New_York --language es --caregiver "Luis Ortiz" --caregiver-phone "+1 555 010 0142"'
)
@needs_config
@click.option("--name", required=True, help="First name and surname.")
@click.option("--phone", required=True, help="The mobile that is asked. Typing it confirms it.")
@click.option(
    "--infused-on", type=DAY, callback=a_day, required=True, metavar="DATE", help="Day 0, like 2026-11-20."
)
@click.option("--zone", help="The patient's time zone; else the clinic's.")
@click.option("--language", help="en or es; else the clinic's.")
@click.option("--email", help="For what cannot be texted.")
@click.option("--caregiver", "caregivers", multiple=True, metavar="NAME", help="May be given again.")
@click.option(
    "--caregiver-phone", "caregiver_phones", multiple=True, metavar="PHONE", help="One for each --caregiver."
)
@click.option(
    "--consent", default="in person", show_default=True, metavar="HOW", help="How they agreed to be texted."
)
@as_json
@by_whom
@click.pass_context
def enrol(
    ctx: click.Context,
    name: str,
    phone: str,
    infused_on: date,
    zone: str | None,
    language: str | None,
    email: str | None,
    caregivers: tuple[str, ...],
    caregiver_phones: tuple[str, ...],
    consent: str,
    as_data: bool,
    by: str,
) -> None:
    """Enrol a patient, with caregivers: from then on they are asked, read, and paged about."""
    if len(caregivers) != len(caregiver_phones):
        raise click.UsageError("give one --caregiver-phone for each --caregiver", ctx)
    with open_house(ctx) as house:
        from symptomcheck.actions.people.enrol import enrol as keep
        from symptomcheck.actions.people.newcomers import NewCaregiver, NewPatient

        new = NewPatient(
            name=name,
            phone=phone,
            infused_on=infused_on,
            email=email,
            language=language,
            zone=zone,
            consent=consent,
            caregivers=tuple(
                NewCaregiver(name=each, phone=number, consent=consent)
                for each, number in zip(caregivers, caregiver_phones, strict=True)
            ),
        )
        enrolled = keep(house.clinic, new, by=by, now=house.clock.now())
        zone = zone or house.clinic.site.zone
        warn_if_no_text_leaves(house)
    if as_data:
        print_json(
            {
                "id": str(enrolled.patient_id),
                "caregiver_ids": [str(each) for each in enrolled.caregiver_ids],
                "texts_counted": enrolled.texts_counted,
                "next_checkin_at": iso(enrolled.next_checkin_at),
            }
        )
        return
    click.echo(f"Enrolled patient {enrolled.patient_id} with {len(enrolled.caregiver_ids)} caregivers.")
    click.echo(
        f"Asked first {local(enrolled.next_checkin_at, zone)}; the plan has {enrolled.texts_counted} texts."
    )


@patient.command("list", epilog="\b\nExample:\n  symptomcheck patient list --json")
@needs_config
@as_json
@by_whom
@click.pass_context
def list_(ctx: click.Context, as_data: bool, by: str) -> None:
    """Every patient, the latest infusion first. Who looked is kept."""
    with open_house(ctx) as house:
        from symptomcheck.actions.people.list_patients import list_patients

        listed = list_patients(house.clinic, by=by, now=house.clock.now())
    if as_data:
        print_json([line_of(each.line, each.day) for each in listed])
        return
    print_table(
        ("id", "name", "day", "state", "last level", "missed", "alert"),
        [
            (
                str(each.line.patient.id),
                each.line.patient.person.name,
                str(each.day),
                each.line.patient.state,
                each.line.last_level,
                str(each.line.missed_in_a_row),
                f"#{each.line.open_alert}" if each.line.open_alert else "-",
            )
            for each in listed
        ],
    )


@patient.command(epilog='\b\nExample:\n  symptomcheck patient show "+1 555 010 0141"')
@needs_config
@click.argument("named", metavar="PATIENT")
@as_json
@by_whom
@click.pass_context
def show(ctx: click.Context, named: str, as_data: bool, by: str) -> None:
    """One patient with caregivers, phones and the next check-in. Who looked is kept."""
    with open_house(ctx) as house:
        from symptomcheck.actions.people.show_patient import show_patient

        shown = show_patient(house.clinic, patient_named(house, named), by=by, now=house.clock.now())
    everything = told(shown)
    if as_data:
        print_json(everything)
        return
    for each in everything.pop("caregivers"):
        click.echo(f"caregiver        {each['name']}, {', '.join(each['phones'])}")
    for what, value in everything.items():
        written = ", ".join(value) if isinstance(value, list) else value
        click.echo(f"{what.replace('_', ' '):<16} {'-' if written is None else written}")


@patient.command(
    epilog="\b\nExample:\n  symptomcheck patient pause PATIENT --reason in_hospital --until 2026-12-01"
)
@needs_config
@click.argument("named", metavar="PATIENT")
@click.option("--reason", type=Worded(["in_hospital", "asked", "other"]), default="other", show_default=True)
@click.option(
    "--until",
    type=DAY,
    callback=a_day,
    metavar="DATE",
    help="The first day to ask again; else until resumed.",
)
@as_json
@by_whom
@click.pass_context
def pause(ctx: click.Context, named: str, reason: str, until: date | None, as_data: bool, by: str) -> None:
    """Ask nothing for a while. What they text is still read, answered and paged about."""
    with open_house(ctx) as house:
        from symptomcheck.actions.people.pause import PauseReason
        from symptomcheck.actions.people.pause import pause as do

        patient_id = patient_named(house, named)
        paused = do(
            house.clinic, patient_id, reason=PauseReason(reason), until=until, by=by, now=house.clock.now()
        )
    if as_data:
        print_json({"id": str(paused.patient_id), "state": "paused", "until": iso(paused.until)})
        return
    click.echo(f"Paused patient {paused.patient_id} until {until or 'somebody resumes them'}.")


@patient.command(epilog="\b\nExample:\n  symptomcheck patient resume PATIENT")
@needs_config
@click.argument("named", metavar="PATIENT")
@as_json
@by_whom
@click.pass_context
def resume(ctx: click.Context, named: str, as_data: bool, by: str) -> None:
    """Ask again after a pause."""
    with open_house(ctx) as house:
        from symptomcheck.actions.people.resume import resume as do

        resumed = do(house.clinic, patient_named(house, named), by=by, now=house.clock.now())
    if as_data:
        at = iso(resumed.next_checkin_at)
        print_json({"id": str(resumed.patient_id), "state": "active", "next_checkin_at": at})
        return
    click.echo(f"Resumed patient {resumed.patient_id}; asked next {local(resumed.next_checkin_at, 'UTC')}.")


@patient.command(epilog="\b\nExample:\n  symptomcheck patient end PATIENT --reason finished")
@needs_config
@click.argument("named", metavar="PATIENT")
@click.option(
    "--reason",
    type=click.Choice(["finished", "asked", "moved", "died", "other"]),
    default="finished",
    show_default=True,
)
@as_json
@by_whom
@click.pass_context
def end(ctx: click.Context, named: str, reason: str, as_data: bool, by: str) -> None:
    """End the check-ins for good. What they text is still read, answered and paged about."""
    with open_house(ctx) as house:
        from symptomcheck.actions.people.end import EndReason
        from symptomcheck.actions.people.end import end as do

        patient_id = patient_named(house, named)
        ended = do(house.clinic, patient_id, reason=EndReason(reason), by=by, now=house.clock.now())
    if as_data:
        print_json({"id": str(ended.patient_id), "state": "ended", "open_alert": ended.open_alert})
        return
    still = f" Alert #{ended.open_alert} is still open: close it." if ended.open_alert else ""
    click.echo(f"Ended the check-ins of patient {ended.patient_id}.{still}")


@patient.command("check-in", epilog="\b\nExample:\n  symptomcheck patient check-in PATIENT")
@needs_config
@click.argument("named", metavar="PATIENT")
@as_json
@by_whom
@click.pass_context
def check_in(ctx: click.Context, named: str, as_data: bool, by: str) -> None:
    """Start a check-in now."""
    with open_house(ctx) as house:
        from symptomcheck.actions.checkins.start_checkin import start_checkin

        patient_id = patient_named(house, named)
        opened = start_checkin(house.clinic, patient_id, by=by, now=house.clock.now())
    if as_data:
        ids = [str(each) for each in opened.checkin_ids]
        print_json({"id": str(patient_id), "checkin_ids": ids, "asked": bool(opened.prompts)})
        return
    what = (
        "the first question is on its way"
        if opened.prompts
        else "it waits until the open question is answered"
    )
    click.echo(f"Started a check-in with patient {patient_id}; {what}.")


@patient.command(epilog="\b\nExample:\n  symptomcheck patient link PATIENT --caregiver")
@needs_config
@click.argument("named", metavar="PATIENT")
@click.option("--caregiver", is_flag=True, help="One for each caregiver, not for the patient.")
@click.option("--revoke", is_flag=True, help="Make none: end every link about this patient.")
@as_json
@by_whom
@click.pass_context
def link(ctx: click.Context, named: str, caregiver: bool, revoke: bool, as_data: bool, by: str) -> None:
    """Print a link for checking in on a page. It is shown once; whoever has it can send."""
    from symptomcheck.actions.links.make_link import make_link
    from symptomcheck.actions.links.revoke_links import revoke_links
    from symptomcheck.core.answers import Reporter

    role = Reporter.CAREGIVER if caregiver else Reporter.PATIENT
    with open_house(ctx) as house:
        patient_id, now = patient_named(house, named), house.clock.now()
        if revoke:
            ended = revoke_links(house.clinic, patient_id, by=by, now=now)
        else:
            made = make_link(house.clinic, patient_id, role=role, by=by, now=now)
        zone = house.clinic.site.zone
    if revoke:
        if as_data:
            print_json({"id": str(patient_id), "revoked": ended})
        else:
            click.echo(f"Ended {ended} links about patient {patient_id}.")
        return
    if as_data:
        print_json([{"url": each.url, "expires_at": iso(each.expires_at)} for each in made])
        return
    for each in made:
        click.echo(f"{each.url}  until {local(each.expires_at, zone)}")
