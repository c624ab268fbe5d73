# Measurements. `make bench` takes about eight minutes on two quiet cores and
# rewrites bench/results and bench/RESULTS.md; QUICK=1 takes one minute and
# writes below the build folder only. SCALE=100000000 adds 10^8 lines (8 GB of
# disk); ONLY=peers,kinds measures only these parts (names in bench/run.py).

BENCH_FLAGS := $(if $(QUICK),--quick) $(if $(SCALE),--scale $(SCALE)) \
	$(if $(ONLY),--only $(ONLY))
BENCH_TOOLS := $(patsubst bench/%.c,$(BUILD)/bench/%,\
	$(sort $(wildcard bench/*.c)))

BENCH_RESULTS := $(if $(QUICK),$(BUILD)/bench/results,bench/results)

bench: all postgres $(BENCH_TOOLS) ## measures everything (QUICK=1, SCALE=, ONLY=)
	$(PYTHON) bench/run.py $(BUILD) $(BENCH_RESULTS) $(BENCH_FLAGS)
	$(PYTHON) bench/figures.py $(BENCH_RESULTS)
	$(PYTHON) bench/report.py $(BENCH_RESULTS)

bench-figures: ## the figures that were asked for, from the last results
	@$(PYTHON) bench/figures.py $(BENCH_RESULTS)

$(BUILD)/bench/%: bench/%.c $(A) | $(BUILD)/deps-bench
	@mkdir -p $(@D)
	$(SAY) "LD $@"
	$(Q)$(CC) $(EXE_CFLAGS) -pie $(LDFLAGS) -o $@ $< $(A) $(LIBS)

# DPDK's headers are not written for our warnings.
DPDK := -isystem /usr/include/dpdk \
	-isystem /usr/include/$(shell $(CC) -dumpmachine)/dpdk
$(BUILD)/bench/peers_map: CPPFLAGS += $(DPDK) -include rte_config.h -march=native
$(BUILD)/bench/peers_map: LIBS += -lrte_fib -lrte_rib -lrte_lpm -lrte_eal -lmaxminddb

-include $(BENCH_TOOLS:=.d)
.PHONY: bench bench-figures
