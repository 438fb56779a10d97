"""The staff side as a whole: pages in three languages, folded search, history."""

import pytest
from django.urls import reverse

from bilan.admin import site
from bilan.models import Change, Edit, Report, Source
from tests.factories import (
    make_agreement,
    make_command,
    make_figure,
    make_report,
    make_source,
    make_statement,
    make_unit_event,
    make_user,
)
from tests.staff import LANGUAGES, client_of, fields_of

pytestmark = pytest.mark.django_db
MODELS = sorted(site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def records():
    """One record of every kind."""
    report = make_report()
    for make in (make_figure, make_unit_event, make_agreement, make_statement):
        make(report)
    make_command()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_list_and_form_answers_in_every_language(model, language, records):
    readers = {"auth.User": "administrator", "bilan.Edit": "auditor", "bilan.Change": "auditor"}
    group = readers.get(model._meta.label, "clerk")
    client = client_of(group, language=language)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    page = client.get(reverse(f"{name}_changelist"))
    assert page.status_code == 200
    side = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{side}">' in page.content.decode()
    record = model._default_manager.first()
    if record is not None:
        assert client.get(reverse(f"{name}_change", args=[record.pk])).status_code == 200
    added = client.get(reverse(f"{name}_add")).status_code
    assert added == (200 if site._registry[model].has_add_permission(page.wsgi_request) else 403)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_and_the_sign_in_page_answer_in_every_language(client, language):
    client.cookies["django_language"] = language
    assert f'lang="{language}"' in client.get(reverse("admin:login")).content.decode()
    assert client_of("clerk", language=language).get(reverse("admin:index")).status_code == 200


def test_the_language_is_changed_by_a_button_and_stays():
    client = client_of("clerk")
    client.post(reverse("admin:language"), {"language": "fr", "next": reverse("admin:index")})
    assert 'lang="fr"' in client.get(reverse("admin:index")).content.decode()


def test_no_list_offers_to_delete_many_at_once(records):
    page = client_of("clerk").get(reverse("admin:indicators_figure_changelist"))
    assert "delete_selected" not in page.content.decode()
    assert not any(admin.list_editable for admin in site._registry.values())


@pytest.mark.parametrize("typed", ["اسفي", "آسفي", "أسفــي", "آسِفي", "SAFI", "safi"])
def test_a_command_is_found_however_its_name_is_spelt(typed):
    make_command("safi", name_ar="الأمن الإقليمي بآسفي", name_fr="Sûreté provinciale de Safi")
    make_command("casablanca")
    found = client_of("clerk").get(reverse("admin:bilan_command_changelist"), {"q": typed})
    assert [command.code for command in found.context["cl"].result_list] == ["safi"]


def test_every_word_of_a_search_must_be_found_in_any_order():
    make_source("le360-2016", title="Le360 : arrestations", publisher="le360.ma")
    make_source("telquel-2016", title="TelQuel : bilan")
    client = client_of("clerk")
    page = client.get(reverse("admin:bilan_source_changelist"), {"q": "ARRESTATIONS le360"})
    assert [source.code for source in page.context["cl"].result_list] == ["le360-2016"]
    page = client.get(reverse("admin:bilan_source_changelist"), {"q": "arrestations telquel"})
    assert list(page.context["cl"].result_list) == []


def test_autocomplete_folds_too():
    make_source("dgsn-2024-ar", title="حصيلة الأمن الوطنيّ")
    asked = {"term": "الامن", "app_label": "indicators", "model_name": "figure", "field_name": "source"}
    answer = client_of("clerk").get(reverse("admin:autocomplete"), asked).json()
    assert [result["text"] for result in answer["results"]] == ["حصيلة الأمن الوطنيّ (dgsn-2024-ar)"]


def test_a_save_leaves_one_edit_with_its_person_and_reason():
    source = make_source()
    client = client_of("clerk")
    address = reverse("admin:bilan_source_change", args=[source.pk])
    sent = fields_of(client.get(address), "source_form") | {
        "title": "بلاغ رسمي",
        "edit_reason": "title corrected",
    }
    assert client.post(address, sent).status_code == 302
    edit = Edit.objects.latest("pk")
    assert (edit.by, edit.kind, edit.reason) == (client.user, "form", "title corrected")
    change = Change.objects.get(edit=edit)
    assert (change.before["title"], change.after["title"]) == ("بلاغ", "بلاغ رسمي")


def test_a_form_that_is_older_than_the_record_is_not_saved_unseen():
    source = make_source()
    client = client_of("clerk")
    address = reverse("admin:bilan_source_change", args=[source.pk])
    opened = fields_of(client.get(address), "source_form") | {"publisher": "mine"}
    source.publisher = "theirs"
    source.save()
    refused = client.post(address, opened)
    assert refused.status_code == 200
    assert refused.context["adminform"].form.non_field_errors()
    assert Source.objects.get().publisher == "theirs"
    assert client.post(address, fields_of(refused, "source_form")).status_code == 302
    assert Source.objects.get().publisher == "mine"


@pytest.mark.parametrize("note", ["a\u202eb", "a\u200bb", "x" * 10_001, "a\x07b", "sÃ»retÃ©"])
def test_a_text_that_a_file_would_be_refused_for_is_not_saved_in_a_form(note):
    """What is exported can be sent back: a form takes what files take."""
    figure = make_figure(make_report(), note="as it was")
    client = client_of("clerk")
    address = reverse("admin:indicators_figure_change", args=[figure.pk])
    answer = client.post(address, fields_of(client.get(address)) | {"note": note})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["note"]
    figure.refresh_from_db()
    assert figure.note == "as it was"


def test_an_entry_remembers_who_changed_it_last():
    figure = make_figure()
    client = client_of("clerk")
    address = reverse("admin:indicators_figure_change", args=[figure.pk])
    sent = fields_of(client.get(address), "figure_form") | {"value": "755 542"}
    assert client.post(address, sent).status_code == 302
    figure.refresh_from_db()
    assert figure.changed_by == client.user


@pytest.mark.parametrize("state", ["released", "discarded"])
def test_an_entry_of_a_closed_report_is_read_only(state):
    figure = make_figure()
    Report._base_manager.filter(pk=figure.report_id).update(state=state)
    client = client_of("clerk")
    address = reverse("admin:indicators_figure_change", args=[figure.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"value": "1"}).status_code == 403
    assert (
        client.post(reverse("admin:indicators_figure_delete", args=[figure.pk]), {"post": "yes"}).status_code
        == 403
    )
    adding = reverse("admin:indicators_figure_add")
    sent = fields_of(client.get(adding), "figure_form") | {"report": figure.report_id, "value": "5"}
    assert "report" in client.post(adding, sent).context["adminform"].form.errors


def test_a_forged_field_changes_nothing():
    report = make_report()
    client = client_of("clerk")
    address = reverse("admin:bilan_report_change", args=[report.pk])
    sent = fields_of(client.get(address), "report_form") | {
        "state": "released",
        "version": "99",
        "year": "2020",
    }
    assert client.post(address, sent).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.version, report.year) == ("draft", 0, 2024)


