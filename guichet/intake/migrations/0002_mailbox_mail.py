"""Mail as it was received, and the mailboxes it is fetched from. A mail of a request carries the request's company."""

import django.contrib.postgres.fields
import django.db.models.deletion
import guichet.clock
from django.db import migrations, models


SAME_COMPANY = (
    "ALTER TABLE intake_mail ADD CONSTRAINT intake_mail_same_company FOREIGN KEY (ticket_id, company_id) "
    "REFERENCES desk_ticket (number, company_id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;\n"
    "ALTER TABLE intake_mail ADD CONSTRAINT a_mail_of_a_ticket_has_its_company "
    "CHECK ((ticket_id IS NULL) = (company_id IS NULL));"
)
BACKWARD = (
    "ALTER TABLE intake_mail DROP CONSTRAINT a_mail_of_a_ticket_has_its_company;\n"
    "ALTER TABLE intake_mail DROP CONSTRAINT intake_mail_same_company;"
)


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0005_ticket_missing'),
        ('intake', '0001_initial'),
        ('people', '0002_attempts_unlogged'),
        ('service', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('host', models.CharField(blank=True, max_length=200)),
                ('port', models.PositiveIntegerField(default=993)),
                ('security', models.CharField(choices=[('tls', 'tls'), ('starttls', 'starttls'), ('plain', 'plain')], default='tls', max_length=10)),
                ('user', models.CharField(blank=True, max_length=254)),
                ('auth', models.CharField(choices=[('password', 'password'), ('microsoft', 'microsoft'), ('google', 'google')], default='password', max_length=10)),
                ('secret', models.TextField(blank=True)),
                ('client_id', models.CharField(blank=True, max_length=200)),
                ('client_secret', models.TextField(blank=True)),
                ('tenant', models.CharField(blank=True, max_length=100)),
                ('access_token', models.TextField(blank=True)),
                ('access_until', models.DateTimeField(blank=True, null=True)),
                ('folder', models.CharField(default='INBOX', max_length=200)),
                ('afterwards', models.CharField(choices=[('mark', 'mark'), ('move', 'move'), ('remove', 'remove')], default='mark', max_length=10)),
                ('move_to', models.CharField(blank=True, max_length=200)),
                ('addresses', django.contrib.postgres.fields.ArrayField(base_field=models.EmailField(max_length=254), blank=True, default=list, size=None)),
                ('trusted_hosts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ('demands', models.CharField(choices=[('not_failed', 'not_failed'), ('passed', 'passed')], default='not_failed', max_length=12)),
                ('uid_validity', models.BigIntegerField(null=True)),
                ('last_uid', models.BigIntegerField(default=0)),
                ('fetched_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('failing_since', models.DateTimeField(null=True)),
                ('desk', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='service.desk')),
                ('type', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='service.requesttype')),
            ],
            options={
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identity', models.CharField(max_length=64, unique=True)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.BigIntegerField()),
                ('is_cut', models.BooleanField(default=False)),
                ('message_id', models.CharField(blank=True, max_length=300)),
                ('origin', models.CharField(choices=[('command', 'command'), ('imap', 'imap'), ('listener', 'listener')], max_length=10)),
                ('place', models.JSONField(default=dict)),
                ('received_at', models.DateTimeField(default=guichet.clock.now)),
                ('copies', models.PositiveIntegerField(default=1)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('outcome', models.CharField(choices=[('waiting', 'waiting'), ('opened', 'opened'), ('replied', 'replied'), ('draft', 'draft'), ('quarantined', 'quarantined'), ('ignored', 'ignored'), ('poison', 'poison')], default='waiting', max_length=12)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('details', models.JSONField(default=dict)),
                ('settled_at', models.DateTimeField(null=True)),
                ('from_name', models.CharField(blank=True, max_length=200)),
                ('from_email', models.CharField(blank=True, max_length=320)),
                ('subject', models.CharField(blank=True, max_length=500)),
                ('excerpt', models.CharField(blank=True, max_length=1000)),
                ('files', models.PositiveSmallIntegerField(default=0)),
                ('company', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company')),
                ('handled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('said', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mails', to='desk.message')),
                ('ticket', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mails', to='desk.ticket')),
                ('mailbox', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='intake.mailbox')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('outcome', 'waiting')), fields=['id'], name='mail_to_decide'), models.Index(condition=models.Q(('outcome', 'quarantined')), fields=['-id'], name='mail_in_quarantine'), models.Index(condition=models.Q(('message_id', ''), _negated=True), fields=['message_id'], name='mail_by_message_id'), models.Index(fields=['ticket', '-id'], name='mail_of_ticket')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'waiting'), ('settled_at__isnull', True)), models.Q(models.Q(('outcome', 'waiting'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='a_mail_with_an_outcome_says_when')],
            },
        ),
        migrations.RunSQL(SAME_COMPANY, BACKWARD),
    ]
