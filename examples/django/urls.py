from django.urls import path

import views

urlpatterns = [path('', views.notes, name='notes'), path('count', views.count, name='count'), path('forget', views.forget, name='forget')]
