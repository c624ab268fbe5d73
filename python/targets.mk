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
# other by the folder they are in. `pip wheel ./python` makes the same.
WHEEL := $(BUILD)/wheel
wheel-stage: $(SO)
	@rm -rf $(WHEEL) && mkdir -p $(WHEEL)/supernet/licenses
	@cp python/supernet/*.py python/supernet/py.typed $(WHEEL)/supernet/
	@cp LICENSE $(WHEEL)/supernet/licenses/libsupernet
	@echo $(VERSION) > $(WHEEL)/VERSION
	@$(CC) $(LIB_CFLAGS) -shared -Wl,-soname,$(SO_NAME) \
		-Wl,--version-script=lib/supernet.map $(NOUNDEF) $(RELRO) \
		-Wl,-rpath,'$$ORIGIN' -s $(LDFLAGS) \
		-o $(WHEEL)/supernet/$(SO_NAME) $(LIB_OBJ) $(LIBS)
	@set -e; for l in libcidr:libcidr0 libjansson:libjansson4; do \
		cp "$$(ldd $(SO) | awk -v l="$${l%:*}.so" \
			'index($$1, l) == 1 {print $$3}')" $(WHEEL)/supernet/; \
		cp "/usr/share/doc/$${l#*:}/copyright" \
			"$(WHEEL)/supernet/licenses/$${l%:*}"; done

wheel: wheel-stage ## a Python wheel with the library in it
	@$(PYTHON) -B python/wheel_backend.py $(WHEEL) $(WHEEL)/dist

check-wheel: wheel | $(BUILD)/deps-wheel ## installs the wheel and uses it
	@tests/install/wheel $(WHEEL) $(PYTHON)

.PHONY: check-python check-wheel wheel wheel-stage
