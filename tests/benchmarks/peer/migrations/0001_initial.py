from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = [("clusters", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="PeerCluster",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=("clusters.clusterpage",),
        ),
    ]
