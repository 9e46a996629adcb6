from contextlib import closing
from unittest import mock

from django.test import SimpleTestCase


class WsgiTests(SimpleTestCase):
    def test_robots_are_kept_out_at_the_root(self):
        from intranet.wsgi import application

        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/robots.txt",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
        }
        start_response = mock.Mock()
        with closing(application(environ, start_response)) as body:
            self.assertIn(b"Disallow: /", b"".join(body))
        self.assertEqual(start_response.call_args.args[0], "200 OK")
