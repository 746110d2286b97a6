from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('translation', '0005_attempts'),
    ]

    operations = [
        migrations.AddField(
            model_name='baseline',
            name='untranslated',
            field=models.JSONField(default=dict),
        ),
    ]
