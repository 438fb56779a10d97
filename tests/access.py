"""The table of access: what each kind of person is answered at every address of the site.

A row is (GET, POST), one letter for each of KINDS: 2 the page, 3 led elsewhere (strangers: to the sign-in),
x no right, - not found, 5 no such method, ! refused with reasons. An address without a row fails the build.
"""

import re

from bilan.admin import site
from bilan.models import Report

KINDS = (
    "anonymous",
    "clerk",
    "clerk-units",
    "reviewer",
    "publisher",
    "auditor",
    "administrator",
    "superuser",
)
ROWS = {
    # open to everybody; nothing is kept of what is sent
    ("22222222", "22222222"): """
        about accessibility admin:password_reset admin:password_reset_confirm canonical_file command
        corrections data feed healthz release_canonical_file
        home indicators:catalogue indicators:indicator livez methodology metrics partnerships:agreement
        partnerships:register release_data release_detail release_list report report_text
        units:catalogue units:unit
    """,
    # open to everybody, read only
    ("22222222", "55555555"): """
        admin:password_reset_complete admin:password_reset_done api:description api:entrance api:listing
        compare datapackage release_datapackage robots search:results search:suggest security sitemap
        styleguide
    """,
    # signing in
    ("23333333", "22222222"): """
        admin:login
    """,
    # nothing to draw of a series of one year; documents are made after the release is written
    ("--------", "--------"): """
        document indicators:embed indicators:series_drawing release_document
    """,
    # no such record
    ("--------", "55555555"): """
        api:item api:nothing
    """,
    # nothing to view on the site
    ("3-------", "3-------"): """
        admin:view_on_site
    """,
    # somebody else's upload
    ("3-------", "35555555"): """
        admin:import admin:import_file admin:import_problems
    """,
    # the lists of one chapter
    ("322222--", "322222--"): """
        admin:app_list
    """,
    # whoever works here
    ("32222222", "32222222"): """
        admin:index admin:password_change admin:second_factor_set_up
    """,
    # whoever works here, read only
    ("32222222", "35555555"): """
        admin:jsi18n admin:password_change_done
    """,
    # whoever works on reports reads it
    ("322222xx", "322222xx"): """
        admin:bilan_command_changelist admin:bilan_command_history admin:bilan_release_changelist
        admin:bilan_release_history admin:bilan_report_changelist admin:bilan_report_history
        admin:bilan_source_changelist admin:bilan_source_history admin:bilan_theme_changelist
        admin:bilan_theme_history admin:differences admin:indicators_indicator_changelist
        admin:indicators_indicator_history admin:indicators_measure_changelist
        admin:indicators_measure_history admin:log admin:partnerships_partner_changelist
        admin:partnerships_partner_history admin:partnerships_sector_changelist
        admin:partnerships_sector_history admin:units_unit_changelist admin:units_unit_history
        admin:units_unitevent_changelist admin:units_unitevent_history admin:units_unitkind_changelist
        admin:units_unitkind_history
    """,
    # sources, and the reference tables of units: written by a clerk of units too
    ("322222xx", "322xxxxx"): """
        admin:bilan_source_change admin:units_unit_change admin:units_unitevent_change
        admin:units_unitkind_change
    """,
    # reference tables: read by all who work on reports, written by a clerk of all chapters
    ("322222xx", "32xxxxxx"): """
        admin:bilan_command_change admin:bilan_theme_change admin:indicators_indicator_change
        admin:indicators_measure_change admin:partnerships_partner_change
        admin:partnerships_sector_change
    """,
    # a step: taken by a clerk, refused in words to others who work here
    ("322222xx", "33!!!!xx"): """
        admin:step
    """,
    # a text that is read, or pasted: an empty form is refused to the clerks who fill it
    ("322222xx", "3!!xxxxx"): """
        admin:read_text admin:text_sources
    """,
    # letting a warning stand: refused in words to all but a reviewer
    ("322222xx", "333333xx"): """
        admin:problems
    """,
    # a report's titles
    ("322222xx", "33xxxxxx"): """
        admin:bilan_report_change
    """,
    # a release: read by whoever works on reports, changed by nobody
    ("322222xx", "3xxxxxxx"): """
        admin:bilan_release_change
    """,
    # imports: clerks, and auditors read
    ("322xx2xx", "35555555"): """
        admin:imports
    """,
    # the same for units, and sources
    ("322xxxxx", "322xxxxx"): """
        admin:bilan_source_add admin:units_unit_add admin:units_unitevent_add
        admin:units_unitevent_delete admin:units_unitkind_add
    """,
    # the year at a glance: an incomplete sheet is refused to its clerk
    ("32x222xx", "3!xxxxxx"): """
        admin:year_theme
    """,
    # read in its chapter only; a whole report is previewed by nobody who has one chapter
    ("32x222xx", "32x222xx"): """
        admin:bilan_statement_changelist admin:bilan_statement_history
        admin:indicators_figure_changelist admin:indicators_figure_history
        admin:partnerships_agreement_changelist admin:partnerships_agreement_history preview
        preview_text
    """,
    # entries of a chapter: read in the chapter, written by its clerks
    ("32x222xx", "32xxxxxx"): """
        admin:bilan_statement_change admin:indicators_figure_change admin:partnerships_agreement_change
    """,
    # files of a chapter's drafts
    ("32x222xx", "35555555"): """
        admin:export_table admin:import_template
    """,
    # writing and taking out entries: a clerk of the chapter
    ("32xxxxxx", "32xxxxxx"): """
        admin:bilan_command_add admin:bilan_report_add admin:bilan_statement_add
        admin:bilan_statement_delete admin:bilan_theme_add admin:indicators_figure_add
        admin:indicators_figure_delete admin:indicators_indicator_add admin:indicators_measure_add
        admin:partnerships_agreement_add admin:partnerships_agreement_delete
        admin:partnerships_partner_add admin:partnerships_sector_add
    """,
    # leads on: to a language, a mark, the next step of signing in
    ("33333333", "33333333"): """
        admin:language admin:second_factor admin:second_factor_renew favicon to_language
    """,
    # leads to the first theme
    ("33x333xx", "33x333xx"): """
        admin:year
    """,
    # somebody else's upload
    ("35555555", "3-------"): """
        admin:cancel_import admin:confirm_import
    """,
    # signing out
    ("35555555", "32222222"): """
        admin:logout
    """,
    # an upload without a file leads back
    ("35555555", "333xx3xx"): """
        admin:upload
    """,
    # accounts, and how the machine does: administrators, and auditors read
    ("3xxxx22x", "3xxxx22x"): """
        admin:auth_user_changelist admin:auth_user_history admin:system
    """,
    # an account: changed by administrators
    ("3xxxx22x", "3xxxxx2x"): """
        admin:auth_user_change
    """,
    # the record of edits: auditors
    ("3xxxx2xx", "3xxxx2xx"): """
        admin:bilan_change_changelist admin:bilan_change_history admin:bilan_edit_changelist
        admin:bilan_edit_history
    """,
    # the record of edits: auditors, and changed by nobody
    ("3xxxx2xx", "3xxxxxxx"): """
        admin:bilan_change_change admin:bilan_edit_change
    """,
    # roles to be confirmed: auditors look, and an administrator has to say which
    ("3xxxx22x", "3xxxxx!x"): """
        admin:roles
    """,
    # accounts: administrators
    ("3xxxxx2x", "3xxxxx2x"): """
        admin:auth_user_add admin:auth_user_password_change
    """,
    # lost codes: administrators
    ("3xxxxx2x", "3xxxxx3x"): """
        admin:forget_codes
    """,
    # an autocomplete that names no field
    ("3xxxxxxx", "35555555"): """
        admin:autocomplete
    """,
    # nobody deletes, nobody writes history or releases
    ("3xxxxxxx", "3xxxxxxx"): """
        admin:auth_user_delete admin:bilan_change_add admin:bilan_change_delete
        admin:bilan_command_delete admin:bilan_edit_add admin:bilan_edit_delete admin:bilan_release_add
        admin:bilan_release_delete admin:bilan_report_delete admin:bilan_source_delete
        admin:bilan_theme_delete admin:indicators_indicator_delete admin:indicators_measure_delete
        admin:partnerships_partner_delete admin:partnerships_sector_delete admin:units_unit_delete
        admin:units_unitkind_delete
    """,
}
ANSWERS = {name: row for row, names in ROWS.items() for name in names.split()}
# The stock admin's own: to the page that changes a record, and whatever else stands below /admin/.
NAMELESS = {
    "admin/(?P<url>.*)$",
    *(
        f"admin/{model._meta.app_label}/{model._meta.model_name}/<path:object_id>/"
        for model in site._registry
    ),
}

