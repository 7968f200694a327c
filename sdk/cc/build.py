"""One driver, from its sources to the image."""
import concurrent.futures
import os
import pathlib
import shutil
import tempfile

from cc import image, toolchain
from cc.kit import Kit, import_library
from cc.sources import Sources

SDK = pathlib.Path(__file__).resolve().parent.parent


def run(options):
    with tempfile.TemporaryDirectory(prefix="drydock-cc-") as folder:
        build(options, pathlib.Path(folder))


def build(options, work):
    uses_try = scan(options, work).uses_try
    chain = toolchain.choose(options, SDK, uses_try)
    kit = Kit(SDK, chain, options.libs, work)
    if options.prepare:
        return
    found = scan(options, work, chain.system_folders(kit.folder))
    objects = compile_all(options, work, chain, kit.folder, found)
    for number, definition in enumerate(options.definitions):
        import_library(definition, work / f"own{number}.a")
        objects.append(f"own{number}.a")
    linked = work / "image.sys"
    entry = options.entry or ("FxDriverEntry" if options.kmdf else "DriverEntry")
    chain.link([*objects, kit.folder / "crt.o"], linked, entry, kit.libraries())
    image.finish(linked, options.integrity_check)
    shutil.copyfile(linked, options.output)


def scan(options, work, system_folders=()):
    found = Sources(options.include_folders, system_folders, work / "made")
    found.walk(options.sources)
    return found


def compile_all(options, work, chain, kit, found):
    extra = list(options.for_compiler)
    if found.forwarding.is_dir():
        extra += ["-iquote", found.forwarding, "-isystem", found.forwarding]
    own = []
    if options.kmdf:
        version = ["-DKMDF_VERSION_MAJOR=1", f"-DKMDF_VERSION_MINOR={options.kmdf}"]
        extra += version
        own.append((chain.ours, SDK / "lib" / "wdf_entry.c", version))
    jobs = [(chain, source, extra) for source in options.sources] + own
    jobs = [(*job, work / f"{number}.o") for number, job in enumerate(jobs)]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        compiled = [pool.submit(compiler.compile, source, output, kit, words)
                    for compiler, source, words, output in jobs]
        for one in compiled:
            one.result()
    return [output.name for *_, output in jobs]
