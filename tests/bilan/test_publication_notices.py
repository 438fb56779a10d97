"""Mails to those who are waited for."""

import socket
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail import EmailMessage

from bilan import publication
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings):
    """Somebody of each right with an address, and mail set up."""
    settings.EMAIL_HOST = "mail.example"
    roles = ("clerk", "clerk-units", "reviewer", "reviewer-units", "publisher", "auditor")
    return {role: make.make_user(role, email=f"{role}@example.ma") for role in roles}


def told(outbox) -> list:
    """Who got a mail since the last time."""
    addresses = sorted(address.partition("@")[0] for mail in outbox for address in mail.to)
    outbox.clear()
    return addresses


def test_each_step_tells_who_acts_next(people, mailoutbox, django_capture_on_commit_callbacks):
    figure = make.make_figure()
    report = figure.report
    steps = [
        (lambda: publication.submit(report, by=people["clerk"]), ["reviewer"]),
        (lambda: publication.send_back(report, by=people["reviewer"], reason="see the text"), ["clerk"]),
        (lambda: publication.submit(report, by=people["clerk"]), ["reviewer"]),
        (lambda: publication.approve(report, by=people["reviewer"]), ["publisher"]),
        (lambda: publication.publish(report, by=people["publisher"]), []),
    ]
    for step, expected in steps:
        with django_capture_on_commit_callbacks(execute=True):
            step()
        assert told(mailoutbox) == expected


def test_a_chapter_s_own_people_are_told_of_their_chapter_only(
    people, mailoutbox, django_capture_on_commit_callbacks
):
    event = make.make_unit_event()
    with django_capture_on_commit_callbacks(execute=True):
        publication.submit(event.report, by=people["clerk-units"])
    assert told(mailoutbox) == ["reviewer", "reviewer-units"]


def test_a_mail_holds_no_figure_not_even_one_of_the_reason(
    people, mailoutbox, django_capture_on_commit_callbacks
):
    report = make.make_figure(value=987_654_321).report
    publication.submit(report, by=people["clerk"])
    with django_capture_on_commit_callbacks(execute=True):
        publication.send_back(report, by=people["reviewer"], reason="not 987,654,321")
    [mail] = mailoutbox
    assert "the log of the report" in mail.body
    assert "2024" in mail.subject
    assert "987" not in mail.body + mail.subject


def test_a_mail_that_fails_undoes_nothing(people, monkeypatch, django_capture_on_commit_callbacks, caplog):
    def fail(self):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    report = make.make_figure().report
    with django_capture_on_commit_callbacks(execute=True):
        publication.submit(report, by=people["clerk"])
    report.refresh_from_db()
    assert report.state == "in_review"
    assert "were not sent" in caplog.text


def test_a_mail_server_that_says_nothing_is_waited_for_once(
    people, settings, django_capture_on_commit_callbacks, caplog
):
    make.make_user("reviewer", email="second@example.ma")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        settings.EMAIL_TIMEOUT = 0.2
        report = make.make_figure().report
        with django_capture_on_commit_callbacks(execute=True):
            publication.submit(report, by=people["clerk"])
    report.refresh_from_db()
    assert report.state == "in_review"
    assert len(caplog.records) == 1


def test_an_address_that_is_refused_keeps_nobody_else_from_its_mail(
    people, mailoutbox, monkeypatch, django_capture_on_commit_callbacks, caplog
):
    make.make_user("reviewer", email="gone@example.ma")
    send = EmailMessage.send

    def refuse(self):
        if self.to == ["gone@example.ma"]:
            raise SMTPRecipientsRefused({})
        return send(self)

    monkeypatch.setattr(EmailMessage, "send", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        publication.submit(make.make_figure().report, by=people["clerk"])
    assert told(mailoutbox) == ["reviewer"]
    assert len(caplog.records) == 1


def test_without_mail_nothing_is_sent(people, settings, mailoutbox, django_capture_on_commit_callbacks):
    settings.EMAIL_HOST = ""
    with django_capture_on_commit_callbacks(execute=True):
        publication.submit(make.make_figure().report, by=people["clerk"])
    assert mailoutbox == []
