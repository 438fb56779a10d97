"""Settings, from the environment only; with none set the process is in local mode (see README)."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import environment, logs

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environment.text("VAR_DIR") or BASE_DIR / "var")

# --- identity -------------------------------------------------------------------------------------------
_hosts = environment.words("ALLOWED_HOSTS")
LOCAL_MODE = all(host in environment.LOOPBACK for host in _hosts)
# The machine itself asks too, by its own address: supervisors, Prometheus, an administrator with curl.
ALLOWED_HOSTS = list(dict.fromkeys([*_hosts, *environment.LOOPBACK]))
DEBUG = environment.flag("DEBUG", False)
if DEBUG and not LOCAL_MODE:
    raise environment.SettingError("DEBUG=1 is for loopback hosts only: take DEBUG away or ALLOWED_HOSTS.")
if "*" in ALLOWED_HOSTS:
    raise environment.SettingError("ALLOWED_HOSTS: write the host names, not *.")
if any(host.startswith(".") for host in ALLOWED_HOSTS):
    # Pages are kept ready by host: names without end would have copies without end.
    raise environment.SettingError("ALLOWED_HOSTS: write each host name whole, as bilan.example.ma.")
SECRET_KEY = environment.secret_key(LOCAL_MODE, VAR_DIR)
HTTPS = environment.flag("HTTPS", not LOCAL_MODE)
# Which half this process serves: the public pages, the staff's, or both.
SIDE = environment.choice("SIDE", ("both", "public", "staff"), "both")
# The address that the public pages give for questions and mistakes; none by default.
CONTACT = environment.text("CONTACT")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")

# --- the house ------------------------------------------------------------------------------------------
# The chapters of a bilan, in the order of the page.
REPORT_CHAPTERS = [
    "indicators.chapter.IndicatorsChapter",
    "units.chapter.UnitsChapter",
    "partnerships.chapter.PartnershipsChapter",
    "bilan.statements.StatementsChapter",
]
# Whether a release freezes its documents too (tests of other things turn it off: three PDFs take a second).
RELEASE_DOCUMENTS = True
INSTALLED_APPS = [
    "bilan",
    "indicators",
    "units",
    "partnerships",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "import_export",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]
_SHARED_MIDDLEWARE = [
    "bilan.headers.HeadersMiddleware",
    "bilan.router.PublicHalfMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
]
_STAFF_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bilan.sessions.SessionLimitsMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
]
_PUBLIC_MIDDLEWARE = [
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]
MIDDLEWARE = _SHARED_MIDDLEWARE + (_PUBLIC_MIDDLEWARE if SIDE == "public" else _STAFF_MIDDLEWARE)
if SIDE == "public":
    # The admin is installed for its tables and served by the other half only.
    SILENCED_SYSTEM_CHECKS = ["admin.E408", "admin.E409", "admin.E410", "axes.W002"]
ROOT_URLCONF = "bilan.urls"
WSGI_APPLICATION = "bilan.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- databases ------------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": environment.database("DATABASE_URL", VAR_DIR / "bilan.sqlite3")}
DATABASE_ROUTERS = ["bilan.router.TwoHalves"]
if environment.text("PUBLIC_DATABASE_URL"):
    # A process of the public half has no other connection: it cannot reach a draft.
    _public_name = "default" if SIDE == "public" else "public"
    DATABASES[_public_name] = environment.database("PUBLIC_DATABASE_URL", VAR_DIR / "bilan.sqlite3")
# A file that each release adds its digest to, for another machine to keep; none by default. Its lines are
# signed with a key of their own, which outlives SECRET_KEY: the first of these signs, all of them verify.
_manifest = environment.text("RELEASES_MANIFEST")
RELEASES_MANIFEST = Path(_manifest) if _manifest else None
RELEASES_MANIFEST_KEYS = environment.keys("RELEASES_MANIFEST_KEY")
if RELEASES_MANIFEST and not RELEASES_MANIFEST_KEYS:
    raise environment.SettingError("RELEASES_MANIFEST_KEY: write a key too, its lines are signed.")
MEDIA_ROOT = Path(environment.text("MEDIA_ROOT") or VAR_DIR / "media")
CACHES = environment.caches("CACHE_URL")

# --- logs -----------------------------------------------------------------------------------------------
LOGGING = logs.logging_settings(as_json=not LOCAL_MODE, debug=DEBUG)

# --- languages and time ---------------------------------------------------------------------------------
LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "bilan" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.text("TIME_ZONE", "Africa/Casablanca")
USE_THOUSAND_SEPARATOR = False

# --- files ----------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = LOCAL_MODE
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- people ---------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# By user alone anybody could lock a colleague out; by address alone one office would lock itself.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "bilan.admin.sign_in.locked_out"
if HTTPS:
    # Behind one proxy that overwrites X-Forwarded-For: else everybody would come from the proxy's address.
    AXES_IPWARE_PROXY_COUNT = 1
    AXES_IPWARE_META_PRECEDENCE_ORDER = ("HTTP_X_FORWARDED_FOR", "REMOTE_ADDR")
OTP_TOTP_ISSUER = "Bilan"
LOGIN_URL = "admin:login"

# --- mail: sent only where EMAIL_URL says through which server -------------------------------------------
_mail = environment.mail("EMAIL_URL")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail else 'dummy'}.EmailBackend"
EMAIL_HOST = EMAIL_HOST_USER = EMAIL_HOST_PASSWORD = ""
if _mail:
    EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_SSL, EMAIL_USE_TLS = _mail
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", "bilan@localhost")

# --- transport and headers ------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 1800
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(?:livez|healthz|metrics)\Z"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sid", "__Host-csrf"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
if HTTPS:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
