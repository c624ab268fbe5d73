/*
 * Packets to match: what is read, written plainly, reads as the same packets.
 * inet_pton() has to agree about the lines of two words.
 */
#include <arpa/inet.h>

#include "fuzz.h"
#include "supernet_text.h"

struct packets {
	sn_packet *p;
	size_t n;
};

static sn_status
keep(void *ctx, const sn_packet *packets, size_t n)
{
	struct packets *all = ctx;

	all->p = realloc(all->p, (all->n + n) * sizeof(*packets));
	CHECK(n > 0 && all->p);
	memcpy(all->p + all->n, packets, n * sizeof(*packets));
	all->n += n;
	return SN_OK;
}

static bool
is_addr(const char *word)
{
	unsigned char bytes[16];

	return inet_pton(strchr(word, ':') ? AF_INET6 : AF_INET, word, bytes) ==
	       1;
}

/* How many packets there are, where the lines are plain; SIZE_MAX: or none. */
static size_t
count_lines(const char *text, size_t size)
{
	size_t n = 0;

	for (const char *p = text, *stop = text + size; p < stop;) {
		const char *end = memchr(p, '\n', (size_t)(stop - p));
		char line[128], one[64], two[64], more;
		size_t len;

		end = end ? end : stop;
		len = (size_t)(end - p);
		if (len >= sizeof(line) || memchr(p, '\0', len) ||
		    memchr(p, '#', len) || memchr(p, ',', len) ||
		    memchr(p, '\v', len) || memchr(p, '\f', len))
			return SIZE_MAX;
		memcpy(line, p, len);
		line[len] = '\0';
		switch (sscanf(line, "%63s %63s %c", one, two, &more)) {
		case EOF:
			break;
		case 2:
			if (!is_addr(one) || !is_addr(two) ||
			    !strchr(one, ':') != !strchr(two, ':'))
				return SIZE_MAX;
			n++;
			break;
		default:
			return SIZE_MAX;
		}
		p = end + 1;
	}
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct packets all = {NULL, 0}, again = {NULL, 0};
	struct fuzz_text plain = {NULL, 0, 0};
	size_t lines = count_lines(text, size);
	sn_status status;
	sn_error error;

	memset(&error, 0, sizeof(error));
	status = sn_packets_read(text, size, keep, &all, &error);
	CHECK(status == sn_packets_read(text, size, NULL, NULL, NULL));
	if (status) {
		CHECK(lines == SIZE_MAX);
		CHECK(status != SN_ENOMEM && error.message[0]);
		CHECK(error.offset <= size && error.line >= 1);
		free(all.p);
		return 0;
	}
	CHECK(lines == SIZE_MAX || lines == all.n);
	for (size_t i = 0; i < all.n; i++) {
		char line[2 * SN_ADDR_TEXT_MAX + 2];
		size_t n = sn_addr_format(line, sizeof(line), all.p[i].source);

		CHECK(all.p[i].source.family == all.p[i].destination.family);
		line[n++] = i & 1 ? ',' : ' ';
		n += sn_addr_format(
		    line + n, sizeof(line) - n, all.p[i].destination);
		line[n++] = '\n';
		CHECK(!fuzz_sink(&plain, line, n));
	}
	CHECK(!sn_packets_read(
	    plain.data ? plain.data : "", plain.size, keep, &again, NULL));
	CHECK(all.n == again.n);
	for (size_t i = 0; i < all.n; i++)
		CHECK(!sn_addr_compare(all.p[i].source, again.p[i].source) &&
		      !sn_addr_compare(
			  all.p[i].destination, again.p[i].destination));
	free(all.p);
	free(again.p);
	free(plain.data);
	return 0;
}
