"""The header foo.tmh, which WPP's preprocessor writes on Windows.

It defines the tracing functions that the sources call: DoTraceMessage, and those that a
comment in a header describes:

    // begin_wpp config
    // USEPREFIX (TraceError, "%!STDPREFIX!");
    // FUNC TraceError{LEVEL=1, FLAGS=2}(MSG, ...);
    // end_wpp

Here they trace nothing, and their arguments are not evaluated, as on Windows while no
trace session listens.  [kernel: wpp-software-tracing; devtest: wpp-preprocessor]
"""
import re

CONFIG = re.compile(r"begin_wpp\s+config(.*?)end_wpp", re.S)
FUNCTION = re.compile(r"\bFUNC\s+(\w+)")
ALWAYS = ("DoTraceMessage",)
USUAL = ("DoTraceLevelMessage", "TraceEvents")


def functions(text):
    """The names of tracing functions, in the order in which the sources tell them."""
    names = dict.fromkeys(ALWAYS)
    for config in CONFIG.findall(text):
        names.update(dict.fromkeys(FUNCTION.findall(config)))
    for name in USUAL:  # told by the project file (-func:), not by a comment
        if re.search(rf"\b{name}\s*\(", text):
            names[name] = None
    return list(names)


def header(text):
    lines = ["/* Made by drydock-cc in place of WPP's preprocessor: traces nothing. */",
             "#include <sdk_wpp.h>"]
    for name in functions(text):
        lines += [f"#undef {name}", f"#define {name}(...) ((void)0)"]
    return "\n".join(lines) + "\n"
