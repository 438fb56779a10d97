"""Who may do what: groups of the access matrix, and the questions that admin, imports and verbs ask.

A right comes from a group and from nothing else: a superuser has none of these without being in the group.
`clerk` and `reviewer` work on every chapter, `clerk-units` on one. An administrator looks after people, not
after figures.
"""

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import connections, router, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .chapter import chapter_named, chapters
from .models import Recorded, Report, ReportEntry, RoleRequest, Source

CLERK, REVIEWER, PUBLISHER = "clerk", "reviewer", "publisher"
AUDITOR, ADMINISTRATOR = "auditor", "administrator"
ROLES = (CLERK, REVIEWER, PUBLISHER, AUDITOR, ADMINISTRATOR)
# The roles that are given for all chapters or for one.
BY_CHAPTER = (CLERK, REVIEWER)

# The roles that let something out, or give roles: one administrator asks for them, another one confirms.
CONFIRMED = (REVIEWER, PUBLISHER, ADMINISTRATOR)

# What everybody who works on reports may look at besides entries and reference tables.
WORK_MODELS = (
    *("bilan.chapterreview", "bilan.workflowevent", "bilan.acknowledgement", "bilan.release"),
    *("bilan.releasecalloff", "bilan.edit", "bilan.change", "bilan.importbatch", "bilan.dismissal"),
)
PEOPLE_MODELS = (
    *("auth.user", "auth.group", "otp_totp.totpdevice", "otp_static.staticdevice"),
    *("axes.accessattempt", "axes.accesslog", "axes.accessfailurelog"),
)


def groups_of(user) -> frozenset[str]:
    """Names of the active person's groups (kept on the instance, as Django keeps its permissions)."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return frozenset()
    if not hasattr(user, "_bilan_groups"):
        user._bilan_groups = frozenset(user.groups.values_list("name", flat=True))
    return user._bilan_groups


def group_name(role: str, chapter: str = "") -> str:
    """`clerk`, or `clerk-units` for one chapter."""
    return f"{role}-{chapter}" if chapter else role


def _chapters_with(user, role: str) -> frozenset[str]:
    """Slugs of the chapters in which the person has the role."""
    groups = groups_of(user)
    return frozenset(
        chapter.slug for chapter in chapters() if role in groups or group_name(role, chapter.slug) in groups
    )


def _has(user, role: str, chapter: str | None) -> bool:
    held = _chapters_with(user, role)
    return bool(held) if chapter is None else chapter in held


def is_clerk(user, chapter: str | None = None) -> bool:
    """Whether the person writes entries of the chapter (of any chapter, without one)."""
    return _has(user, CLERK, chapter)


def is_reviewer(user, chapter: str | None = None) -> bool:
    """Whether the person reviews the chapter (any chapter, without one)."""
    return _has(user, REVIEWER, chapter)


def is_publisher(user) -> bool:
    """Whether the person releases reports."""
    return PUBLISHER in groups_of(user)


def is_auditor(user) -> bool:
    """Whether the person reads everything and changes nothing."""
    return AUDITOR in groups_of(user)


def is_administrator(user) -> bool:
    """Whether the person looks after people and their groups."""
    return ADMINISTRATOR in groups_of(user)


def works_on_reports(user) -> bool:
    """Whether the person may know of drafts at all."""
    return is_clerk(user) or is_reviewer(user) or is_publisher(user) or is_auditor(user)


def chapters_edited_by(user) -> frozenset[str]:
    """Slugs of the chapters that the person writes."""
    return _chapters_with(user, CLERK)


def chapters_seen_by(user) -> frozenset[str]:
    """Slugs of the chapters whose drafts the person may read, in lists, forms, history and exports."""
    if is_publisher(user) or is_auditor(user):
        return frozenset(chapter.slug for chapter in chapters())
    return _chapters_with(user, CLERK) | _chapters_with(user, REVIEWER)


def may_edit(user, chapter: str) -> bool:
    """Whether the person may write entries of the chapter in an open report."""
    return is_clerk(user, chapter)


def may_edit_reference(user, model: type) -> bool:
    """Whether the person may write a reference table: a chapter's clerk those of the chapter and sources.

    Reports, themes and commands serve every chapter and are for a clerk of all chapters.
    """
    if CLERK in groups_of(user):
        return True
    if model is Source:
        return is_clerk(user)
    return any(model in reference_models(chapter) for chapter in chapters_edited_by(user))


def may_see(user, chapter: str) -> bool:
    """Whether the person may read drafts of the chapter."""
    return chapter in chapters_seen_by(user)


def may_import(user, table: str) -> bool:
    """Whether the person may import this table of the contract."""
    model = model_of(table)
    if model is None:
        return False
    if issubclass(model, ReportEntry):
        return may_edit(user, model.chapter)
    return may_edit_reference(user, model)


def may_export(user, table: str) -> bool:
    """Whether the person may export this table of drafts."""
    model = model_of(table)
    if model is None:
        return False
    if issubclass(model, ReportEntry):
        return may_see(user, model.chapter)
    return works_on_reports(user)


def may_preview(user) -> bool:
    """Whether the person may see a whole report as the public will: nobody who has one chapter only."""
    return bool(groups_of(user) & {CLERK, REVIEWER, PUBLISHER, AUDITOR})


def recorded_models() -> list[type]:
    """Every model with history, of all apps."""
    return [model for model in apps.get_models() if issubclass(model, Recorded)]


def model_of(table: str) -> type | None:
    """The model behind a table of the contract, or None."""
    return next((model for model in recorded_models() if model.table_name() == table), None)


def entry_models(chapter: str) -> list[type]:
    """The entries of a chapter."""
    return [table.entries for table in chapter_named(chapter).tables]


def reference_models(chapter: str) -> list[type]:
    """The reference tables of a chapter's own app."""
    labels = {model._meta.app_label for model in entry_models(chapter)} - {Report._meta.app_label}
    return [
        model
        for model in recorded_models()
        if model._meta.app_label in labels and not issubclass(model, ReportEntry)
    ]


