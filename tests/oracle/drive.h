/*
 * drive.h - runs any number of cases of one oracle on all processors. A case
 * follows from its number and SN_SEED alone, so that the one that failed can
 * be run again by itself.
 *   PROGRAM CASES [FIRST]     cases FIRST, FIRST + 1, ...; from 0 as a rule
 * Prints one line, and exits with 1 where a case failed.
 */
#ifndef SN_ORACLE_DRIVE_H
#define SN_ORACLE_DRIVE_H

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"

/* What the program gives; it ends the process where something is wrong. */
static void one_case(uint64_t *seed);

enum { WORKERS = 64 };

/* Each worker's current case, which outlives it. */
static volatile uint64_t *current;

static void
work(unsigned worker, unsigned workers, uint64_t first, uint64_t cases,
    uint64_t base)
{
	for (uint64_t i = first + worker; i < first + cases; i += workers) {
		uint64_t seed = base + i * 0x2545f4914f6cdd1du;

		current[worker] = i;
		one_case(&seed);
	}
}

static int
drive(const char *program, uint64_t cases, uint64_t first)
{
	const char *name = strrchr(program, '/');
	const char *text = getenv("SN_SEED");
	uint64_t base = text ? strtoull(text, NULL, 0) : 20260823u;
	long have = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned workers = have < 1	    ? 1
			   : have > WORKERS ? WORKERS
					    : (unsigned)have;
	pid_t pid[WORKERS];
	int failed = 0;

	if (cases < workers)
		workers = 1;
	fflush(stdout);
	for (unsigned i = 0; i < workers; i++) {
		pid[i] = fork();
		if (pid[i] == 0) {
			work(i, workers, first, cases, base);
			_exit(0);
		}
	}
	for (unsigned i = 0; i < workers; i++) {
		int status = 1;

		if (pid[i] > 0 && waitpid(pid[i], &status, 0) == pid[i] &&
		    status == 0)
			continue;
		failed = 1;
		printf("FAILED: SN_SEED=%" PRIu64 " %s 1 %" PRIu64 "\n", base,
		    program, current[i]);
	}
	printf("oracle %s: %" PRIu64 " cases%s\n", name ? name + 1 : program,
	    cases, failed ? ", FAILED" : "");
	return failed;
}

int
main(int argc, char **argv)
{
	uint64_t cases = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
	uint64_t first = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
	void *shared = mmap(NULL, WORKERS * sizeof(*current),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (!cases || shared == MAP_FAILED) {
		fprintf(stderr, "usage: %s CASES [FIRST]\n", argv[0]);
		return 2;
	}
	current = shared;
	return drive(argv[0], cases, first);
}

#endif
