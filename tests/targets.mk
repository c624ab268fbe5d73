# The tests. `make check` is what the README names; the slower builds of the
# same tests have targets of their own.

check: all unit check-golden check-faults check-oracle check-examples check-readme \
	check-exports check-headers ## builds and runs all tests

unit: $(TESTS) ## the unit tests alone
	@EMULATOR='$(EMULATOR)' tests/units $(TESTS)

check-golden: $(EXE) | $(BUILD)/deps-test ## the command's golden cases
	@EMULATOR='$(EMULATOR)' tests/golden/run $(EXE)

check-oracle: $(EXE) $(SO) | $(BUILD)/deps-test ## sets, plans, covers, worked out anew
	@tests/oracle_sets.py $(EXE) 40
	@tests/oracle_lenient.py $(SO) 20000
	@tests/oracle_plan.py $(EXE) 400
	@tests/oracle_nat.py $(EXE) 300
	@tests/oracle_sites.py $(EXE) 250
	@tests/oracle_cover.py $(EXE) 300
	@tests/oracle_match.py $(EXE) 60

check-faults: $(EXE) | $(BUILD)/deps-test ## signals, cut files, no memory
	@tests/faults $(EXE)

check-examples: $(A) | $(BUILD)/deps-test ## the C programs that we show
	@tests/examples/run $(BUILD)/examples "$(CC)" -Iinclude $(CFLAGS) \
		$(LDFLAGS) $(A) $(LIBS) -pthread -lm

check-readme: $(EXE) $(SO) | $(BUILD)/deps-test ## what the README shows
	@PYTHONPATH=python PYTHONDONTWRITEBYTECODE=1 \
		SUPERNET_LIBRARY=$(abspath $(SO)) \
		tests/readme.py README.md $(EXE)

# Exactly the reviewed symbols leave the shared library, and this release has a
# version node of its own.
check-exports: $(SO) lib/supernet.exports
	@grep -qx 'SUPERNET_$(subst .,_,$(basename $(VERSION))) {' \
		lib/supernet.map || { echo "lib/supernet.map: no node for \
		$(VERSION)"; exit 1; }
	@nm -D --defined-only $(SO) | awk '$$2 != "A" {sub(/@.*/, "", $$3); \
		print $$3}' | LC_ALL=C sort | diff -u lib/supernet.exports -

# After a reviewed change of the public interface.
update-exports: $(SO)
	nm -D --defined-only $(SO) | awk '$$2 != "A" {sub(/@.*/, "", $$3); \
		print $$3}' | LC_ALL=C sort > lib/supernet.exports

# Each public header alone, as C99, C11 and C++11.
check-headers: | $(BUILD)/deps-test
	@set -e; for h in include/*.h; do \
		for std in c99 c11; do $(CC) -std=$$std -Wall -Wextra -Werror \
			-Wpedantic -fsyntax-only -x c $$h; done; \
		$(CXX) -std=c++11 -Wall -Wextra -Werror -fsyntax-only -x c++ $$h; \
	done

SAN := -fno-omit-frame-pointer -fno-sanitize-recover=all
check-asan: ## unit tests and golden cases under AddressSanitizer and UBSan
	$(MAKE) BUILD=$(BUILD)-asan NOUNDEF= HARDEN= \
		CFLAGS="-O1 -g $(SAN) -fsanitize=address,undefined" all unit check-golden

check-tsan: ## the unit tests under ThreadSanitizer
	SN_TEST_QUICK=1 $(MAKE) BUILD=$(BUILD)-tsan NOUNDEF= HARDEN= \
		CFLAGS="-O1 -g $(SAN) -fsanitize=thread" all unit

# DWARF 4, because valgrind 3.19 cannot read clang 14's DWARF 5.
check-valgrind: $(BUILD)/deps-valgrind ## the unit tests under valgrind
	$(MAKE) BUILD=$(BUILD)-valgrind HARDEN= CFLAGS="-O1 -gdwarf-4" all \
		$(TESTS:$(BUILD)/%=$(BUILD)-valgrind/%)
	@SN_TEST_QUICK=1 EMULATOR="valgrind -q --error-exitcode=9 \
		--suppressions=tests/trust/valgrind.supp --leak-check=full" \
		tests/units $(TESTS:$(BUILD)/%=$(BUILD)-valgrind/%)

# arm64, and s390x whose bytes are in the other order. Where packages are missing
# that is said, and nothing is run.
check-cross: ## unit tests, golden cases, oracles of other machines, emulated
	@tests/trust/cross $(BUILD)-cross

# For a search of S seconds: make soak-work S=600.
S ?= 600
soak-work: $(EXE) ## searches for what makes a command work most a byte
	@tests/work.py $(EXE) $(S)

.PHONY: soak-work check-cross check check-golden check-oracle check-examples check-readme unit check-exports update-exports check-headers check-asan \
	check-tsan check-valgrind
