import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_absence")]

    operations = [
        migrations.AddField(
            model_name="company",
            name="merged_into",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="merged", to="people.company"
            ),
        ),
        migrations.AddField(model_name="company", name="merged_at", field=models.DateTimeField(blank=True, null=True)),
        migrations.AddField(model_name="membership", name="sees_after", field=models.BigIntegerField(blank=True, null=True)),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", None), models.Q(("is_active", False), ("merged_at__isnull", False)), _connector="OR"),
                name="a_merged_company_is_not_active",
            ),
        ),
    ]
