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
# Commands that have one page together; each is found by its own name, too.
MAN1_SETS := $(patsubst %,supernet-%.1,intersect subtract symdiff diff \
	complement count match)
MAN3    := $(notdir $(sort $(wildcard man/*.3)))
MAN7    := $(notdir $(sort $(wildcard man/*.7)))

FILL = sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@LIBDIR@|$(LIBDIR)|g' \
	-e 's|@INCLUDEDIR@|$(INCLUDEDIR)|g' -e 's|@VERSION@|$(VERSION)|g' \
	-e 's|@SONAME@|$(SO_NAME)|g' \
	-e "s|@INCLUDE_FROM_CMAKE@|$$(realpath -m \
		--relative-to='$(CMAKEDIR)' '$(INCLUDEDIR)')|g"
PUT = $(INSTALL) -m 644

# Where a directory is while it is being filled: one word of the shell, in
# which blanks are no matter. What sed, the shell or CMake would read in it is.
to = '$(DESTDIR)$(1)'
ODD = $(strip $(foreach c,' " \ | & $$ ;,$(findstring $(c),$(DESTDIR) \
	$(PREFIX) $(BINDIR) $(LIBDIR) $(INCLUDEDIR) $(MANDIR))))

install: all ## headers, libraries, command, manuals (PREFIX=, DESTDIR=)
	$(if $(ODD),$(error a directory may hold blanks, but not $(ODD)))
	$(SAY) "INSTALL $(DESTDIR)$(PREFIX)"
	$(Q)$(INSTALL) -d $(call to,$(BINDIR)) $(call to,$(LIBDIR)/pkgconfig) \
		$(call to,$(CMAKEDIR)) $(call to,$(INCLUDEDIR)) \
		$(call to,$(MANDIR)/man1) $(call to,$(MANDIR)/man3) \
		$(call to,$(MANDIR)/man7) \
		$(call to,$(BASHDIR)) $(call to,$(ZSHDIR)) $(call to,$(FISHDIR))
	$(Q)$(INSTALL) -m 755 $(EXE) $(call to,$(BINDIR)/supernet)
	$(Q)$(PUT) $(HEADERS:%=include/%) $(call to,$(INCLUDEDIR)/)
	$(Q)$(PUT) $(A) $(SO) $(call to,$(LIBDIR)/)
	$(Q)ln -sf $(notdir $(SO)) $(call to,$(LIBDIR)/$(SO_NAME))
	$(Q)ln -sf $(SO_NAME) $(call to,$(LIBDIR)/libsupernet.so)
	$(Q)$(FILL) pkgconfig/supernet.pc.in \
		> $(call to,$(LIBDIR)/pkgconfig/supernet.pc)
	$(Q)$(FILL) pkgconfig/supernet-config.cmake.in \
		> $(call to,$(CMAKEDIR)/supernet-config.cmake)
	$(Q)$(FILL) pkgconfig/supernet-config-version.cmake.in \
		> $(call to,$(CMAKEDIR)/supernet-config-version.cmake)
	$(Q)$(PUT) $(MAN1:%=man/%) $(call to,$(MANDIR)/man1/)
	$(Q)for page in $(MAN1_SETS); do \
		ln -sf supernet-aggregate.1 $(call to,$(MANDIR)/man1)/$$page; done
	$(Q)$(PUT) $(MAN3:%=man/%) $(call to,$(MANDIR)/man3/)
	$(Q)$(PUT) $(MAN7:%=man/%) $(call to,$(MANDIR)/man7/)
	$(Q)$(PUT) pkgconfig/completion/supernet.bash $(call to,$(BASHDIR)/supernet)
	$(Q)$(PUT) pkgconfig/completion/supernet.zsh $(call to,$(ZSHDIR)/_supernet)
	$(Q)$(PUT) pkgconfig/completion/supernet.fish \
		$(call to,$(FISHDIR)/supernet.fish)

# Directories that others use as well stay.
gone = cd $(call to,$(1)) 2>/dev/null && rm -f $(2) || true
uninstall: ## removes what `make install` put there
	$(SAY) "UNINSTALL $(DESTDIR)$(PREFIX)"
	$(Q)$(call gone,$(BINDIR),supernet)
	$(Q)$(call gone,$(INCLUDEDIR),$(HEADERS))
	$(Q)$(call gone,$(LIBDIR),$(notdir $(A) $(SO)) $(SO_NAME) libsupernet.so \
		pkgconfig/supernet.pc cmake/supernet/supernet-config.cmake \
		cmake/supernet/supernet-config-version.cmake)
	$(Q)$(call gone,$(MANDIR),$(MAN1:%=man1/%) $(MAN1_SETS:%=man1/%) \
		$(MAN3:%=man3/%) $(MAN7:%=man7/%))
	$(Q)$(call gone,$(BASHDIR),supernet)
	$(Q)$(call gone,$(ZSHDIR),_supernet)
	$(Q)$(call gone,$(FISHDIR),supernet.fish)
	$(Q)rmdir $(call to,$(CMAKEDIR)) 2>/dev/null || true

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
	@tar -c --exclude=__pycache__ .ci Makefile *.md LICENSE include lib \
		cli man pkgconfig postgres python tests bench | tar -x -C $(DEB_TREE)
	@cp -r pkgconfig/debian $(DEB_TREE)/debian
	@sed -i -e 's|@VERSION@|$(VERSION)|' -e 's|@NEXT@|$(DEB_NEXT)|' \
		-e "s|@DATE@|$$(LC_ALL=C date -R -u -d @$(SOURCE_DATE_EPOCH))|" \
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

# What is handed out: sources, packages, the wheel, the list of what is in them
# and sums of all. Equal sources, made by equal tools, give equal bytes.
DIST := $(BUILD)/dist
DIST_SOURCE := supernet-$(VERSION)
DIST_FILES  := .ci .clang-format Makefile LICENSE $(sort $(wildcard *.md)) \
	$(sort $(patsubst %/,%,$(filter-out build%/,$(wildcard */))))
export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || \
	stat -c %Y include/supernet.h)

$(DIST)/$(DIST_SOURCE).tar.gz:
	@mkdir -p $(@D)
	$(SAY) "TAR $@"
	@tar -c --sort=name --mtime=@$(SOURCE_DATE_EPOCH) --owner=0 --group=0 \
		--numeric-owner --mode=u+rw,go=rX --format=gnu \
		--exclude=__pycache__ --exclude='.*_cache' --exclude=.hypothesis \
		--transform='s,^,$(DIST_SOURCE)/,' $(DIST_FILES) | gzip -9n > $@

dist: wheel deb ## sources, wheel, Debian packages, SPDX and sums of them
	@rm -rf $(DIST)
	@$(MAKE) --no-print-directory $(DIST)/$(DIST_SOURCE).tar.gz
	@cp $(WHEEL)/dist/*.whl $(DEB)/*.deb $(DIST)/
	@pkgconfig/sbom $(VERSION) $(SOURCE_DATE_EPOCH) $(DIST)
	@cd $(DIST) && sha256sum -- * > SHA256SUMS
	@ls $(DIST)

check-dist: | $(BUILD)/deps-deb $(BUILD)/deps-wheel ## two builds, equal bytes
	@tests/install/dist

.PHONY: dist check-dist
