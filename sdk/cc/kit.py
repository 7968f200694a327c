"""What is made once and kept: headers from tables, import libraries, GUIDs, the run time.

The name of the folder is a sum over all that goes into it, so it is never stale; it is
made aside and moved into place, so two builds may share it.
"""
import hashlib
import pathlib
import re
import shutil
import subprocess
import sys

from cc import toolchain
from cc.failure import Failure

GUID_FAMILIES = ("LAYER", "CONDITION", "SUBLAYER", "CALLOUT", "PROVIDER", "KEYING")
# ntoskrnl.exe comes last: the C library's names, which it has too, are others' first
MODULES_LAST = ("hal", "ntoskrnl")


class Kit:
    def __init__(self, sdk, chain, libs, work):
        self.sdk, self.chain = sdk, chain.ours
        name = self.sum()
        self.folder = (libs or work) / name
        if self.folder.is_dir():
            return
        made = work / "kit"
        self.make(made)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            made.rename(self.folder)
        except OSError:
            if not self.folder.is_dir():    # else another build was first
                raise Failure(f"can't write {self.folder.parent}") from None

    def sum(self):
        inputs = [*self.sdk.glob("include/*.h"), *self.sdk.glob("lib/*"), *self.sdk.glob("cc/*.py"),
                  *self.sdk.glob("../data/*.tsv"), *self.sdk.glob("../tools/gen_*.py")]
        total = hashlib.sha256(f"{self.chain.version}{self.chain.debug()}".encode())
        for path in sorted(inputs):
            total.update(path.read_bytes())
        return f"{self.chain.name}-{total.hexdigest()[:16]}"

    @property
    def headers(self):
        return self.folder / "include"

    def libraries(self):
        modules = sorted(path.stem.removeprefix("lib") for path in self.folder.glob("lib*.a"))
        modules.sort(key=lambda name: MODULES_LAST.index(name) if name in MODULES_LAST else -1)
        return [self.folder / f"lib{name}.a" for name in modules]

    def make(self, made):
        (made / "include").mkdir(parents=True)
        self.make_headers(made)
        self.make_imports(made)
        self.make_data(made)
        self.chain.compile(self.sdk / "lib" / "crt.c", made / "crt.o", made,
                           ["-fno-builtin", "-fno-tree-loop-distribute-patterns"]
                           if self.chain.name == "gcc" else ["-fno-builtin"])

    def make_headers(self, made):
        tools, data = self.sdk.parent / "tools", self.sdk.parent / "data"
        toolchain.run([sys.executable, tools / "gen_guids.py", made / "include", "--data", data])

    def make_imports(self, made):
        toolchain.run([sys.executable, self.sdk.parent / "tools" / "gen_exports.py", "defs",
                       self.sdk.parent / "data" / "exports.tsv", made])
        for definition in sorted(made.glob("*.def")):
            import_library(definition, made / f"lib{definition.stem}.a")
            definition.unlink()

    def make_data(self, made):
        """GUIDs and security descriptors, for drivers that only declare them."""
        guids = (made / "include" / "fwp_guids.h").read_text()
        objects = []
        for family in GUID_FAMILIES:
            source = made / f"guid_{family}.c"
            lines = re.findall(rf"^DEFINE_GUID\(FWPM_{family}_[^;]*;", guids, re.M)
            source.write_text("#include <initguid.h>\n" + "\n".join(lines) + "\n")
            objects.append(self.compile_data(source, made))
            source.unlink()
        objects.append(self.compile_data(self.sdk / "lib" / "sddl.c", made))
        toolchain.run([toolchain.gnu("ar"), "rcsD", "libdata.a", *objects], made)
        for name in objects:
            (made / name).unlink()

    def compile_data(self, source, made):
        output = made / f"{source.stem}.o"
        self.chain.compile(source, output, made)
        return output.name


def import_library(definition, output):
    """By dlltool, in the output's folder: the names of its members are part of the bytes."""
    toolchain.run([toolchain.gnu("dlltool"), "--deterministic-libraries", "--temp-prefix",
                   output.stem, "-d", pathlib.Path(definition).absolute(), "-l", output.name],
                  output.parent)
