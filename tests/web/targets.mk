# The page in a browser.

check-web: $(PAGE) $(EXE) | $(BUILD)/deps-test $(BUILD)/deps-browser ## the page, in a browser
	@tests/web/run $(WASM) $(PAGE) $(EXE) $(BUILD)/web/npm

.PHONY: check-web
