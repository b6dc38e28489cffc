"""The whole record of a known problem, and articles."""

import django.contrib.postgres.fields
import django.db.models.deletion
import guichet.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_version_scheme'),
        ('desk', '0003_numbers_and_companies'),
        ('knowledge', '0001_initial'),
        ('people', '0002_attempts_unlogged'),
        ('service', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('reviewed', 'reviewed'), ('published', 'published'), ('to_review', 'to_review')], default='draft', max_length=10)),
                ('audience', models.CharField(choices=[('internal', 'internal'), ('customers', 'customers'), ('public', 'public')], default='internal', max_length=10)),
                ('language', models.CharField(default='en', max_length=2)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=guichet.clock.now)),
                ('updated_at', models.DateTimeField(default=guichet.clock.now)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='ArticleImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=64, unique=True)),
                ('filename', models.CharField(max_length=255)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.BigIntegerField()),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('created_at', models.DateTimeField(default=guichet.clock.now)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ArticleRange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.CharField(blank=True, max_length=40)),
                ('end', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ArticleText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=2)),
                ('slug', models.CharField(max_length=120, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('body', models.TextField(max_length=100000)),
                ('updated_at', models.DateTimeField(default=guichet.clock.now)),
            ],
            options={
                'ordering': ['language'],
            },
        ),
        migrations.CreateModel(
            name='ArticleVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_useful', models.BooleanField()),
                ('at', models.DateTimeField(default=guichet.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('problem', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='dossier', serialize=False, to='knowledge.knownproblem')),
                ('steps', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='Follower',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=guichet.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='News',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('update', 'update'), ('release', 'release')], max_length=10)),
                ('texts', models.JSONField(default=dict)),
                ('reach', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=guichet.clock.now)),
                ('carried_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ProblemRange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.CharField(blank=True, max_length=40)),
                ('end', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Regression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=220)),
                ('at', models.DateTimeField(default=guichet.clock.now)),
                ('state', models.CharField(choices=[('open', 'open'), ('real', 'real'), ('not', 'not')], default='open', max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='SearchMiss',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('query', models.CharField(max_length=200)),
                ('language', models.CharField(max_length=2)),
                ('room', models.CharField(max_length=10)),
                ('at', models.DateTimeField(default=guichet.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Spread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('companies', models.PositiveIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='knownproblem',
            name='checked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='knownproblem',
            name='seen',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='knownproblem',
            name='signatures',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='knownproblem',
            name='symptom',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='knownproblem',
            name='updated_at',
            field=models.DateTimeField(default=guichet.clock.now),
        ),
        migrations.AddField(
            model_name='knownproblem',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='knownproblem',
            name='visibility',
            field=models.CharField(choices=[('internal', 'internal'), ('customers', 'customers'), ('public', 'public')], default='internal', max_length=10),
        ),
        migrations.AddField(
            model_name='knownproblem',
            name='way_round',
            field=models.JSONField(default=dict),
        ),
        migrations.AddIndex(
            model_name='knownproblem',
            index=models.Index(fields=['-updated_at', '-id'], name='problem_by_change'),
        ),
        migrations.CreateModel(
            name='ArticleOrigin',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='origin', serialize=False, to='knowledge.article')),
                ('removed', models.JSONField(default=list)),
            ],
        ),
        migrations.AddField(
            model_name='article',
            name='author',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='article',
            name='domain',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='service.domain'),
        ),
        migrations.AddField(
            model_name='article',
            name='product',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.product'),
        ),
        migrations.AddField(
            model_name='article',
            name='reviewed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='articleimage',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='images', to='knowledge.article'),
        ),
        migrations.AddField(
            model_name='articlerange',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ranges', to='knowledge.article'),
        ),
        migrations.AddField(
            model_name='articlerange',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.versionline'),
        ),
        migrations.AddField(
            model_name='articletext',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='knowledge.article'),
        ),
        migrations.AddField(
            model_name='articlevote',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='knowledge.article'),
        ),
        migrations.AddField(
            model_name='articlevote',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='dossier',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='dossier',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='follower',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.company'),
        ),
        migrations.AddField(
            model_name='follower',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='follower',
            name='problem',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='knowledge.knownproblem'),
        ),
        migrations.AddField(
            model_name='news',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='news',
            name='problem',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='news', to='knowledge.knownproblem'),
        ),
        migrations.AddField(
            model_name='news',
            name='release',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.release'),
        ),
        migrations.AddField(
            model_name='problemrange',
            name='fixed_in',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.release'),
        ),
        migrations.AddField(
            model_name='problemrange',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.versionline'),
        ),
        migrations.AddField(
            model_name='problemrange',
            name='problem',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ranges', to='knowledge.knownproblem'),
        ),
        migrations.AddField(
            model_name='regression',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company'),
        ),
        migrations.AddField(
            model_name='regression',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='regression',
            name='problem',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='regressions', to='knowledge.knownproblem'),
        ),
        migrations.AddField(
            model_name='regression',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.ticket'),
        ),
        migrations.AddIndex(
            model_name='searchmiss',
            index=models.Index(fields=['-at'], name='miss_by_time'),
        ),
        migrations.AddField(
            model_name='spread',
            name='problem',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spread', to='knowledge.knownproblem'),
        ),
        migrations.AddField(
            model_name='spread',
            name='release',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalog.release'),
        ),
        migrations.AddField(
            model_name='articleorigin',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.company'),
        ),
        migrations.AddField(
            model_name='articleorigin',
            name='ticket',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.ticket'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-updated_at', '-id'], name='article_by_change'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['published', 'to_review']), _negated=True), ('published_at__isnull', False), _connector='OR'), name='published_says_when'),
        ),
        migrations.AddConstraint(
            model_name='articlerange',
            constraint=models.UniqueConstraint(fields=('article', 'line', 'first'), name='valid_once_per_first_version'),
        ),
        migrations.AddConstraint(
            model_name='articletext',
            constraint=models.UniqueConstraint(fields=('article', 'language'), name='one_text_per_language'),
        ),
        migrations.AddConstraint(
            model_name='articlevote',
            constraint=models.UniqueConstraint(fields=('article', 'person'), name='one_vote_per_reader'),
        ),
        migrations.AddConstraint(
            model_name='follower',
            constraint=models.UniqueConstraint(fields=('problem', 'person', 'company'), name='followed_once'),
        ),
        migrations.AddIndex(
            model_name='news',
            index=models.Index(fields=['problem', '-at'], name='news_of_problem'),
        ),
        migrations.AddIndex(
            model_name='news',
            index=models.Index(condition=models.Q(('told_at__isnull', True)), fields=['id'], name='news_not_yet_told'),
        ),
        migrations.AddConstraint(
            model_name='news',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'update'), ('problem__isnull', False), ('release__isnull', True)), models.Q(('kind', 'release'), ('problem__isnull', True), ('release__isnull', False)), _connector='OR'), name='news_is_of_a_problem_or_of_a_release'),
        ),
        migrations.AddConstraint(
            model_name='news',
            constraint=models.UniqueConstraint(fields=('release',), name='a_release_is_news_once'),
        ),
        migrations.AddIndex(
            model_name='problemrange',
            index=models.Index(condition=models.Q(('fixed_in__isnull', False)), fields=['fixed_in'], name='range_by_fix'),
        ),
        migrations.AddConstraint(
            model_name='problemrange',
            constraint=models.UniqueConstraint(fields=('problem', 'line', 'first'), name='one_range_per_first_version'),
        ),
        migrations.AddIndex(
            model_name='regression',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['-at'], name='regression_open'),
        ),
        migrations.AddConstraint(
            model_name='regression',
            constraint=models.UniqueConstraint(fields=('problem', 'ticket'), name='flagged_once'),
        ),
        migrations.AddConstraint(
            model_name='spread',
            constraint=models.UniqueConstraint(fields=('problem', 'release'), name='one_count_per_release', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='spread',
            constraint=models.CheckConstraint(condition=models.Q(('companies__gte', 5)), name='no_count_below_five'),
        ),
    ]
