"""Static files as a deployed site serves them: gathered, compressed, named by their content."""

from django.core.management import call_command


def test_every_static_file_that_another_one_names_exists(tmp_path, settings):
    """collectstatic reads each stylesheet and fails for a font or picture that is not there."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()
    assert any(tmp_path.rglob("*.css.br")), "nothing was compressed"
