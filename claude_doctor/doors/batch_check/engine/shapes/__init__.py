"""What a request may hold, as msgspec types: the typed decode refuses unknown keys, wrong types and unknown
block types.

Rules import the types they look at from here. Field names and types follow the Messages API with all of its
betas; what a header or version forbids is a rule's business. `error_code` and the like are plain text: echoed
results may hold newer values.
"""

from claude_doctor.doors.batch_check.engine.shapes.base import CacheControl as CacheControl
from claude_doctor.doors.batch_check.engine.shapes.base import Shape as Shape
from claude_doctor.doors.batch_check.engine.shapes.content import *  # noqa: F403  # every block type
from claude_doctor.doors.batch_check.engine.shapes.request import *  # noqa: F403
from claude_doctor.doors.batch_check.engine.shapes.results import *  # noqa: F403