def shared_models() -> list[type]:
    """The reference tables of all chapters: reports, sources, themes, commands."""
    label = Report._meta.app_label
    return [
        model
        for model in recorded_models()
        if model._meta.app_label == label and not issubclass(model, ReportEntry)
    ]


# --- roles that two administrators give -------------------------------------------------------------------


class NotDecided(ValueError):
    """A role that was asked for may not be decided so; the words say why."""


def needs_a_second(by) -> bool:
    """Whether roles that this administrator gives wait for another one: outside local mode always."""
    others = get_user_model().objects.filter(is_active=True, groups__name=ADMINISTRATOR).exclude(pk=by.pk)
    return not settings.LOCAL_MODE or others.exists()


def ask_for_roles(person, groups, *, by, anew: bool = False) -> tuple[list[Group], list[RoleRequest]]:
    """Which of the groups the person may have at once, and what is asked for the rest.

    `anew`: the account is opened again, or lost its one-time codes: the roles that it has are asked for too.
    """
    held = set() if anew else {group.pk for group in person.groups.all()}
    waiting = [
        group
        for group in groups
        if group.name.partition("-")[0] in CONFIRMED and group.pk not in held and needs_a_second(by)
    ]
    asked = [
        RoleRequest.objects.get_or_create(
            person=person, role=group.name, granted=None, defaults={"asked_by": by}
        )[0]
        for group in waiting
    ]
    return [group for group in groups if group not in waiting], asked


def roles_to_decide(by):
    """What this administrator may decide, the oldest first."""
    asked = RoleRequest.objects.filter(granted=None).exclude(asked_by=by).exclude(person=by).order_by("pk")
    return asked.select_related("person") if is_administrator(by) else asked.none()


def decide_role(request_id: int, *, by, grant: bool) -> RoleRequest:
    """Grants or refuses a role that another administrator asked for; NotDecided, in words, otherwise."""
    with transaction.atomic():
        asked = RoleRequest.objects.select_for_update().filter(pk=request_id, granted=None).first()
        if asked is None:
            raise NotDecided(_("This was decided already."))
        if not is_administrator(by) or by.pk in (asked.asked_by_id, asked.person_id):
            raise NotDecided(_("Another administrator has to decide this."))
        if grant and not (asked.person.is_active and is_administrator(asked.asked_by)):
            raise NotDecided(_("Whoever asked is no administrator any more, or the account is closed."))
        asked.decided_by, asked.decided_at, asked.granted = by, timezone.now(), grant
        asked.save()
        if grant:
            asked.person.groups.add(Group.objects.get(name=asked.role))
    return asked


# --- groups ---------------------------------------------------------------------------------------------


def group_permissions() -> dict[str, set[str]]:
    """The Django permissions of every group, as `app.codename`."""
    slugs = [chapter.slug for chapter in chapters()]
    everything = [*recorded_models(), *map(apps.get_model, WORK_MODELS)]
    groups = {
        CLERK: _of(everything, "view") | _clerk_of(slugs) | _of(shared_models(), "add", "change"),
        REVIEWER: _of(everything, "view"),
        PUBLISHER: _of(everything, "view"),
        AUDITOR: _of([*everything, *map(apps.get_model, PEOPLE_MODELS)], "view"),
        ADMINISTRATOR: _of(map(apps.get_model, PEOPLE_MODELS), "view")
        | _of(map(apps.get_model, PEOPLE_MODELS[:4]), "add", "change")
        | _of(map(apps.get_model, PEOPLE_MODELS[2:4]), "delete"),
    }
    for slug in slugs:
        others = [model for other in slugs if other != slug for model in entry_models(other)]
        seen = _of([model for model in everything if model not in others], "view")
        groups[group_name(CLERK, slug)] = seen | _clerk_of([slug]) | _of([Source], "add", "change")
        groups[group_name(REVIEWER, slug)] = seen
    return groups


def _clerk_of(slugs: list[str]) -> set[str]:
    """A draft's entry may be taken out again (history keeps it); nothing else is ever deleted."""
    rights = _of([apps.get_model("bilan.importbatch")], "add")
    for slug in slugs:
        rights |= _of(entry_models(slug), "add", "change", "delete")
        rights |= _of(reference_models(slug), "add", "change")
    return rights


def _of(models, *actions: str) -> set[str]:
    return {
        f"{model._meta.app_label}.{action}_{model._meta.model_name}" for model in models for action in actions
    }


def make_groups(using: str = "default") -> None:
    """Makes the groups and gives them exactly their permissions; run again, it changes nothing."""
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0, interactive=False, using=using)
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.using(using).select_related("content_type")
    }
    for name, rights in group_permissions().items():
        group, _created = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set(permissions[right] for right in rights)


def make_groups_after_migrate(sender, using: str, **kwargs) -> None:
    """Receiver of post_migrate: groups with their rights exist from the first migration."""
    needed = {Group._meta.db_table, Permission._meta.db_table}
    if router.allow_migrate_model(using, Group) and needed <= set(
        connections[using].introspection.table_names()
    ):
        make_groups(using)


def person(username: str):
    """The active person with this name; LookupError in words when there is none."""
    found = get_user_model().objects.filter(username=username, is_active=True).first()
    if found is None:
        raise LookupError(username)
    return found
