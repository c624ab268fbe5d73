# libsupernet: build with GNU make and gcc or clang. `make help` lists targets,
# `make V=1` shows whole commands.
PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
BUILD   ?= build
AR      ?= ar
PYTHON  ?= /usr/bin/python3

VERSION := $(shell awk '/define SN_VERSION_(MAJOR|MINOR|PATCH)/ \
	{printf "%s%s", s, $$3; s = "."}' include/supernet.h)
# Counts the interfaces that are not compatible, and is not the version's: 0.1
# had 0. Programs that were linked with another number do not start.
SOMAJOR := 1

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wcast-qual -Wcast-align -Wwrite-strings -Wundef -Wvla -Wswitch-enum
# Sanitizer builds set HARDEN= and NOUNDEF= (see `make check-asan`).
HARDEN  ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong
NOUNDEF ?= -Wl,--no-undefined
RELRO   := -Wl,-z,relro,-z,now,-z,noexecstack
BASE    := -std=c11 $(WARN) $(HARDEN) -D_GNU_SOURCE -fvisibility=hidden \
	-pthread -Iinclude -Ilib -MMD -MP -ffile-prefix-map='$(CURDIR)'=.
LIB_CFLAGS  = $(BASE) -fPIC $(CPPFLAGS) $(CFLAGS)
EXE_CFLAGS  = $(BASE) -fPIE $(CPPFLAGS) $(CFLAGS)
LIBS    := -lcidr

LIB_SRC := $(sort $(wildcard lib/*/*.c lib/*/*/*.c))
CLI_SRC := $(sort $(wildcard cli/*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o)
CLI_OBJ := $(CLI_SRC:%.c=$(BUILD)/%.o)
SO_NAME := libsupernet.so.$(SOMAJOR)
SO      := $(BUILD)/libsupernet.so.$(VERSION)
A       := $(BUILD)/libsupernet.a
EXE     := $(BUILD)/supernet
TESTS   := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/unit/*/*.c)))

SAY := @$(if $(V),:,echo)
Q   := $(if $(V),,@)

all: $(A) $(SO) $(EXE) ## shared and static library, command
	@echo "built supernet $(VERSION): $(SO) $(A) $(EXE)"

# What a group of targets needs is looked for once. Building and installing
# only name what is missing; the demo and whatever tests or measures install it.
export INSTALL_MISSING ?= $(if $(filter demo check check-% unit coverage \
	fuzz bench format,$(MAKECMDGOALS)),1)
$(BUILD)/deps-%: .ci/deps
	@.ci/deps $*
	@mkdir -p $(@D) && touch $@

$(BUILD)/lib/%.o: lib/%.c | $(BUILD)/deps-build
	@mkdir -p $(@D)
	$(SAY) "CC $<"
	$(Q)$(CC) $(LIB_CFLAGS) -c -o $@ $<

# See map_btree.c.
$(BUILD)/lib/set/map_btree.o: LIB_CFLAGS += -fno-tree-slp-vectorize

$(BUILD)/cli/%.o: cli/%.c | $(BUILD)/deps-build
	@mkdir -p $(@D)
	$(SAY) "CC $<"
	$(Q)$(CC) $(EXE_CFLAGS) -c -o $@ $<

$(A): $(LIB_OBJ)
	@rm -f $@
	$(SAY) "AR $@"
	$(Q)$(AR) rcsD $@ $^

$(SO): $(LIB_OBJ) lib/supernet.map
	$(SAY) "LD $@"
	$(Q)$(CC) $(LIB_CFLAGS) -shared -Wl,-soname,$(SO_NAME) \
		-Wl,--version-script=lib/supernet.map $(NOUNDEF) $(RELRO) \
		$(LDFLAGS) -o $@ $(LIB_OBJ) $(LIBS)
	@ln -sf $(@F) $(BUILD)/$(SO_NAME)
	@ln -sf $(@F) $(BUILD)/libsupernet.so

# The command carries the library in itself: beside the C library it needs
# libcidr alone.
$(EXE): $(CLI_OBJ) $(A)
	$(SAY) "LD $@"
	$(Q)$(CC) $(EXE_CFLAGS) -pie $(RELRO) $(LDFLAGS) -o $@ $(CLI_OBJ) $(A) $(LIBS)

$(BUILD)/tests/%: tests/%.c $(A) | $(BUILD)/deps-test
	@mkdir -p $(@D)
	$(SAY) "LD $@"
	$(Q)$(CC) $(EXE_CFLAGS) -Itests -pie $(LDFLAGS) -o $@ $< $(A) $(LIBS) -ljansson -lcmocka

# Each folder with targets of its own brings them along.
include $(sort $(wildcard */targets.mk)) $(sort $(wildcard tests/*/targets.mk))

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  \1\t/p' $(MAKEFILE_LIST) | \
		LC_ALL=C sort -u | expand -t 20

clean: ## removes everything that was built
	rm -rf build build-*

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(TESTS:=.d)
.PHONY: all help clean
.DEFAULT_GOAL := all
