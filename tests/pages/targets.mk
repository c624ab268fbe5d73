# Reports in a real browser, as people see them.

check-pages: $(EXE) ## reports on screens and paper: chromium, tidy, axe-core
	@tests/pages/run $(EXE) $(BUILD)/pages

.PHONY: check-pages
