from django.urls import path

from . import views

app_name = "people"

urlpatterns = [
    path("", views.directory, name="directory"),
    path("phones/", views.phone_list, name="phones"),
    path("chart/", views.org_chart, name="chart"),
    path("headcount/", views.headcount, name="headcount"),
    path("me/phone/", views.PhoneView.as_view(), name="my-phone"),
    path("<str:number>/", views.employee_detail, name="employee"),
    path("<str:number>/card.vcf", views.vcard, name="vcard"),
    path("<str:number>/manager/", views.line_manager, name="manager"),
]
