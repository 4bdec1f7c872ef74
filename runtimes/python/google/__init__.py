"""The namespace of google.* packages; an app may bring more of them."""
from pkgutil import extend_path

__path__ = extend_path(__path__, __name__)
