# What proves things that no single test does: the rules of the house, the
# hardening of what is shipped, static analysis, further sanitizers, coverage.

check: check-floors check-circles check-words check-symbols check-oom

check-floors: ## include arrows, lengths of files and functions, top level
	@tests/trust/floors

check-circles: $(LIB_OBJ) $(CLI_OBJ) ## no files of a room that need each other
	@tests/trust/circles $(BUILD) $^

check-words: ## one meaning a word
	@tests/trust/one-meaning tests/trust/words

# Comments are laid out by hand, so their lengths are looked at here.
FORMAT   := clang-format-14
FORMATTED = $(sort $(shell find include lib cli postgres bench tests -name '*.[ch]'))
check-format: | $(BUILD)/deps-format ## layout of C, as `make format` leaves it
	@$(FORMAT) --dry-run -Werror $(FORMATTED)
	@! for f in $(FORMATTED); do expand -t 8 $$f | LC_ALL=C.UTF-8 \
		grep -nE '^.{81}' | sed "s|^|longer than 80: $$f:|"; done | grep .

format: | $(BUILD)/deps-format ## lays all C out anew
	@$(FORMAT) -i $(FORMATTED)

check-symbols: ## each exported function stands in at least one test
	@tests/trust/symbols

check-oom: $(SO) ## each exported function that allocates is made to fail
	@tests/trust/oom $(SO)

check-hardening: $(SO) $(EXE) | $(BUILD)/deps-hardening ## RELRO, PIE, ...
	@tests/trust/hardening $(SO) $(EXE)

# Each compiler with warnings as errors, and the tests without assertions.
check-gcc: ## gcc, warnings are errors, unit tests with -DNDEBUG
	$(MAKE) BUILD=$(BUILD)-gcc CC=gcc \
		CFLAGS="-O2 -g -Werror -DNDEBUG" all unit

check-clang: | $(BUILD)/deps-clang ## clang, warnings are errors, unit tests
	$(MAKE) BUILD=$(BUILD)-clang CC=clang CFLAGS="-O2 -g -Werror" all unit

check-asan-clang: | $(BUILD)/deps-fuzz ## as check-asan, with clang
	$(MAKE) BUILD=$(BUILD)-asan-clang CC=clang NOUNDEF= HARDEN= \
		CFLAGS="-O1 -g $(SAN) -fsanitize=address,undefined" all unit

# Uninitialised reads. libcidr, cmocka and jansson, with which some tests
# compare, are not instrumented: what they write looks uninitialised. Tests that
# meet values of jansson take heap memory for initialised; of the stack they see
# the same as the others, and check-valgrind sees the heap. MSAN_NOT: jansson's
# own parser calls strcmp() on what it wrote itself.
MSAN_NOT     := render/test_table_render render/test_plan
MSAN_TESTS   := $(filter-out $(MSAN_NOT:%=$(BUILD)-msan/tests/unit/%),\
	$(TESTS:$(BUILD)/%=$(BUILD)-msan/%))
