"""How long a sign-in lasts: half an hour without a request, eight hours whatever happens."""

import time

from django.contrib.auth import SESSION_KEY, logout

from .headers import is_public

ABSOLUTE_SECONDS = 8 * 60 * 60
# The session is written again at most this often, not at every request.
TOUCH_SECONDS = 60
BEGAN, SEEN = "began", "seen"


class SessionLimitsMiddleware:
    """Ends a sign-in after eight hours; a request keeps it alive for another SESSION_COOKIE_AGE.

    Public addresses are left alone: they read no session.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_public(request.path_info) and SESSION_KEY in request.session:
            self._look_at(request)
        return self.get_response(request)

    def _look_at(self, request):
        session, now = request.session, int(time.time())
        if now - session.setdefault(BEGAN, now) > ABSOLUTE_SECONDS:
            logout(request)
        elif now - session.get(SEEN, 0) > TOUCH_SECONDS:
            session[SEEN] = now
