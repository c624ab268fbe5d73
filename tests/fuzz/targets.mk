# Fuzzing with libFuzzer, AddressSanitizer and UBSan, in a build of its own.
#   make fuzz TIME=60        each target for 60 seconds (default 10)
#   make fuzz FUZZ=text      one target
# Seeds: tests/fuzz/seeds/NAME and the files of tests/golden. What once broke
# stays in tests/fuzz/found/NAME and is run first.

TIME ?= 10
FUZZ_BUILD := $(BUILD)-fuzz
FUZZ_ALL   := $(patsubst tests/fuzz/fuzz_%.c,%,\
	$(sort $(wildcard tests/fuzz/fuzz_*.c)))
FUZZ       ?= $(FUZZ_ALL)
FUZZ_SAN   := -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer

fuzz: fuzz-build ## runs every fuzz target (TIME= seconds each, FUZZ= names)
	@tests/fuzz/run $(FUZZ_BUILD) $(TIME) $(FUZZ)

fuzz-build: | $(BUILD)/deps-build $(BUILD)/deps-fuzz
	@$(MAKE) --no-print-directory BUILD=$(FUZZ_BUILD) CC=clang HARDEN= \
		CFLAGS="-O1 -g $(FUZZ_SAN) -fsanitize=fuzzer-no-link" \
		$(FUZZ_ALL:%=$(FUZZ_BUILD)/fuzz/%)

$(BUILD)/fuzz/%: tests/fuzz/fuzz_%.c tests/fuzz/fuzz.h \
	$(wildcard tests/fuzz/*.h) tests/json.h $(A)
	@mkdir -p $(@D)
	$(SAY) "LD $@"
	$(Q)$(CC) $(EXE_CFLAGS) -Itests -fsanitize=fuzzer $(LDFLAGS) -o $@ $< $(A) $(LIBS) -ljansson

.PHONY: fuzz fuzz-build
