"""Addresses of referrals."""

from django.urls import path

from turnstone_web.referral.views import contacts, referral, referrals

urlpatterns = [
    path("referral/", referral.referral, name="referral"),
    path("referral/record", referral.referral_record, name="referral_record"),
    path("referral/made/", referrals.referrals, name="referrals"),
    path("referral/contacts/", contacts.contacts, name="contacts"),
    path("referral/contacts/new", contacts.contact_new, name="contact_new"),
    path("referral/contacts/<int:pk>/change", contacts.contact_change, name="contact_change"),
    path("referral/contacts/<int:pk>/use", contacts.contact_use, name="contact_use"),
]