MSAN_JANSSON := $(filter $(MSAN_TESTS),$(patsubst %.c,$(BUILD)-msan/%,\
	$(shell grep -lE '"json\.h"|<jansson\.h>' tests/unit/*/*.c)))
MSAN_HEAP_OK := poison_in_malloc=0:poison_in_free=0
check-msan: | $(BUILD)/deps-fuzz ## the unit tests under MemorySanitizer
	@$(MAKE) BUILD=$(BUILD)-msan CC=clang NOUNDEF= HARDEN= \
		CFLAGS="-O1 -g $(SAN) -fsanitize=memory" $(MSAN_TESTS)
	@SN_TEST_QUICK=1 tests/units $(filter-out $(MSAN_JANSSON),$(MSAN_TESTS))
	@SN_TEST_QUICK=1 MSAN_OPTIONS=$(MSAN_HEAP_OK) tests/units $(MSAN_JANSSON)

check-static: check-analyzer check-tidy check-cppcheck \
	check-shell ## gcc -fanalyzer, clang-tidy, cppcheck, shellcheck

# gcc 12 loses track of what sn__realloc() returned once it is in a struct
# behind a pointer, and then sees leaks and second frees of NULL (23 of them).
# These two are what test_oom*, AddressSanitizer and valgrind look for.
ANALYZER := -fanalyzer -Wno-analyzer-malloc-leak -Wno-analyzer-double-free
check-analyzer: ## gcc's path-sensitive analysis; any finding is an error
	@$(MAKE) BUILD=$(BUILD)-analyzer CC=gcc \
		CFLAGS="-O1 -Werror $(ANALYZER)" $(LIB_OBJ:$(BUILD)/%=$(BUILD)-analyzer/%) \
		$(CLI_OBJ:$(BUILD)/%=$(BUILD)-analyzer/%)

TIDY := $(patsubst %.c,$(BUILD)/tidy/%.ok,$(LIB_SRC) $(CLI_SRC))
check-tidy: $(TIDY) ## clang-tidy

$(BUILD)/tidy/%.ok: %.c tests/trust/clang-tidy | $(BUILD)/deps-static
	@mkdir -p $(@D)
	@clang-tidy --quiet --config-file=tests/trust/clang-tidy $< -- \
		-std=c11 -D_GNU_SOURCE -Iinclude -Ilib -Icli 2>/dev/null || \
		{ echo "clang-tidy: $<"; exit 1; }
	@touch $@

check-cppcheck: | $(BUILD)/deps-static ## cppcheck
	@cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr -j 2 \
		--enable=warning,portability,performance \
		--suppressions-list=tests/trust/cppcheck-suppressions \
		-D__GNUC__=12 -D__SIZEOF_INT128__=16 -D_GNU_SOURCE -Iinclude -Ilib -Icli lib cli

check-shell: | $(BUILD)/deps-static ## shellcheck on every script
	@find .ci bench cli man pkgconfig postgres python tests web -type f \
		! -path 'tests/golden/*/stdout' -print0 | xargs -0 awk 'FNR == 1 && /^#!.*(sh|bash)$$/ \
		{print FILENAME} {nextfile}' | xargs shellcheck -x -s bash \
		-e SC1091,SC2312,SC2317,SC2015

# Branches of lib/ that the tests take; those that none can take are marked in
# the code with the reason. Without optimisation a branch in the source is one
# in the object; the counts of threads are added up whole.
COVERAGE_MIN ?= 95
check-coverage coverage: | $(BUILD)/deps-coverage ## branch coverage of lib/
	@$(MAKE) BUILD=$(BUILD)-coverage HARDEN= CFLAGS="-O1 -g" \
		LIB_CFLAGS='$$(BASE) -fPIC -O0 -g --coverage' \
		LIBS='$(LIBS) --coverage' all \
		$(TESTS:$(BUILD)/%=$(BUILD)-coverage/%) >/dev/null
	@tests/trust/coverage $(BUILD)-coverage $(COVERAGE_MIN)

check-large: $(EXE) ## 2^31 lines through a pipe, a line of 100 MB (slow)
	@tests/trust/large $(EXE)

.PHONY: check-floors check-circles check-words check-format format \
	check-symbols check-oom check-hardening check-gcc check-clang \
	check-asan-clang check-msan check-static check-analyzer check-tidy \
	check-cppcheck check-shell check-coverage coverage check-large

# Their allocations go through the test's own functions: see tests/oom.h.
OOM_TESTS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/oom/*.c))
OOM_WRAP  := malloc posix_memalign calloc realloc free strdup pthread_create \
	cidr_from_str
$(OOM_TESTS): tests/oom.h
$(OOM_TESTS): private LDFLAGS += $(OOM_WRAP:%=-Wl,--wrap=%)
