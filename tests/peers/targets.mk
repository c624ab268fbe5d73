# Real systems as judges of what the command writes.

check-peers: $(EXE) $(SO) | $(BUILD)/deps-peers ## kernel, daemons, parsers judge
	@tests/peers/run $(EXE)

.PHONY: check-peers
