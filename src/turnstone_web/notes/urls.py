"""Addresses of notes, tasks and briefs."""

from django.urls import path

from turnstone_web.notes.views import brief, notes, tasks

urlpatterns = [
    path("leads/<str:network>/notes/", notes.notes, name="notes"),
    path("leads/<str:network>/notes/write", notes.note_write, name="note_write"),
    path("leads/<str:network>/tasks/give", tasks.task_give, name="task_give"),
    path("leads/<str:network>/brief/", brief.brief, name="brief"),
    path("leads/<str:network>/brief/pdf", brief.brief_pdf, name="brief_pdf"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<int:pk>/done", tasks.task_done, name="task_done"),
]
