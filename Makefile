# libsupernet: build with GNU make and gcc or clang. `make help` lists targets.
PREFIX  ?= /usr/local
CFLAGS  ?= -O2 -g
BUILD   ?= build
AR      ?= ar
PYTHON  ?= /usr/bin/python3

VERSION := $(shell awk '/define SN_VERSION_(MAJOR|MINOR|PATCH)/ \
	{printf "%s%s", s, $$3; s = "."}' include/supernet.h)
SOMAJOR := 0

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wcast-qual -Wcast-align -Wwrite-strings -Wundef -Wvla -Wswitch-enum
# Sanitizer builds set HARDEN= and NOUNDEF= (see `make check-asan`).
HARDEN  ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong
NOUNDEF ?= -Wl,--no-undefined
RELRO   := -Wl,-z,relro,-z,now,-z,noexecstack
BASE    := -std=c11 $(WARN) $(HARDEN) -D_GNU_SOURCE -fvisibility=hidden \
	-pthread -Iinclude -Ilib -MMD -MP
LIB_CFLAGS  = $(BASE) -fPIC $(CPPFLAGS) $(CFLAGS)
EXE_CFLAGS  = $(BASE) -fPIE $(CPPFLAGS) $(CFLAGS)
LIBS    := -lcidr -ljansson

LIB_SRC := $(sort $(wildcard lib/*/*.c lib/*/*/*.c))
CLI_SRC := $(sort $(wildcard cli/*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o)
CLI_OBJ := $(CLI_SRC:%.c=$(BUILD)/%.o)
SO_NAME := libsupernet.so.$(SOMAJOR)
SO      := $(BUILD)/libsupernet.so.$(VERSION)
A       := $(BUILD)/libsupernet.a
EXE     := $(BUILD)/supernet
TESTS   := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/unit/*/*.c)))

all: $(A) $(SO) $(EXE) ## shared and static library, command

# `make` on a fresh machine: names or installs what is missing, once.
$(BUILD)/deps-%: .ci/deps
	@.ci/deps $*
	@mkdir -p $(@D) && touch $@

$(BUILD)/lib/%.o: lib/%.c | $(BUILD)/deps-build
	@mkdir -p $(@D)
	$(CC) $(LIB_CFLAGS) -c -o $@ $<

# See map_tree.c.
$(BUILD)/lib/set/map_tree.o: LIB_CFLAGS += -fno-tree-slp-vectorize

$(BUILD)/cli/%.o: cli/%.c | $(BUILD)/deps-build
	@mkdir -p $(@D)
	$(CC) $(EXE_CFLAGS) -c -o $@ $<

$(A): $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(SO): $(LIB_OBJ) lib/supernet.map
	$(CC) $(LIB_CFLAGS) -shared -Wl,-soname,$(SO_NAME) \
		-Wl,--version-script=lib/supernet.map $(NOUNDEF) $(RELRO) \
		$(LDFLAGS) -o $@ $(LIB_OBJ) $(LIBS)
	@ln -sf $(@F) $(BUILD)/$(SO_NAME)
	@ln -sf $(@F) $(BUILD)/libsupernet.so

# The command carries the library in itself: one file to copy, no start cost.
$(EXE): $(CLI_OBJ) $(A)
	$(CC) $(EXE_CFLAGS) -pie $(RELRO) $(LDFLAGS) -o $@ $(CLI_OBJ) $(A) $(LIBS)

$(BUILD)/tests/%: tests/%.c $(A) | $(BUILD)/deps-test
	@mkdir -p $(@D)
	$(CC) $(EXE_CFLAGS) -Itests -pie $(LDFLAGS) -o $@ $< $(A) $(LIBS) -lcmocka

# Each folder with targets of its own brings them along.
include $(sort $(wildcard */targets.mk tests/*/targets.mk))

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  \1\t/p' $(MAKEFILE_LIST) | \
		LC_ALL=C sort -u | expand -t 20

clean: ## removes everything that was built
	rm -rf build build-*

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(TESTS:=.d)
.PHONY: all help clean
.DEFAULT_GOAL := all
