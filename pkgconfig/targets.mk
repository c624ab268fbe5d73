# Installing. What names the place it is installed in (.pc, CMake) is made
# here, at install time: made earlier, it would keep an old PREFIX.

LIBDIR ?= $(PREFIX)/lib
D_INC  = $(DESTDIR)$(PREFIX)/include
D_LIB  = $(DESTDIR)$(LIBDIR)
D_BIN  = $(DESTDIR)$(PREFIX)/bin
D_MAN  = $(DESTDIR)$(PREFIX)/share/man
FILL   = sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@LIBDIR@|$(LIBDIR)|g' \
	-e 's|@VERSION@|$(VERSION)|g' -e 's|@SOMAJOR@|$(SOMAJOR)|g'
PAGES1 := $(notdir $(wildcard man/*.1))
PAGES3 := $(notdir $(wildcard man/*.3))

install: all ## into PREFIX (/usr/local), below DESTDIR
	install -d $(D_INC) $(D_LIB)/pkgconfig $(D_LIB)/cmake/supernet $(D_BIN)
	install -m 644 include/*.h $(D_INC)/
	install -m 644 $(A) $(D_LIB)/
	install -m 755 $(SO) $(D_LIB)/
	ln -sf libsupernet.so.$(VERSION) $(D_LIB)/$(SO_NAME)
	ln -sf $(SO_NAME) $(D_LIB)/libsupernet.so
	install -m 755 $(EXE) $(D_BIN)/supernet
	$(FILL) pkgconfig/supernet.pc.in > $(D_LIB)/pkgconfig/supernet.pc
	for f in supernet-config supernet-config-version; do \
		$(FILL) pkgconfig/$$f.cmake.in > $(D_LIB)/cmake/supernet/$$f.cmake; \
	done
	for s in 1 3; do for f in man/*.$$s; do [ -f "$$f" ] || continue; \
		install -D -m 644 $$f $(D_MAN)/man$$s/$${f##*/}; done; done

# Empty folders go too, as far as nothing else is in them.
uninstall: ## removes what install put there
	rm -f $(addprefix $(D_INC)/,$(notdir $(wildcard include/*.h))) \
		$(addprefix $(D_LIB)/,libsupernet.a libsupernet.so $(SO_NAME) \
		libsupernet.so.$(VERSION) pkgconfig/supernet.pc) \
		$(D_BIN)/supernet $(addprefix $(D_MAN)/man1/,$(PAGES1)) \
		$(addprefix $(D_MAN)/man3/,$(PAGES3))
	rm -rf $(D_LIB)/cmake/supernet
	-@rmdir -p $(D_LIB)/cmake $(D_LIB)/pkgconfig $(D_INC) $(D_BIN) \
		$(D_MAN)/man1 $(D_MAN)/man3 2>/dev/null; true

check-install: all | $(BUILD)/deps-install ## programs built against an install
	@tests/install/run "$(MAKE)" "$(CC)"

.PHONY: install uninstall check-install
