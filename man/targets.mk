# The manuals: their form, their examples, and their options, which are those
# of --help and of the completions.

check: check-man

check-man: $(EXE) $(A) $(SO) | $(BUILD)/deps-man ## manuals and completions
	@tests/man/run $(EXE) $(BUILD) "$(CC) -Iinclude $(CFLAGS) $(LDFLAGS)" \
		"$(A) $(LIBS) -pthread -lm"

.PHONY: check-man
