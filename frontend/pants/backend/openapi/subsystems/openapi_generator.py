"""OpenAPI Generator, which makes code from OpenAPI documents."""

from __future__ import annotations

from pants.jvm.resolve.jvm_tool import JvmToolBase


class OpenAPIGenerator(JvmToolBase):
    options_scope = "openapi-generator"
    help = "OpenAPI Generator, which makes code from OpenAPI documents."

    default_version = "5.4.0"
    default_artifacts = ("org.openapitools:openapi-generator-cli:{version}",)
