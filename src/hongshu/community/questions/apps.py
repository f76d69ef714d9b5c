from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    """Questions as a Django app."""

    name = "hongshu.community.questions"
    label = "questions"
    verbose_name = _("Questions")