# What stands in an address where it does not depend on the records of a test.
USUAL = {
    "year": 2023,
    "number": 1,
    "table": "figures",
    "language": "ar",
    "verb": "submit",
    "theme": "crime",
    "uidb64": "MQ",
    "token": "set-password",
    "app_label": "indicators",
    "rest": "nothing",
    "name": "labels.json",
    "content_type_id": "1",
    "pk": "00000000-0000-4000-8000-000000000000",
}
CODES = {
    "command": "casablanca",
    "indicators:indicator": "cases_total",
    "indicators:series_drawing": "cases_total",
    "units:unit": "k9-casablanca",
    "admin:read_text": "dgsn-2024-ar",
}


def arguments(name: str, route: str) -> dict:
    """What stands in the address of this name, from the records of the test."""
    wanted = re.findall(r"<(?:\w+:)?(\w+)>", route)
    if name.startswith("preview"):
        return {"language": "ar", "year": 2024}
    if name in ("admin:export_table", "admin:import_template"):
        return {"name": "figures", "kind": "csv"}
    if name.startswith("api:"):
        return {part: {"name": "figures", "key": "nothing"}.get(part, "nothing") for part in wanted}
    special = {
        "code": CODES.get(name),
        "reference": "2023-01",
        "kind": "csv",
        "report_id": Report.objects.filter(year=2024).values_list("pk", flat=True).first(),
        "object_id": _record(name),
        "id": _record(name),
        "person_id": _record("admin:auth_user_change"),
    }
    return {part: special.get(part, USUAL.get(part)) for part in wanted}


def _record(name: str):
    """The key of the newest record of a list; that of the draft where there are two reports."""
    label = name.removeprefix("admin:").rsplit("_", 1)[0].removesuffix("_password")
    for model in site._registry:
        if f"{model._meta.app_label}_{model._meta.model_name}" == label:
            keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
            return keys.first() if model._meta.label == "auth.User" else keys.last()
    return 1
