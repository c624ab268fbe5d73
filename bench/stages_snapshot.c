/*
 * stages_snapshot.c - a mapped snapshot of many ranges: until it is a set, and
 * until all of it has been verified; its writing.
 *
 *   stages_snapshot KIND RANGES FILE     FILE is written, mapped, removed
 *
 * Times are of the whole, not of a range.
 */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "stages.h"

static sn_status
put(void *ctx, const char *data, size_t size)
{
	return fwrite(data, 1, size, ctx) == size ? SN_OK : SN_EIO;
}

static sn_set *
many(size_t n)
{
	sn_range4 *r = malloc(n * sizeof(*r));
	sn_set *set;

	must(r ? SN_OK : SN_ENOMEM, "ranges");
	for (size_t i = 0; i < n; i++)
		r[i] = (sn_range4){
		    (uint32_t)i * 400, (uint32_t)i * 400 + (uint32_t)i % 397};
	must(sn_set_from_ranges(&set, r, n, NULL, 0, NULL), "set");
	free(r);
	return set;
}

static void
write_to(const sn_set *set, const char *kind, const char *path)
{
	struct timing t = {0};

	for (int i = 0; i < STAGES_RUNS; i++) {
		FILE *f = fopen(path, "wb");

		must(f ? SN_OK : SN_EIO, path);
		timing_start(&t);
		must(sn_set_pack(set, put, f), "pack");
		must(fclose(f) ? SN_EIO : SN_OK, path);
		timing_stop(&t);
	}
	stages_row("snapshot-pack", kind, 1, &t, -1);
}

static void
borrow(const char *kind, int fd, size_t size, uint32_t flags)
{
	struct timing t = {0};

	for (int i = 0; i < STAGES_RUNS; i++) {
		sn_set *set;
		void *data;

		timing_start(&t);
		data = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
		must(data == MAP_FAILED ? SN_ENOMEM : SN_OK, "map");
		must(sn_set_borrow(&set, data, size, flags, NULL, NULL),
		    "borrow");
		timing_stop(&t);
		sn_set_free(set);
		munmap(data, size);
	}
	stages_row(
	    flags ? "snapshot-verify" : "snapshot-borrow", kind, 1, &t, -1);
}

int
main(int argc, char **argv)
{
	sn_set *set;
	int fd;

	if (argc != 4)
		return 2;
	set = many(strtoull(argv[2], NULL, 10));
	write_to(set, argv[1], argv[3]);
	fd = open(argv[3], O_RDONLY | O_CLOEXEC);
	unlink(argv[3]);
	borrow(argv[1], fd, sn_set_pack_size(set), 0);
	borrow(argv[1], fd, sn_set_pack_size(set), SN_BORROW_CHECK);
	sn_set_free(set);
	close(fd);
	return 0;
}
