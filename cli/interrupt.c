/*
 * interrupt.c - what comes from outside: an interrupt, or a mapped file that is
 * no longer there, which leave no temporary file behind; a call that has to be
 * made again.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/* One at a time: a command has one output. */
static char *volatile unfinished;

static void
on_interrupt(int signal_number)
{
	if (unfinished)
		unlink(unfinished);
	(void)raise(signal_number); /* its action is the default again */
}

static void
on_cut_short(int signal_number)
{
	static const char text[] =
	    "supernet: an input file was cut short while it was read\n";

	(void)signal_number;
	if (unfinished)
		unlink(unfinished);
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(EXIT_SYSTEM);
	_exit(EXIT_SYSTEM);
}

void
interrupt_removes(char *temporary)
{
	static const int number[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM,
	    SIGVTALRM, SIGPROF, SIGXCPU, SIGUSR1, SIGUSR2};
	struct sigaction act, old;

	unfinished = temporary;
	if (!temporary)
		return;
	memset(&act, 0, sizeof(act));
	act.sa_handler = on_interrupt;
	act.sa_flags = (int)SA_RESETHAND;
	/* What was ignored, as by nohup, stays so. */
	for (size_t i = 0; i < sizeof(number) / sizeof(*number); i++)
		if (!sigaction(number[i], NULL, &old) &&
		    old.sa_handler == SIG_DFL)
			(void)sigaction(number[i], &act, NULL);
}

void
interrupt_by_mapping(void)
{
	(void)signal(SIGBUS, on_cut_short);
}

bool
call_again(int fd, short events)
{
	struct pollfd p = {fd, events, 0};

	if (errno == EAGAIN)
		return poll(&p, 1, -1) > 0 || errno == EINTR;
	return errno == EINTR;
}
