# The Python module, tested with the library that was just built.

check: check-python

check-python: $(SO) $(EXE) | $(BUILD)/deps-python ## the Python module
	@PYTHONPATH=python PYTHONDONTWRITEBYTECODE=1 \
		SUPERNET_LIBRARY=$(abspath $(SO)) \
		SUPERNET_COMMAND=$(abspath $(EXE)) $(PYTHON) -m pytest -q \
		-p no:cacheprovider --hypothesis-seed=1 python/tests
	@mypy --strict --no-error-summary --cache-dir=$(BUILD)/mypy \
		python/supernet

# A wheel that carries the library and the two that it needs: they find each
# other by the folder they are in.
WHEEL := $(BUILD)/wheel
wheel: $(SO) | $(BUILD)/deps-wheel ## a Python wheel with the library in it
	@rm -rf $(WHEEL) && mkdir -p $(WHEEL)/supernet/licenses
	@cp python/supernet/*.py python/supernet/py.typed $(WHEEL)/supernet/
	@cp python/pyproject.toml python/setup.py $(WHEEL)/
	@cp LICENSE $(WHEEL)/supernet/licenses/libsupernet
	@echo $(VERSION) > $(WHEEL)/supernet/VERSION
	@$(CC) $(LIB_CFLAGS) -shared -Wl,-soname,$(SO_NAME) \
		-Wl,--version-script=lib/supernet.map $(NOUNDEF) $(RELRO) \
		-Wl,-rpath,'$$ORIGIN' $(LDFLAGS) \
		-o $(WHEEL)/supernet/$(SO_NAME) $(LIB_OBJ) $(LIBS)
	@set -e; for l in libcidr:libcidr0 libjansson:libjansson4; do \
		cp "$$(ldd $(SO) | awk -v l="$${l%:*}.so" \
			'index($$1, l) == 1 {print $$3}')" $(WHEEL)/supernet/; \
		cp "/usr/share/doc/$${l#*:}/copyright" \
			"$(WHEEL)/supernet/licenses/$${l%:*}"; done
	@cd $(WHEEL) && $(PYTHON) -m pip wheel -q --no-deps \
		--no-build-isolation -w dist .
	@ls $(WHEEL)/dist/*.whl

check-wheel: wheel ## installs the wheel in a folder and uses it from there
	@rm -rf $(WHEEL)/installed
	@$(PYTHON) -m pip install -q --no-index --no-deps --target \
		$(WHEEL)/installed $(WHEEL)/dist/*.whl
	@cd / && env -u SUPERNET_LIBRARY PYTHONPATH=$(abspath $(WHEEL)/installed) \
		$(PYTHON) $(abspath python/tests/wheel.py)

.PHONY: check-python check-wheel wheel
