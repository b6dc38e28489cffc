"""The addresses of this room (INTERFACE section 4)."""

from django.urls import include, path

from guichet.web.components.attachments import attachment
from guichet.web.portal import acts, articles, correct, feeds, help, home, lists, problems, request, survey

urlpatterns = [
    path("", home.home),
    path("requests/", lists.requests),
    path("", include("guichet.web.portal.new_urls")),
    path("requests/<number:number>/", request.show),
    path("requests/<number:number>/print/", request.printed),
    path("requests/<number:number>/correct/", correct.correct),
    path("requests/<number:number>/messages/", acts.write),
    path("requests/<number:number>/messages/draft/", acts.draft),
    path("requests/<number:number>/confirm/", acts.confirm),
    path("requests/<number:number>/not-solved/", acts.not_solved),
    path("requests/<number:number>/withdraw/", acts.withdraw),
    path("requests/<number:number>/close/", acts.close),
    path("requests/<number:number>/check-on/", acts.check_on),
    path("requests/<number:number>/escalate/", acts.escalate),
    path("requests/<number:number>/criticality/", acts.criticality),
    path("requests/<number:number>/contest/", acts.contest),
    path("requests/<number:number>/share/", acts.share),
    path("requests/<number:number>/approve/", acts.approve),
    path("requests/<number:number>/refuse/", acts.refuse),
    path("requests/<number:number>/survey/", acts.survey),
    path("survey/<str:token>/", survey.survey),
    path("attachments/<str:token>/<str:name>", attachment),
    path("problems/", problems.problems),
    path("problems/feed/<str:language>/", feeds.problems),
    path("problems/PRB-<int:pk>/", problems.problem),
    path("problems/PRB-<int:pk>/follow/", problems.follow),
    path("articles/", articles.articles),
    path("articles/feed/<str:language>/", feeds.articles),
    path("articles/images/<str:picture>/<str:name>", articles.image),
    path("articles/<slug:slug>/", articles.article),
    path("articles/<slug:slug>/vote/", articles.vote),
    path("contacts/", help.contacts),
    path("coverage/", help.coverage),
    path("guide/", help.guide),
    path("accessibility/", help.accessibility),
    path("privacy/", help.privacy),
]
