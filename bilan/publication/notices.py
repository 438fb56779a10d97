"""A mail to those whom a step makes wait for: sent where mail is set up, after the step is written.

It names the report, the chapter and the step, and no figure. A mail that cannot be sent is written to the log
and undoes nothing: the list "waiting for you" at sign-in says the same.
"""

import logging
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from bilan.chapter import chapter_named
from bilan.models import Report, WorkflowEvent
from bilan.people import CLERK, PUBLISHER, REVIEWER, group_name

logger = logging.getLogger(__name__)
Verb = WorkflowEvent.Verb


def waited_for(event: WorkflowEvent) -> list[str]:
    """Names of the groups that act next."""
    if event.verb == Verb.SUBMITTED:
        return [REVIEWER, group_name(REVIEWER, event.chapter)]
    if event.verb in (Verb.SENT_BACK, Verb.VOIDED):
        return [CLERK, group_name(CLERK, event.chapter)]
    if event.verb == Verb.APPROVED and event.report.state == Report.State.APPROVED:
        return [PUBLISHER]
    return []


def tell(event: WorkflowEvent) -> None:
    """Mails everybody who is waited for, the person of the step apart."""
    if not settings.EMAIL_HOST:
        return
    event.report.refresh_from_db()
    people = get_user_model().objects.filter(is_active=True, groups__name__in=waited_for(event))
    addresses = people.exclude(pk=event.by_id).exclude(email="").values_list("email", flat=True).distinct()
    for address in addresses.order_by("email"):
        try:
            EmailMessage(subject=_subject(event), body=_body(event), to=[address]).send()
        except SMTPRecipientsRefused:
            logger.exception("mail about step %s was not sent", event.pk)
        except OSError:
            # The server is away, or says nothing: each further address would wait as long.
            logger.exception("mails about step %s were not sent", event.pk)
            return


def _subject(event: WorkflowEvent) -> str:
    with override(settings.LANGUAGE_CODE):
        return f"{event.report.year} · {event.get_verb_display()}"


def _body(event: WorkflowEvent) -> str:
    """The same words in every language of the site: nobody's is known."""
    lines = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            chapter = chapter_named(event.chapter).title if event.chapter else _("all chapters")
            words = _("Report %(year)s, %(chapter)s: %(step)s by %(person)s. It waits for you.")
            shown = {"year": event.report.year, "chapter": chapter}
            lines.append(words % {**shown, "step": event.get_verb_display(), "person": event.by})
            if event.reason:
                # The reason itself may quote a figure, and mail is read by whoever carries it.
                lines.append(_("The reason stands in the log of the report."))
    return "\n\n".join(lines) + "\n"
