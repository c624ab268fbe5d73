# The Python module, tested with the library that was just built.

check: check-python

check-python: $(SO) | $(BUILD)/deps-python ## the Python module
	@PYTHONPATH=python PYTHONDONTWRITEBYTECODE=1 \
		SUPERNET_LIBRARY=$(abspath $(SO)) $(PYTHON) -m pytest -q \
		-p no:cacheprovider --hypothesis-seed=1 python/tests
	@PYTHONPATH=python PYTHONDONTWRITEBYTECODE=1 \
		SUPERNET_LIBRARY=$(abspath $(SO)) $(PYTHON) -c \
		"import doctest, supernet; exit(doctest.testmod(supernet)[0])"

# A wheel that carries the library, built from a copy.
wheel: $(SO) | $(BUILD)/deps-wheel ## a Python wheel with the library in it
	rm -rf $(BUILD)/wheel && mkdir -p $(BUILD)/wheel
	cp -r python/supernet python/pyproject.toml $(BUILD)/wheel/
	cp $(SO) $(BUILD)/wheel/supernet/$(SO_NAME)
	echo $(VERSION) > $(BUILD)/wheel/supernet/VERSION
	cd $(BUILD)/wheel && $(PYTHON) -m pip wheel -q --no-deps \
		--no-build-isolation -w dist .
	@ls $(BUILD)/wheel/dist

.PHONY: check-python wheel
