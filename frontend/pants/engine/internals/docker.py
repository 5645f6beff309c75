"""Images of containers, and the digests that pin them."""

from __future__ import annotations

from pants.util.record import Record


class DockerResolveImageRequest(Record):
    """Asks which image a name means now."""

    image_name: str
    platform: str


class DockerResolveImageResult(Record):
    """The id of an image."""

    image_id: str
