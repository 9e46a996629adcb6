"""gunicorn's command line options and what becomes of each under uvicorn and under gunicorn's uvicorn worker.

https://docs.gunicorn.org/en/stable/settings.html
https://www.uvicorn.org/settings/
https://github.com/Kludex/uvicorn-worker (the settings that the worker hands on)
"""

from __future__ import annotations

from types import MappingProxyType

_WITH_VALUE = {
    "access_log_format": ("--access-logformat",),
    "accesslog": ("--access-logfile",),
    "backlog": ("--backlog",),
    "bind": ("-b", "--bind"),
    "ca_certs": ("--ca-certs",),
    "cert_reqs": ("--cert-reqs",),
    "certfile": ("--certfile",),
    "chdir": ("--chdir",),
    "ciphers": ("--ciphers",),
    "config": ("-c", "--config"),
    "dogstatsd_tags": ("--dogstatsd-tags",),
    "errorlog": ("--error-logfile", "--log-file"),
    "forwarded_allow_ips": ("--forwarded-allow-ips",),
    "forwarder_headers": ("--forwarder-headers",),
    "graceful_timeout": ("--graceful-timeout",),
    "group": ("-g", "--group"),
    "header_map": ("--header-map",),
    "keepalive": ("--keep-alive",),
    "keyfile": ("--keyfile",),
    "limit_request_field_size": ("--limit-request-field_size",),
    "limit_request_fields": ("--limit-request-fields",),
    "limit_request_line": ("--limit-request-line",),
    "logconfig": ("--log-config",),
    "logconfig_json": ("--log-config-json",),
    "logger_class": ("--logger-class",),
    "loglevel": ("--log-level",),
    "max_requests": ("--max-requests",),
    "max_requests_jitter": ("--max-requests-jitter",),
    "paste": ("--paste", "--paster"),
    "pidfile": ("-p", "--pid"),
    "proc_name": ("-n", "--name"),
    "protocol": ("--protocol",),
    "pythonpath": ("--pythonpath",),
    "raw_env": ("-e", "--env"),
    "reload_engine": ("--reload-engine",),
    "reload_extra_files": ("--reload-extra-file",),
    "ssl_version": ("--ssl-version",),
    "statsd_host": ("--statsd-host",),
    "statsd_prefix": ("--statsd-prefix",),
    "syslog_addr": ("--log-syslog-to",),
    "syslog_facility": ("--log-syslog-facility",),
    "syslog_prefix": ("--log-syslog-prefix",),
    "threads": ("--threads",),
    "timeout": ("-t", "--timeout"),
    "umask": ("-m", "--umask"),
    "user": ("-u", "--user"),
    "worker_class": ("-k", "--worker-class"),
    "worker_connections": ("--worker-connections",),
    "worker_tmp_dir": ("--worker-tmp-dir",),
    "workers": ("-w", "--workers"),
}
_WITHOUT_VALUE = {
    "capture_output": ("--capture-output",),
    "check_config": ("--check-config",),
    "daemon": ("-D", "--daemon"),
    "disable_redirect_access_to_syslog": ("--disable-redirect-access-to-syslog",),
    "do_handshake_on_connect": ("--do-handshake-on-connect",),
    "enable_stdio_inheritance": ("-R", "--enable-stdio-inheritance"),
    "initgroups": ("--initgroups",),
    "no_control_socket": ("--no-control-socket",),
    "preload_app": ("--preload",),
    "print_config": ("--print-config",),
    "proxy_protocol": ("--proxy-protocol",),
    "reload": ("--reload",),
    "reuse_port": ("--reuse-port",),
    "sendfile": ("--no-sendfile",),
    "spew": ("--spew",),
    "suppress_ragged_eofs": ("--suppress-ragged-eofs",),
    "syslog": ("--log-syslog",),
}

FLAGS = MappingProxyType(
    {flag: (setting, True) for setting, flags in _WITH_VALUE.items() for flag in flags}
    | {flag: (setting, False) for setting, flags in _WITHOUT_VALUE.items() for flag in flags}
)

#: Settings that uvicorn has under another or the same name.
UVICORN_FLAG = MappingProxyType(
    {
        "workers": "--workers",
        "keepalive": "--timeout-keep-alive",
        "graceful_timeout": "--timeout-graceful-shutdown",
        "forwarded_allow_ips": "--forwarded-allow-ips",
        "loglevel": "--log-level",
        "certfile": "--ssl-certfile",
        "keyfile": "--ssl-keyfile",
        "backlog": "--backlog",
        "reload": "--reload",
    }
)

_THREADS = "was the limit of concurrent requests in a process; under ASGI there is none: size the database pool for it"
_TIMEOUT = "no longer ends a stuck request; set a statement timeout in the database and a timeout in the proxy"

#: Settings that go with uvicorn, with what is lost; "" where nothing is.
DROPPED_BY_UVICORN = MappingProxyType(
    {
        "threads": _THREADS,
        "worker_class": "",
        "worker_connections": _THREADS,
        "timeout": _TIMEOUT,
        "worker_tmp_dir": "",
        "capture_output": "",
        "enable_stdio_inheritance": "",
        "sendfile": "",
        "no_control_socket": "",
        "proc_name": "the process is no longer named by it; look at what finds the process by that name",
    }
)

#: Settings that gunicorn reads but that its uvicorn worker does not heed: dropped, with what is lost.
DROPPED_BY_WORKER = MappingProxyType({"threads": _THREADS, "worker_connections": _THREADS})

_LIMIT = "is not heeded by the uvicorn worker; set the limit in the proxy"

#: Settings that stay on the command line though the uvicorn worker does not heed them as the sync worker did.
CHANGED_BY_WORKER = MappingProxyType(
    {
        "timeout": "now only notices a stuck event loop, not a stuck request; set a statement timeout in the database",
        "graceful_timeout": "is not handed on to uvicorn: open requests last until gunicorn kills the worker",
        "access_log_format": "is not heeded by the uvicorn worker, which formats the access log itself",
        "limit_request_line": _LIMIT,
        "limit_request_fields": _LIMIT,
        "limit_request_field_size": _LIMIT,
        "header_map": "is not heeded by the uvicorn worker",
        "forwarder_headers": "is not heeded by the uvicorn worker",
    }
)

#: Settings without which the command would mean something else, and that nothing on the ASGI side replaces.
IMPOSSIBLE = MappingProxyType(
    {
        "proxy_protocol": "neither uvicorn nor its gunicorn worker speaks the PROXY protocol",
        "paste": "a paste configuration names a WSGI application",
        "protocol": "the uvicorn worker speaks HTTP only",
    }
)

#: What else gunicorn does for the project and uvicorn does not; the setting's name where nothing is said here.
MANAGER_WORDS = MappingProxyType(
    {
        "config": "a configuration file",
        "preload_app": "--preload",
        "max_requests": "--max-requests",
        "max_requests_jitter": "--max-requests-jitter",
        "raw_env": "--env",
        "reload_extra_files": "--reload-extra-file",
        "pidfile": "--pid",
    }
)
