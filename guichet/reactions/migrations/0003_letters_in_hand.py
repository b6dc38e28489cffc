from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reactions", "0002_letters_of_their_tickets_company")]

    operations = [
        migrations.AddField(model_name="letter", name="in_hand_since", field=models.DateTimeField(null=True)),
    ]
