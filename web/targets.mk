# The command as a page for browsers: compiled to WebAssembly by Debian's clang
# and put into one file. clang links without -O, so that it calls no wasm-opt of
# whatever version; Debian's then makes it smaller, also by what it need not
# keep for memory below 1024: the far end of the stack is there.

WASM_CC ?= clang
WEB     := $(BUILD)/web
WASM    := $(WEB)/supernet.wasm
PAGE    := $(WEB)/supernet.html
WEB_SRC := $(LIB_SRC) $(CLI_SRC) web/qsort_r.c
WEB_OBJ := $(WEB_SRC:%.c=$(WEB)/%.o)
# What reads and writes lists is made fast, everything else small.
WEB_FAST := $(filter lib/text/bulk_line.c lib/text/bulk_newlines.c \
	lib/text/bulk_write.c lib/text/fast_%,$(WEB_SRC))

WEB_FLAGS = --target=wasm32-wasi -std=c11 $(WARN) -D_GNU_SOURCE \
	-DSN_WITHOUT_LIBCIDR -Iinclude -Ilib -MMD -MP \
	-ffile-prefix-map='$(CURDIR)'=. -include web/qsort_r.h -Oz
$(WEB_FAST:%.c=$(WEB)/%.o): WEB_FLAGS += -O2
# Headers that WebAssembly has not; posix.h stands for all of them.
WEB_HEADERS := $(addprefix $(WEB)/include/,pthread.h signal.h spawn.h \
	sys/mman.h sys/random.h sys/resource.h sys/wait.h)
$(WEB)/cli/%.o: WEB_FLAGS += -isystem $(WEB)/include -include web/posix.h \
	-Wno-gnu-statement-expression

web: $(PAGE) ## the page for browsers, one file
	@echo "built $(PAGE): $$(wc -c <$(PAGE)) bytes"

$(WEB_HEADERS):
	@mkdir -p $(@D)
	@: >$@

$(WEB)/%.o: %.c | $(WEB_HEADERS) $(BUILD)/deps-web
	@mkdir -p $(@D)
	$(SAY) "CC $< (wasm)"
	$(Q)$(WASM_CC) $(WEB_FLAGS) -c -o $@ $<

$(WASM): $(WEB_OBJ) | $(BUILD)/deps-web
	$(SAY) "LD $@"
	$(Q)$(WASM_CC) --target=wasm32-wasi -o $@.big $^ \
		-Wl,--strip-all,--stack-first,-z,stack-size=2097152
	$(Q)/usr/bin/wasm-opt -Oz --low-memory-unused -o $@ $@.big
	@rm $@.big

$(PAGE): $(WASM) web/assemble $(wildcard web/*.js web/*.css web/*.html)
	$(SAY) "ASSEMBLE $@"
	$(Q)web/assemble $< >$@.new
	@mv $@.new $@

-include $(WEB_OBJ:.o=.d)
.PHONY: web
