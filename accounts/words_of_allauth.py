"""What django-allauth says by itself on the pages and in the mails that the portal uses.

Its catalogues name Portuguese "pt_PT", so the portal's "pt" finds none of it. Listed here, the words are part
of the portal's own catalogues, which come first.
"""

from django.utils.translation import gettext_noop as _

FIELDS = (
    _("Password"),
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("Password (again)"),
    _("Email"),
    _("Email address"),
    _("Code"),
    _("Authenticator code"),
)
ERRORS = (
    _("You must type the same password each time."),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Please type your current password."),
    _("The username and/or password you specified are not correct."),
    _("The email address and/or password you specified are not correct."),
    _("The password reset token was invalid."),
    _("This account is currently inactive."),
    _("Too many failed login attempts. Try again later."),
    _("Be patient, you are sending too many requests."),
    _("You cannot deactivate two-factor authentication."),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
)
WAYS = (
    _("Use your password"),
    _("Use authenticator app or code"),
    _("Use a security key"),
)
MESSAGES = (
    _("You have signed out."),
    _("Password successfully changed."),
    _("Password successfully set."),
    _("A new set of recovery codes has been generated."),
    _("Authenticator app activated."),
    _("Authenticator app deactivated."),
    _("Security key added."),
    _("Security key removed."),
)
MAILS = (
    _("Password Reset Email"),
    _("Password Changed"),
    _("Password Set"),
    _("Your password has been changed."),
    _("Your password has been set."),
    _("New Recovery Codes Generated"),
    _("A new set of Two-Factor Authentication recovery codes has been generated."),
    _("Authenticator App Activated"),
    _("Authenticator App Deactivated"),
    _("Security Key Added"),
    _("A new security key has been added."),
    _("Security Key Removed"),
    _("A security key has been removed."),
)
