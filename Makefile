# Drydock.  Two commands do everything: `make demo` and `make check`.
#
#	make demo	install what is missing, build, check a real driver and two faulty ones
#	make check	build with gcc and clang, every test, again under ASan and UBSan
#	make bench	measure; `make bench B=lives` runs one benchmark
#	make storm	seeds, refused allocations and fuzzers, for a night
#	make deps	install the Debian packages that are missing
#	make format	clang-format over our C files

B ?=
BUILD ?= build
SHELL := /bin/bash

.PHONY: all demo check quick bench storm deps format clean

all: deps
	@tools/configure $(BUILD)/gcc gcc
	@ninja -C $(BUILD)/gcc

demo: all
	@tools/demo $(BUILD)

check: deps
	@tools/check $(BUILD)

quick: all
	@meson test -C $(BUILD)/gcc --print-errorlogs

bench: deps
	@tools/deps libdpdk-dev || echo "bench classify goes without its peer" >&2
	@tools/configure $(BUILD)/release gcc --buildtype=release -Db_ndebug=false -Db_lto=true -Ddebug=true
	@ninja --quiet -C $(BUILD)/release bench/bench_gate bench/bench_lives bench/bench_ask bench/bench_classify
	@tools/bench $(BUILD) $(B)

storm: all
	@tools/storm $(BUILD)

deps:
	@tools/deps

format:
	@git ls-files 'src/*.[ch]' 'tests/*.[ch]' 'bench/*.[ch]' | grep -v '^tests/drivers/' | xargs clang-format -i

clean:
	rm -rf $(BUILD)
