# Installing: PREFIX, DESTDIR and each directory can be given. What depends on
# them is written when it is installed, never before.
BINDIR     ?= $(PREFIX)/bin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR     ?= $(PREFIX)/share/man
BASHDIR    ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR     ?= $(PREFIX)/share/zsh/site-functions
FISHDIR    ?= $(PREFIX)/share/fish/vendor_completions.d
CMAKEDIR   := $(LIBDIR)/cmake/supernet
INSTALL    ?= install

HEADERS := $(notdir $(sort $(wildcard include/*.h)))
MAN1    := $(notdir $(sort $(wildcard man/*.1)))
MAN3    := $(notdir $(sort $(wildcard man/*.3)))

FILL = sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@LIBDIR@|$(LIBDIR)|g' \
	-e 's|@INCLUDEDIR@|$(INCLUDEDIR)|g' -e 's|@VERSION@|$(VERSION)|g' \
	-e 's|@SONAME@|$(SO_NAME)|g' \
	-e "s|@INCLUDE_FROM_CMAKE@|$$(realpath -m \
		--relative-to='$(CMAKEDIR)' '$(INCLUDEDIR)')|g"
PUT = $(INSTALL) -m 644
TO  = $(DESTDIR)

install: all ## headers, libraries, command, manuals (PREFIX=, DESTDIR=)
	$(INSTALL) -d $(TO)$(BINDIR) $(TO)$(LIBDIR)/pkgconfig $(TO)$(CMAKEDIR) \
		$(TO)$(INCLUDEDIR) $(TO)$(MANDIR)/man1 $(TO)$(MANDIR)/man3 \
		$(TO)$(BASHDIR) $(TO)$(ZSHDIR) $(TO)$(FISHDIR)
	$(INSTALL) -m 755 $(EXE) $(TO)$(BINDIR)/supernet
	$(PUT) $(HEADERS:%=include/%) $(TO)$(INCLUDEDIR)/
	$(PUT) $(A) $(SO) $(TO)$(LIBDIR)/
	ln -sf $(notdir $(SO)) $(TO)$(LIBDIR)/$(SO_NAME)
	ln -sf $(SO_NAME) $(TO)$(LIBDIR)/libsupernet.so
	$(FILL) pkgconfig/supernet.pc.in > $(TO)$(LIBDIR)/pkgconfig/supernet.pc
	$(FILL) pkgconfig/supernet-config.cmake.in \
		> $(TO)$(CMAKEDIR)/supernet-config.cmake
	$(FILL) pkgconfig/supernet-config-version.cmake.in \
		> $(TO)$(CMAKEDIR)/supernet-config-version.cmake
	$(if $(MAN1),$(PUT) $(MAN1:%=man/%) $(TO)$(MANDIR)/man1/)
	$(if $(MAN3),$(PUT) $(MAN3:%=man/%) $(TO)$(MANDIR)/man3/)
	$(PUT) pkgconfig/completion/supernet.bash $(TO)$(BASHDIR)/supernet
	$(PUT) pkgconfig/completion/supernet.zsh $(TO)$(ZSHDIR)/_supernet
	$(PUT) pkgconfig/completion/supernet.fish $(TO)$(FISHDIR)/supernet.fish

# Directories that others use as well stay.
uninstall: ## removes what `make install` put there
	rm -f $(TO)$(BINDIR)/supernet $(HEADERS:%=$(TO)$(INCLUDEDIR)/%) \
		$(addprefix $(TO)$(LIBDIR)/,$(notdir $(A) $(SO)) $(SO_NAME) \
			libsupernet.so pkgconfig/supernet.pc) \
		$(TO)$(CMAKEDIR)/supernet-config.cmake \
		$(TO)$(CMAKEDIR)/supernet-config-version.cmake \
		$(MAN1:%=$(TO)$(MANDIR)/man1/%) $(MAN3:%=$(TO)$(MANDIR)/man3/%) \
		$(TO)$(BASHDIR)/supernet $(TO)$(ZSHDIR)/_supernet \
		$(TO)$(FISHDIR)/supernet.fish
	-rmdir $(TO)$(CMAKEDIR) 2>/dev/null

check-install: all | $(BUILD)/deps-install ## installs, links, uninstalls
	@tests/install/run $(BUILD)

.PHONY: install uninstall check-install

# Debian packages, built from a copy of the tree. The tests are `make check`'s;
# DEB_BUILD_OPTIONS= runs the unit tests here too.
DEB      := $(BUILD)/deb
DEB_TREE := $(DEB)/supernet-$(VERSION)
DEB_NEXT := $(shell echo $(VERSION) | awk -F. '{print $$1 "." $$2 + 1}')

deb: | $(BUILD)/deps-build $(BUILD)/deps-deb ## packages for Debian 12
	@rm -rf $(DEB) && mkdir -p $(DEB_TREE)
	@tar -c --exclude=__pycache__ .ci Makefile LICENSE README.md include lib \
		cli man pkgconfig python tests bench | tar -x -C $(DEB_TREE)
	@cp -r pkgconfig/debian $(DEB_TREE)/debian
	@sed -i -e 's|@VERSION@|$(VERSION)|' -e 's|@NEXT@|$(DEB_NEXT)|' \
		-e "s|@DATE@|$$(date -R -r include/supernet.h)|" \
		$(DEB_TREE)/debian/control $(DEB_TREE)/debian/changelog
	@cd $(DEB_TREE) && env -u MAKEFLAGS -u MAKELEVEL -u BUILD -u CFLAGS \
		DEB_BUILD_OPTIONS="$${DEB_BUILD_OPTIONS-nocheck parallel=2}" \
		dpkg-buildpackage -b -us -uc > ../build.log 2>&1 || \
		{ tail -n 30 ../build.log; exit 1; }
	@lintian --fail-on error,warning --allow-root $(DEB)/*.changes
	@ls $(DEB)/*.deb

check-deb: deb ## installs the packages, uses them, removes them (root)
	@tests/install/deb $(DEB)

.PHONY: deb check-deb
