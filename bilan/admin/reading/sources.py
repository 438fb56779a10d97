"""Choosing the text to read, or pasting one into a source."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bilan import people
from bilan.admin.records import NAME_HELP
from bilan.admin.site import site
from bilan.chapter import chapters_of
from bilan.models import Edit, Report, Source, editing
from bilan.tables.cells import visible

LONGEST_TEXT = 1_000_000
# A text of the web has no use for these, and a page cannot show them.
CONTROLS = {chr(code) for code in range(32)} - {"\n", "\t"}


class TextField(forms.CharField):
    """A text as pasted, the line breaks of the browser made plain.

    What web pages hide between letters is dropped: quotes with it could not be sent back in a file.
    """

    def to_python(self, value):
        text = super().to_python(value)
        return visible(text.replace("\r\n", "\n").replace("\r", "\n")) if text else text

    def validate(self, value):
        super().validate(value)
        if not value.strip():
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if CONTROLS & set(value):
            raise forms.ValidationError(_("The text holds control characters; paste it as plain text."))


class PasteForm(forms.ModelForm):
    """A text and the source that it belongs to: one that waits for its text, or a new one."""

    into = forms.ModelChoiceField(
        Source.objects.none(),
        to_field_name="code",
        required=False,
        label=gettext_lazy("Source"),
        empty_label=gettext_lazy("a new source"),
        help_text=gettext_lazy("A source that is written down already and has no text yet, or a new one."),
    )
    address = forms.URLField(
        label=gettext_lazy("address"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput({"dir": "ltr", "class": "vURLField"}),
    )
    text = TextField(
        label=gettext_lazy("Text"),
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 14, "cols": 80, "dir": "auto"}),
        help_text=gettext_lazy("Word for word, misprints included: quotes are found in it."),
    )

    class Meta:
        model = Source
        fields = ("into", "code", "title", "publisher", "address", "language", "rank", "published_on", "text")
        widgets = {
            "code": forms.TextInput({"dir": "ltr", "autocomplete": "off"}),
            "title": forms.TextInput({"dir": "auto", "class": "vTextField"}),
            "publisher": forms.TextInput({"dir": "auto", "class": "vTextField"}),
            "published_on": forms.TextInput({"dir": "ltr", "placeholder": "2024-12-24", "size": 12}),
        }
        help_texts = {"code": NAME_HELP["code"]}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = Source.objects.filter(text="").order_by("code")
        if self.data.get("into"):
            # The columns of an existing source are mended in its own form.
            for name in ("code", "title", "language", "rank"):
                self.fields[name].required = False

    def _post_clean(self):
        if not self.cleaned_data.get("into"):
            super()._post_clean()

    def source(self) -> Source:
        """The source with its text, to be saved."""
        source = self.cleaned_data.get("into")
        if source is None:
            return self.instance
        source.text = self.cleaned_data["text"]
        return source


def _works_here(user, report) -> bool:
    return people.works_on_reports(user)


@site.report_page("text/", name="text_sources", label=gettext_lazy("Read a text"), offered=_works_here)
def text_sources(request, report_id):
    """The texts that can be read for a report, and a form to paste one."""
    if not people.works_on_reports(request.user):
        raise PermissionDenied
    report = get_object_or_404(Report, pk=report_id)
    if request.method == "POST":
        return paste(request, report)
    return show(request, report, PasteForm(initial={"language": "ar", "rank": "official"}))


def paste(request, report):
    """Keeps a pasted text in its source and leads to its reading."""
    if not may_paste(request.user, report):
        raise PermissionDenied
    form = PasteForm(request.POST)
    if not form.is_valid():
        return show(request, report, form, status=422)
    source = form.source()
    with editing(request.user, kind=Edit.Kind.TEXT):
        source.save()
    messages.success(request, _("The text was kept, letter for letter."))
    return HttpResponseRedirect(reverse("admin:read_text", args=[report.pk, source.code]))


def may_paste(user, report) -> bool:
    """Whoever writes sources, while the report is open."""
    return report.is_open and people.may_edit_reference(user, Source)


def show(request, report, form, status=200):
    """The page of texts."""
    context = {
        **site.each_context(request),
        "title": _("Texts of %(report)s") % {"report": report},
        "report": report,
        "sources": texts_for(report),
        "form": form,
        "may_paste": may_paste(request.user, report),
    }
    return TemplateResponse(request, "admin/bilan/reading/sources.html", context, status=status)


def texts_for(report):
    """The sources whose text is held: those that this report quotes, then those of its year, then others."""
    quoted = Q()
    for chapter in chapters_of(report):
        for table in chapter.tables:
            quoted |= Q(pk__in=table.entries.objects.filter(report=report).values("source"))
    nearness = Case(
        When(quoted, then=Value(0)),
        When(published_on__year=report.year, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    held = Source.objects.exclude(text="").by_rank().defer("text").annotate(nearness=nearness)
    return held.order_by("nearness", "rank_order", "published_on", "code")
