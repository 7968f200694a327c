"""gcc, clang, clang with Microsoft's headers: where their headers are, and their options."""
import pathlib
import re
import shutil
import subprocess
import sys

from cc.failure import Failure

GNU = "x86_64-w64-mingw32-"
IMAGE_BASE = "0x140000000"

WINDOWS_10 = ["-D_WIN32_WINNT=0x0A00", "-DWINVER=0x0A00", "-DNTDDI_VERSION=0x0A00000C",
              "-D_AMD64_", "-D_WIN64"]
KERNEL_CODE = ["-ffreestanding", "-fasynchronous-unwind-tables", "-fno-stack-protector",
               "-fno-common", "-funsigned-char"]
# Conversions that MSVC makes with a warning, or says nothing about, stay warnings; what would
# be wrong code (a function without prototype returns 32 bits) does not compile.
WARNINGS = ["-Wall", "-Wextra", "-Wno-multichar", "-Wno-unknown-pragmas"]
WARNINGS_C = ["-Werror=implicit-function-declaration"]
PLAIN_CXX = ["-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics", "-fno-use-cxa-atexit",
             "-fsized-deallocation"]


def run(command, folder=None):
    """The command's output; its complaints go to the user as they are."""
    done = subprocess.run([str(word) for word in command], cwd=folder, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    sys.stderr.write(done.stderr)
    if done.returncode != 0:
        raise Failure(f"{pathlib.Path(command[0]).name} failed", 1)
    return done.stdout


def needs(program):
    if not shutil.which(program):
        raise Failure(f"{program} is not installed")
    return program


def gnu(program):
    return needs(GNU + program)


class Toolchain:
    """One compiler and its linker.  Subclasses say what they differ in."""
    name = "gcc"
    only_here = []

    def __init__(self, options, sdk):
        self.options, self.sdk = options, sdk
        self.compiler = self.command(options)
        self.version = run([*self.compiler, "--version"])

    def command(self, options):
        return (options.command or gnu("gcc")).split()

    @property
    def ours(self):
        """What compiles the SDK's own sources."""
        return self

    def system_folders(self, kit):
        """In the order of search; all that lies here is no driver's own."""
        return [self.sdk / "include", kit / "include", self.mingw() / "ddk", self.mingw()]

    def mingw(self):
        """The folder that holds mingw's ddk/wdm.h."""
        searched = subprocess.run([*self.compiler, "-xc", "-E", "-v", "/dev/null"], text=True,
                                  capture_output=True).stderr
        for folder in re.findall(r"^ (/\S*)$", searched, re.M):
            if (pathlib.Path(folder) / "ddk" / "wdm.h").is_file():
                return pathlib.Path(folder)
        raise Failure(f"{self.compiler[0]} has no ddk/wdm.h: install mingw-w64")

    def language(self, source):
        if source.suffix == ".c":
            return ["-std=gnu17", *WARNINGS_C]
        return [] if source.suffix == ".S" else ["-std=gnu++20", *PLAIN_CXX, "-fpermissive"]

    def compile(self, source, output, kit, extra=()):
        headers = self.system_folders(kit)[:3]
        run([*self.compiler, "-c", *self.language(source), "-O2", *self.debug(), *WARNINGS,
             *KERNEL_CODE, *WINDOWS_10, "-fms-extensions", *self.only_here,
             *(f"-ffile-prefix-map={path}={name}" for path, name in self.hidden(kit, output)),
             *(word for folder in headers for word in ("-isystem", folder)),
             *extra, source, "-o", output])

    def hidden(self, kit, output):
        """Paths of this machine, and what stands for them in debug information."""
        return [(output.parent, "."), (self.sdk, "sdk"), (pathlib.Path.cwd(), "."), (kit, "sdk")]

    def debug(self):
        return ["-g"]

    def link(self, objects, output, entry, libraries):
        run([*self.linker(), "-shared", "-nostdlib", "-nostartfiles", "-o", output, *objects,
             "-Wl,--subsystem,native", f"-Wl,--entry,{entry}",
             f"-Wl,--image-base,{IMAGE_BASE}", "-Wl,--dynamicbase", "-Wl,--nxcompat",
             "-Wl,--no-insert-timestamp", "-Wl,--exclude-all-symbols",
             "-Wl,--disable-runtime-pseudo-reloc", *self.for_linker(), *libraries],
            output.parent)

    def linker(self):
        return self.compiler

    def for_linker(self):
        return []


class Clang(Toolchain):
    name = "clang"
    target = "x86_64-w64-windows-gnu"
    only_here = ["-Wno-pragma-pack", "-Wno-ignored-attributes", "-Wno-microsoft",
                 "-Wno-ignored-pragma-intrinsic", "-Wno-unused-command-line-argument"]

    def command(self, options):
        return [*(options.command or needs("clang")).split(), f"--target={self.target}"]

    def language(self, source):
        words = [word for word in super().language(source) if word != "-fpermissive"]
        # as MSVC: templates are looked at when they are used, and constants may narrow
        return words if source.suffix in (".c", ".S") else [
            *words, "-fdelayed-template-parsing", "-Wno-c++11-narrowing"]

    def debug(self):
        return ["-gcodeview"] if self.options.pdb else ["-g"]

    def linker(self):
        needs("lld-link")
        return [*self.compiler, "-fuse-ld=lld"]

    def for_linker(self):
        return [f"-Wl,--pdb={self.options.output.with_suffix('.pdb')}"] if self.options.pdb else []


class ClangWithKit(Clang):
    """Microsoft's headers, for those who have the kit; the libraries stay ours."""
    target = "x86_64-pc-windows-msvc"
    only_here = [*Clang.only_here, "-fms-compatibility", "-fms-compatibility-version=19.29",
                 "-nostdinc", "-Wno-everything", "-fno-builtin"]

    @property
    def ours(self):
        return Clang(self.options, self.sdk)

    def system_folders(self, kit):
        root = self.options.wdk
        versions = sorted(root.glob("Include/10.*"))
        root = versions[-1] if versions else root
        found = [root / "km" / "crt", root / "km", root / "shared"]
        if not (root / "km" / "wdm.h").is_file():
            raise Failure(f"{root} has no km/wdm.h: name the folder that has km and shared")
        if self.options.kmdf:
            versions = [self.options.wdk / "Include" / "wdf" / "kmdf", root / "wdf" / "kmdf"]
            found += [folder / f"1.{self.options.kmdf}" for folder in versions if folder.is_dir()]
        return [folder for folder in found if folder.is_dir()]

    def compile(self, source, output, kit, extra=()):
        builtin = run([*self.compiler, "-print-resource-dir"]).strip() + "/include"
        folders = [builtin, *self.system_folders(kit)]
        run([*self.compiler, "-c", *self.language(source), "-O2", *self.debug(), *KERNEL_CODE,
             *WINDOWS_10, "-D_KERNEL_MODE", "-DDEPRECATE_DDK_FUNCTIONS", *self.only_here,
             *(f"-ffile-prefix-map={path}={name}" for path, name in self.hidden(kit, output)),
             *(word for folder in folders for word in ("-isystem", folder)),
             *extra, source, "-o", output])

    def link(self, objects, output, entry, libraries):
        pdb = self.options.output.with_suffix(".pdb")
        debug = ["/debug", f"/pdb:{pdb}", f"/pdbaltpath:{pdb.name}"] if self.options.pdb else []
        run([needs("lld-link"), "/nologo", "/driver", "/subsystem:native", "/nodefaultlib",
             f"/entry:{entry}", f"/base:{IMAGE_BASE}", "/timestamp:0", f"/out:{output.name}",
             *debug, *objects, *libraries], output.parent)


def choose(options, sdk, uses_try):
    """gcc, unless the user or the source wants what gcc does not have."""
    name = options.compiler
    if name == "gcc" and uses_try:
        raise Failure("gcc does not know __try: leave --compiler out, or say --compiler clang")
    plus = any(source.suffix not in (".c", ".S") for source in options.sources)
    no_gcc = plus and not shutil.which(GNU + "g++")
    for wanted, what in ((options.pdb, "--pdb"), (options.wdk, "--wdk"), (uses_try, "__try"),
                         (no_gcc, "C++ without g++-mingw-w64-x86-64")):
        if wanted and name == "gcc":
            raise Failure(f"{what} wants clang")
        if wanted and not name:
            if not shutil.which("clang"):
                raise Failure(f"{what} wants clang, which is not installed")
            name = "clang"
    if options.wdk:
        return ClangWithKit(options, sdk)
    return Clang(options, sdk) if name == "clang" else Toolchain(options, sdk)
