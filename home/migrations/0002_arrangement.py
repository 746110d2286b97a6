import home.blocks
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='homepage',
            name='body',
            field=home.blocks.ArrangementField(blank=True, help_text='From top to bottom. With text alone, it is shown within the usual order.', verbose_name='arrangement'),
        ),
    ]