def test_an_entry_may_be_taken_out_and_history_keeps_it():
    figure = make_figure()
    client = client_of("clerk")
    address = reverse("admin:indicators_figure_delete", args=[figure.pk])
    assert client.post(address, {"post": "yes"}).status_code == 302
    change = Change.objects.latest("pk")
    assert (change.action, change.before["value"], change.after) == ("-", "755541", None)
    assert change.edit.by == client.user


@pytest.mark.parametrize(
    ("groups", "sees", "edits"),
    [
        (("clerk",), True, True),
        (("clerk-indicators",), True, True),
        (("clerk-units",), False, False),
        (("reviewer",), True, False),
        (("reviewer-units",), False, False),
        (("publisher",), True, False),
        (("auditor",), True, False),
        (("administrator",), False, False),
        ((), False, False),
    ],
)
def test_figures_are_seen_and_edited_by_the_groups_of_their_chapter(groups, sees, edits):
    figure = make_figure()
    client = client_of(*groups)
    shown = client.get(reverse("admin:indicators_figure_changelist"))
    assert shown.status_code == (200 if sees else 403)
    address = reverse("admin:indicators_figure_change", args=[figure.pk])
    assert client.get(address).status_code == (200 if sees else 403)
    assert client.post(address, {}).status_code == (200 if edits else 403)
    assert client.get(reverse("admin:indicators_figure_add")).status_code == (200 if edits else 403)


def test_a_superuser_without_a_group_sees_no_draft():
    make_figure()
    client = client_of(user=make_user(is_superuser=True))
    assert client.get(reverse("admin:indicators_figure_changelist")).status_code == 403
    assert client.get(reverse("admin:index")).context["app_list"] == []


def test_an_administrator_gives_groups_but_not_to_oneself():
    client = client_of("administrator")
    other = make_user("clerk")
    assert client.get(reverse("admin:auth_user_change", args=[other.pk])).status_code == 200
    own = reverse("admin:auth_user_change", args=[client.user.pk])
    assert client.post(own, {"groups": ["1"]}).status_code == 403


def test_a_list_is_headed_by_what_it_lists():
    page = client_of("clerk", language="fr").get(reverse("admin:bilan_source_changelist"))
    assert page.context["title"] == "Sources"


def test_an_entry_names_its_last_editor_without_leading_to_the_account():
    """A clerk may not open accounts; an entry without a place in a text shows a dash, no word of Python."""
    client = client_of("clerk", language="ar")
    figure = make_figure(make_report(2024), value=755541)
    figure.changed_by = client.user
    figure.save()
    page = client.get(reverse("admin:indicators_figure_change", args=[figure.pk])).content.decode()
    assert client.user.username in page
    assert "/auth/user/" not in page
    assert ">None<" not in page
