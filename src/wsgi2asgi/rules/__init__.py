"""The garden: nothing but rules, one a file; the file's name is the rule's name, its docstring its page.

The rulebook reads this folder. Rules never import each other; what several need is asked of the Program.
"""
