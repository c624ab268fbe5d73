# The command at work, on what a fresh Debian offers.

TOR := /usr/share/tor
DEMO = $(BUILD)/demo

# tor-geoipdb lists ranges by country: IPv4 as numbers, IPv6 as addresses.
$(DEMO)/geoip.txt: | $(BUILD)/deps-demo
	@mkdir -p $(@D)
	@awk -F, '!/^#/ {printf "%d.%d.%d.%d-%d.%d.%d.%d\n", \
		$$1 / 16777216, $$1 / 65536 % 256, $$1 / 256 % 256, $$1 % 256, \
		$$2 / 16777216, $$2 / 65536 % 256, $$2 / 256 % 256, $$2 % 256}' \
		$(TOR)/geoip > $@
$(DEMO)/geoip6.txt: | $(BUILD)/deps-demo
	@mkdir -p $(@D)
	@awk -F, '!/^#/ {print $$1 "-" $$2}' $(TOR)/geoip6 > $@

demo: all $(DEMO)/geoip.txt $(DEMO)/geoip6.txt ## the main job on real input
	@cli/demo $(EXE) $(DEMO)

.PHONY: demo
