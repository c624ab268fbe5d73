# The manuals: their form, their examples, and their options, which are those
# of --help and of the completions.

check: check-man

check-man: $(EXE) $(SO) | $(BUILD)/deps-man ## manuals and completions
	@man/generate --check
	@tests/man/run $(EXE) $(BUILD)

# After a change of a public header or of tests/examples.
update-manual: ## libsupernet(3) and the README's programs, from their sources
	@man/generate

.PHONY: check-man update-manual
