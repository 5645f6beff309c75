"""Parts of the rule API that plugins reach for now and then, and the native module."""
