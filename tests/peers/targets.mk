# Real systems as judges of what the command writes.

check-peers: $(EXE) $(SO) | $(BUILD)/deps-peers ## kernel, daemons, parsers judge
	@tests/peers/run $(EXE)

check: check-cases
check-cases: $(EXE) | $(BUILD)/deps-test ## what two daemons did, predicted
	@tests/peers/judge_cases $(EXE)

# Random tunnels, many: COUNT= cases, SEED= for the same ones again.
COUNT ?= 300
soak: $(EXE) | $(BUILD)/deps-peers ## many random tunnels against two daemons
	@tests/peers/judge_random_tunnels $(EXE) $(COUNT) $(SEED)
	@tests/peers/judge_tunnel $(EXE) all

.PHONY: check-cases soak check-peers
