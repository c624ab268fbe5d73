# Cases at scale, in one process for each processor, against oracles that
# share no code with what they judge. N= cases in all.
#   make check-oracle N=1000000
N       ?= 20000
# How many of a hundred cases.
ORACLES := sets:46 tries:10 covers:12 prices:8 maps:12 tables:6 plans:6
ORACLE_PROGRAMS := $(foreach o,$(ORACLES),$(BUILD)/oracle/$(firstword $(subst :, ,$o)))

check-oracle: check-oracle-cases

check-oracle-cases: $(ORACLE_PROGRAMS) ## N= cases against oracles, in process
	@EMULATOR='$(EMULATOR)' tests/oracle/run $(BUILD)/oracle $(N) $(ORACLES)

$(BUILD)/oracle/%: tests/oracle/%.c $(wildcard tests/oracle/*.h tests/*.h \
	tests/fuzz/*.h tests/fuzz/*.c) $(A) | $(BUILD)/deps-test
	@mkdir -p $(@D)
	$(SAY) "LD $@"
	$(Q)$(CC) $(EXE_CFLAGS) -Itests -pie $(LDFLAGS) -o $@ $< $(A) $(LIBS) -lcmocka

.PHONY: check-oracle-cases
