import django.db.models.deletion
from django.db import migrations, models

# PostgreSQL finds words by their start with an index over them; SQLite compares texts.
COLUMNS = ("names", "words")


def index_words(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(
                f"CREATE INDEX bilan_searchdocument_{column} ON bilan_searchdocument"
                f" USING gin (array_to_tsvector(string_to_array(btrim({column}), ' ')))"
            )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(f"DROP INDEX bilan_searchdocument_{column}")


class Migration(migrations.Migration):

    dependencies = [
        ('bilan', '0003_batches_keep_their_findings'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind')),
                ('code', models.CharField(max_length=250, verbose_name='code')),
                ('place', models.CharField(max_length=250, verbose_name='place')),
                ('title_ar', models.TextField(blank=True, verbose_name='title in Arabic')),
                ('title_fr', models.TextField(blank=True, verbose_name='title in French')),
                ('title_en', models.TextField(blank=True, verbose_name='title in English')),
                ('body_ar', models.TextField(blank=True, verbose_name='text in Arabic')),
                ('body_fr', models.TextField(blank=True, verbose_name='text in French')),
                ('body_en', models.TextField(blank=True, verbose_name='text in English')),
                ('names', models.TextField(verbose_name='words of the names')),
                ('words', models.TextField(verbose_name='words')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='bilan.release', verbose_name='release')),
            ],
            options={
                'verbose_name': 'search document',
                'verbose_name_plural': 'search documents',
                'constraints': [models.UniqueConstraint(fields=('release', 'kind', 'code'), name='bilan_searchdocument_key')],
            },
        ),
        migrations.RunPython(index_words, drop_index),
    ]
