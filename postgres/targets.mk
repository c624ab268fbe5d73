# The PostgreSQL extension, built with the library of the tree in it, and tested
# on a server of its own. postgres/Makefile builds it elsewhere.

PG_STAGE := $(BUILD)/postgres/stage
PG_BUILD := $(BUILD)/postgres/build
PG_SRC   := $(wildcard postgres/*.[ch] postgres/*.sql postgres/Makefile \
	postgres/supernet.control)

$(PG_STAGE)/ok: $(PG_SRC) $(A) | $(BUILD)/deps-postgres
	@rm -rf $(PG_STAGE) $(PG_BUILD) && mkdir -p $(PG_STAGE) $(PG_BUILD)
	@cp $(PG_SRC) $(PG_BUILD)
	$(SAY) "PGXS postgres"
	$(Q)env -u MAKEFLAGS -u CFLAGS $(MAKE) -s -C $(PG_BUILD) with_llvm=no \
		COPT=-Werror SUPERNET_CFLAGS=-I$(abspath include) \
		SUPERNET_LIBS="$(abspath $(A)) $(LIBS)" \
		DESTDIR=$(abspath $(PG_STAGE)) install >$(BUILD)/postgres/log 2>&1 || \
		{ cat $(BUILD)/postgres/log; exit 1; }
	@touch $@

postgres: $(PG_STAGE)/ok ## the PostgreSQL extension, below build/postgres

check-postgres: $(PG_STAGE)/ok $(EXE) ## the extension, on a server of its own
	@postgres/test/run $(PG_STAGE) $(EXE)

.PHONY: postgres check-postgres
