/*
 * main.c - which command is meant.
 */
#include <pthread.h>
#include <string.h>
#include <sys/resource.h>

#include "cli.h"

enum { STACK = 1 << 20, MORE = 8 * STACK };

static int
no_such_command(const char *name)
{
	struct nearest n = {.word = name};
	const struct command *c;

	for (size_t i = 0; (c = command_at(i)); i++)
		nearest_try(&n, c->name);
	nearest_try(&n, "help");
	return no_such(NULL, "command", &n);
}

/* supernet help [COMMAND] */
static int
help(const char *name)
{
	const struct command *command;

	if (!name || !strcmp(name, "help"))
		return show_overview();
	command = command_find(name);
	return command ? show_usage(command) : no_such_command(name);
}

static bool
is(const char *word, const char *option, const char *letter)
{
	return !strcmp(word, option) || !strcmp(word, letter);
}

static int
run(int argc, char **argv)
{
	const struct command *command;
	struct args args;
	int exit_code;

	if (argc < 2) {
		put_overview(stderr);
		return EXIT_USAGE;
	}
	if (is(argv[1], "--help", "-h"))
		return show_overview();
	if (is(argv[1], "--version", "-V"))
		return show_version();
	if (!strcmp(argv[1], "help"))
		return help(argv[2]);
	if (!strcmp(argv[1], "__complete"))
		return complete(argv + 2, argc - 2);
	command = command_find(argv[1]);
	if (!command && argv[1][0] == '-')
		return usage_error(NULL,
		    "a command stands first, and options after it: '%s'",
		    argv[1]);
	if (!command)
		return no_such_command(argv[1]);
	exit_code = args_read(&args, command, argc - 1, argv + 1);
	if (args.asked)
		exit_code = args.asked == 'h'	? show_usage(command)
			    : args.asked == 'V' ? show_version()
						: show_templates();
	else if (exit_code < 0)
		exit_code = command->run(&args);
	args_free(&args);
	return exit_code;
}

struct call {
	int argc;
	char **argv;
	int exit_code;
};

static void *
run_call(void *ctx)
{
	struct call *call = ctx;

	call->exit_code = run(call->argc, call->argv);
	return NULL;
}

/* Where the stack is kept small, as by `ulimit -s 64`, on one of our own. */
int
main(int argc, char **argv)
{
	struct call call = {argc, argv, EXIT_SYSTEM};
	pthread_attr_t attributes;
	struct rlimit limit;
	pthread_t thread;

	/* A message is one write, whole beside those of others. */
	(void)setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
	if (getrlimit(RLIMIT_STACK, &limit) || limit.rlim_cur >= STACK)
		return run(argc, argv);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, MORE);
	if (pthread_create(&thread, &attributes, run_call, &call))
		return status_exit(SN_ENOMEM, "a stack");
	pthread_join(thread, NULL);
	return call.exit_code;
}
