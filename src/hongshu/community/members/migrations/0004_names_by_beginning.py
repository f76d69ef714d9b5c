from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0003_kols"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="profilerow",
            index=models.Index(
                fields=["name"], name="members_profile_name", opclasses=["varchar_pattern_ops"]
            ),
        ),
    ]
