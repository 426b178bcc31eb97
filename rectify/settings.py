"""Every setting of the project; each knob comes from the environment with a safe default.

README's 配置 section lists the knobs. Nothing else reads the environment.
"""

from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from rectify import environment, inline_style

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Knobs -----------------------------------------------------------------------------

# On a server that others reach: HTTPS only, and no start with a well-known key or host.
PRODUCTION = environment.boolean("PRODUCTION", default=False)
DEBUG = environment.boolean("DEBUG", default=False)

# What an installation writes: database, collected static files, its own key and log-ins.
DATA_DIRECTORY = environment.directory("DATA_DIRECTORY", BASE_DIR / "var")

DEFAULT_SECRET_KEY = "only-for-trying-out-on-this-machine-never-for-a-server"  # noqa: S105 -- production refuses it below
SECRET_KEY = environment.text("SECRET_KEY") or DEFAULT_SECRET_KEY
# Keys of before, which still open what they closed; sessions and opinions of the public.
SECRET_KEY_FALLBACKS = environment.text("SECRET_KEY_FALLBACKS").split()
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = environment.origins("CSRF_TRUSTED_ORIGINS")
DATABASES = {
    "default": environment.database("DATABASE_URL", f"sqlite:///{DATA_DIRECTORY / 'db.sqlite3'}")
}
# How many reverse proxies of our own stand in front, each adding to X-Forwarded-For.
PROXIES = environment.integer("PROXIES", 0, 0, 10)
LOGIN_FAILURES = environment.integer("LOGIN_FAILURES", 5, 1, 20)
LOCKOUT_MINUTES = environment.integer("LOCKOUT_MINUTES", 15, 1, 1440)
PASSWORD_DAYS = environment.integer("PASSWORD_DAYS", 90, 1, 3650)
# Staff sit in offices with visitors; a secretary's phone is in the secretary's pocket.
IDLE_MINUTES_STAFF = environment.integer("IDLE_MINUTES_STAFF", 30, 5, 1440)
IDLE_MINUTES_PHONE = environment.integer("IDLE_MINUTES_PHONE", 480, 5, 1440)
# The Cybersecurity Law wants such records kept for six months at least.
AUDIT_DAYS = environment.integer("AUDIT_DAYS", 365, 180, 36500)
# LibreOffice, which prints a notice as PDF; looked for under its usual names when not given.
SOFFICE = environment.text("SOFFICE")
# A Chinese font for the pictures of shared addresses; looked for where fonts lie when not given.
SHARE_FONT = environment.file("SHARE_FONT")
# What each process keeps of the public pages; 0 asks Django every time.
PAGE_CACHE_MEGABYTES = environment.integer("PAGE_CACHE_MEGABYTES", 32, 0, 1024)
# Redis, where more than one machine serves the same site.
SHARED_PAGES = environment.shared_cache("CACHE_URL")
LOG_LEVEL = environment.one_of("LOG_LEVEL", "WARNING", ["DEBUG", "INFO", "WARNING", "ERROR"])

if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("正式运行（PRODUCTION=1）时不能打开 DEBUG。")
    if SECRET_KEY == DEFAULT_SECRET_KEY or len(SECRET_KEY) < 50:
        raise ImproperlyConfigured(
            "正式运行（PRODUCTION=1）时必须用环境变量 SECRET_KEY 给出本单位自己的密钥，不少于 50 个字符。"
        )
    if DEFAULT_SECRET_KEY in SECRET_KEY_FALLBACKS:
        raise ImproperlyConfigured(
            "正式运行（PRODUCTION=1）时，环境变量 SECRET_KEY_FALLBACKS 里不能有试用的密钥。"
        )
    if not environment.text("ALLOWED_HOSTS") or any("*" in host for host in ALLOWED_HOSTS):
        raise ImproperlyConfigured(
            "正式运行（PRODUCTION=1）时必须用环境变量 ALLOWED_HOSTS 写明域名，不能用“*”。"
        )

# --- Application -----------------------------------------------------------------------

INSTALLED_APPS = [
    "rectify",
    "communities",
    "rectify.apps.LedgerAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "import_export",
    "simple_history",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rectify.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rectify.middleware.idle_time_out",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "rectify.middleware.password_of_ones_own",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Whoever is logged in is the one who changed what changes during the request.
    "simple_history.middleware.HistoryRequestMiddleware",
    "rectify.middleware.values_no_database_holds",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "rectify.urls"
WSGI_APPLICATION = "rectify.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rectify.views.display.large_type",
            ],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
# The round page saves names, sections, categories and planned works in one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# Whoever chooses a whole album is told by the form how many it takes.
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "rectify.evidence.handler.BoundedUploadHandler",
]

# --- Language and time -----------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- Accounts --------------------------------------------------------------------------

AUTH_USER_MODEL = "communities.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "landing"
LOGOUT_REDIRECT_URL = "round_list"
AUTHENTICATION_BACKENDS = [
    # Refuses whoever is locked out, before any password is looked at.
    "axes.backends.AxesStandaloneBackend",
    "rectify.backends.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "communities.passwords.NameValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name"]},
    },
    {
        "NAME": "communities.passwords.LengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "communities.passwords.CommonValidator"},
    {"NAME": "communities.passwords.ClassesValidator"},
]

# By account and address together: nobody can lock a colleague out from elsewhere, and one
# clumsy person does not lock out the whole office behind the same address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = LOGIN_FAILURES
AXES_COOLOFF_TIME = timedelta(minutes=LOCKOUT_MINUTES)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "rectify.views.accounts.locked_out"
AXES_CLIENT_IP_CALLABLE = "rectify.lockout.network_of"
AXES_USERNAME_CALLABLE = "rectify.lockout.account_key"
# The audit record is ours; of axes only the counting is used.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# The longest that anybody stays logged in, busy or idle.
SESSION_COOKIE_AGE = 24 * 3600

# Remembers who reads in large type; public pages differ by it and by nothing else of a reader.
LARGE_TYPE_COOKIE = "large_type"

# --- Static files ----------------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIRECTORY / "static"
# Evidence: never below STATIC_ROOT, which anybody may read, and at no address of its own.
MEDIA_ROOT = DATA_DIRECTORY / "evidence"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "evidence": environment.storage("EVIDENCE_STORAGE"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Caches ----------------------------------------------------------------------------

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if SHARED_PAGES:
    CACHES["pages"] = SHARED_PAGES

# --- Security --------------------------------------------------------------------------

# No inline script anywhere, the admin included, hence neither 'unsafe-inline' nor a nonce; one
# inline style, by its hash.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        f"style-src 'self' {inline_style.source()}",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "rectify.views.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
# The container's or the proxy's health check asks over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION

# --- Spreadsheets ----------------------------------------------------------------------

# Unset, django-import-export lets a staff user who may only view import as well.
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

# --- Logging ---------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # Each failed log-in is a line of English there, and is in the audit record already.
    "loggers": {"axes": {"level": "ERROR"}},
}
