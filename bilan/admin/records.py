"""The base of all our admin pages: every save is an edit with its person and its reason."""

import hashlib

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from bilan import people
from bilan.models import editing
from bilan.models.recorded import canonical

from .exports import Exported
from .fields import NumberInput, WholeNumberField, sound_text
from .lists import PlainTitle, SteadyPaginator
from .search import FoldedSearch

# A list that every screen can hold, for readers without JavaScript; beyond it, search only.
LISTED_CHOICES = 500

# A message of Django's that our catalogue translates anew: in its own Arabic a change is told as an addition.
CHANGED = gettext_noop("The {name} “{obj}” was changed successfully.")

NAME_HELP = {
    "code": _("How files and addresses name it: lower-case Latin letters, digits, - and _."),
    "name_ar": _("The Arabic name is the reference: it stands wherever another language is missing."),
    "name_fr": _("A rendering of the Arabic name. Empty: French pages show the Arabic one."),
    "name_en": _("A rendering of the Arabic name. Empty: English pages show the Arabic one."),
}


def state_digest(record) -> str:
    """What a form was opened on, in one word."""
    return hashlib.sha256(canonical(record.stated()).encode()).hexdigest()[:16]


class RecordForm(forms.ModelForm):
    """A record's form, with the reason of the edit and the mark of the state that it was opened on."""

    edit_reason = forms.CharField(
        label=capfirst(_("reason")),
        required=False,
        widget=forms.Textarea({"rows": 2, "cols": 80, "dir": "auto"}),
        help_text=_("Kept in the history beside your name: what was corrected, and from where you know."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = state_digest(self.instance)

    def clean(self):
        """Refuses once to write over what somebody else saved in the meantime."""
        values = super().clean()
        seen = values.get("seen")
        if self.instance.pk and seen:
            now = state_digest(type(self.instance)._base_manager.get(pk=self.instance.pk))
            if seen != now:
                self.data = self.data.copy()
                self.data[self.add_prefix("seen")] = now
                self.add_error(None, self.STALE)
        return values

    STALE = _(
        "Somebody saved another version of this record while it was open here. What you typed is below; "
        "look at the history, then save again if it still holds."
    )


class ListedAutocomplete(AutocompleteSelect):
    """An autocomplete that is a complete list where JavaScript does not run."""

    def optgroups(self, name, value, attr=None):
        if self.choices.queryset[: LISTED_CHOICES + 1].count() > LISTED_CHOICES:
            return super().optgroups(name, value, attr)
        return forms.Select.optgroups(self, name, value, attr)


class RecordAdmin(Exported, FoldedSearch, PlainTitle, admin.ModelAdmin):
    """Lists that stay fast, forms that explain, edits that leave history; rights from bilan.people."""

    form = RecordForm
    paginator = SteadyPaginator
    place = 50
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False
    actions = None
    save_on_top = False
    help_texts: dict = {}
    # Texts that no file holds as a cell.
    whole_texts: tuple = ()
    formfield_overrides = {
        models.PositiveSmallIntegerField: {
            "form_class": WholeNumberField,
            "widget": NumberInput({"inputmode": "numeric", "size": 6}),
        },
        models.TextField: {"widget": forms.Textarea({"rows": 3, "cols": 80, "dir": "auto"})},
    }

    # --- rights ---

    def may_see(self, user, record=None) -> bool:
        return people.works_on_reports(user)

    def may_change(self, user, record=None) -> bool:
        return people.may_edit_reference(user, self.model)

    def has_module_permission(self, request):
        return self.may_see(request.user)

    def has_view_permission(self, request, obj=None):
        return self.may_see(request.user, obj)

    def has_add_permission(self, request):
        return self.may_change(request.user)

    def has_change_permission(self, request, obj=None):
        return self.may_change(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        """Reference tables are never deleted from: what was published speaks of them."""
        return False

    # --- forms ---

    def get_fieldsets(self, request, obj=None):
        """Ours, and the reason of the edit for those who may make one."""
        fieldsets = list(super().get_fieldsets(request, obj))
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if not may:
            return fieldsets
        return [*fieldsets, (_("Reason of this edit"), {"fields": ("edit_reason", "seen")})]

    def get_fields(self, request, obj=None):
        """Without what get_fieldsets adds by itself."""
        fields = super().get_fields(request, obj)
        return [name for name in fields if name not in ("edit_reason", "seen")]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The stock field with its explanation, its direction, and the rules that texts of files obey."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        if (
            isinstance(db_field, models.CharField | models.TextField)
            and db_field.name not in self.whole_texts
        ):
            field.validators.append(sound_text)
        if db_field.name in self.help_texts:
            field.help_text = self.help_texts[db_field.name]
        set_direction(field.widget, db_field.name)
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ListedAutocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    # --- history ---

    def history_view(self, request, object_id, extra_context=None):
        """Our history instead of the stock log, for whoever may see the record."""
        from .history import history_page

        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return history_page(self, request, record, extra_context)

    # --- writing ---

    def save_model(self, request, obj, form, change):
        """One edit by this person; history keeps the reason."""
        with editing(request.user, reason=form.cleaned_data.get("edit_reason", "")):
            obj.save()

    def delete_model(self, request, obj):
        """One edit by this person; history keeps what was there."""
        with editing(request.user):
            obj.delete()

    # Django's own log is not kept for records: it knows no values, and any reader of it would see names.
    def log_addition(self, request, obj, message):
        return None

    def log_change(self, request, obj, message):
        return None

    def log_deletions(self, request, queryset):
        return None


def set_direction(widget, name: str) -> None:
    """Arabic columns from the right, French and English from the left, codes and addresses from the left."""
    side = {"_ar": "rtl", "_fr": "ltr", "_en": "ltr"}.get(name[-3:])
    if side:
        widget.attrs |= {"dir": side, "lang": name[-2:]}
    elif name in ("code", "address", "reference", "text_file", "iccs", "breaks", "headline", "declared_by"):
        widget.attrs["dir"] = "ltr"


class TermAdmin(RecordAdmin):
    """A reference table: everybody here reads it, who may edit terms writes it."""


class NamedAdmin(TermAdmin):
    """A reference table of codes with names in three languages."""

    list_display = ("code", "name_ar", "name_fr", "name_en")
    list_display_links = ("code", "name_ar")
    search_fields = ("code", "name_ar", "name_fr", "name_en")
    search_help_text = _("By code or name in any language; hamza, vowel signs and accents do not matter.")
    ordering = ("code",)
    help_texts = NAME_HELP
