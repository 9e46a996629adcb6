"""How much of what a project's own tests are seen to do is foretold by the inspector."""
