"""Follows values through functions: what each operation's value may be, and what it does.

``engine`` follows a function when it is asked for: ``control`` walks its operations along the control flow, ``state``
holds what is known so far, ``evaluate`` sends each operation to ``expressions`` or ``statements``. From there on it
depends on the value: reading goes through ``attributes``, calling through ``calls``, methods through ``built_methods``,
evaluation of what is lazy through ``consume``; one module for each kind of value answers (``querysets``,
``instances``, ``request_values``, ``forms``, ``class_views``, ``objects``, ``plain_values``). What is outside the
project is looked up in the tables of ``wsgi2asgi.knowledge``; what they do not know stays unknown.
"""
