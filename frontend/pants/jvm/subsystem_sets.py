"""Which options the parts of a JVM backend bring with them."""

from __future__ import annotations

from pants.backend.java.subsystems.java_infer import JavaInferSubsystem
from pants.backend.java.subsystems.junit import JUnit
from pants.core.goals.export import ExportSubsystem
from pants.core.goals.generate_lockfiles import GenerateLockfilesSubsystem
from pants.core.subsystems.python_bootstrap import PythonBootstrapSubsystem
from pants.core.util_rules.system_binaries import SystemBinariesSubsystem
from pants.jvm.jar_tool.jar_tool import JarTool
from pants.jvm.resolve.coursier_setup import CoursierSubsystem
from pants.jvm.shading.jarjar import JarJar
from pants.jvm.strip_jar.strip_jar import StripJarTool
from pants.jvm.subsystems import JvmSubsystem

# Resolving artifacts and running tools that are artifacts.
RESOLVE = (
    CoursierSubsystem,
    ExportSubsystem,
    GenerateLockfilesSubsystem,
    JvmSubsystem,
    PythonBootstrapSubsystem,
    SystemBinariesSubsystem,
)

# Compiling first-party code, whose symbols are mapped to targets.
COMPILE = (*RESOLVE, JavaInferSubsystem, StripJarTool)

# Everything a language with tests and deploy JARs needs.
LANGUAGE = (*COMPILE, JarJar, JarTool, JUnit)
