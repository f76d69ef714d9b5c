"""The programs' door: ``/api/v1``, described by its own ``/api/v1/openapi.json``.

Answers are the page contracts as they are, encoded once; refusals are ``application/problem+json`` (RFC 9457)
with the codes of the contracts. Who reads need not sign in; who writes uses the session of the pages with its
CSRF token, or the session token of allauth's app client (``/api/auth/app/v1/``) as ``X-Session-Token``.
"""
