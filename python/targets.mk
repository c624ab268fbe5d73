# The Python module, tested with the library that was just built.

check: check-python

check-python: $(SO) $(EXE) | $(BUILD)/deps-python ## the Python module
	@PYTHONPATH=python PYTHONDONTWRITEBYTECODE=1 \
		SUPERNET_LIBRARY=$(abspath $(SO)) \
		SUPERNET_COMMAND=$(abspath $(EXE)) $(PYTHON) -m pytest -q \
		-p no:cacheprovider --hypothesis-seed=1 python/tests
	@mypy --strict --no-error-summary --cache-dir=$(BUILD)/mypy \
		python/supernet

# A wheel that carries the library and the one that it needs, which it finds by
# the folder they are in. `pip wheel ./python` makes the same.
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
	@cp "$$(ldd $(SO) | awk '/libcidr\.so/ {print $$3}')" $(WHEEL)/supernet/
	@cp /usr/share/doc/libcidr0/copyright $(WHEEL)/supernet/licenses/libcidr

wheel: wheel-stage ## a Python wheel with the library in it
	@$(PYTHON) -B python/wheel_backend.py $(WHEEL) $(WHEEL)/dist

check-wheel: wheel | $(BUILD)/deps-wheel ## installs the wheel and uses it
	@tests/install/wheel $(WHEEL) $(PYTHON)

.PHONY: check-python check-wheel wheel wheel-stage
