/*
 * posix.h - what the command asks of a POSIX system and WebAssembly has not:
 * processes, threads, signals, mapped files, owners. Each call fails as POSIX
 * says it may, so that the command goes on without it, or says what it lacks.
 * Included before every file of the command, in the place of the headers that
 * are named here.
 */
#ifndef SN_WEB_POSIX_H
#define SN_WEB_POSIX_H

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static inline int
web_none(int error)
{
	errno = error;
	return -1;
}

/* fcntl.h: a command that is refused with EINVAL */
#define F_DUPFD_CLOEXEC (-1)

/* unistd.h, sys/wait.h */
#define fork()			 web_none(ENOSYS)
#define waitpid(child, to, how)	 ((void)(child), (void)(to), web_none(ECHILD))
#define pipe2(ends, flags)	 ((void)(ends), web_none(ENOSYS))
#define getpid()		 1
#define fchown(fd, user, group)	 web_none(ENOSYS)
#define WIFEXITED(status)	 ((status) >= 0)
#define WEXITSTATUS(status)	 (status)

/* spawn.h */
typedef char posix_spawn_file_actions_t, posix_spawnattr_t;
#define POSIX_SPAWN_SETSIGDEF			      0
#define posix_spawn_file_actions_init(a)	      ((void)(a), ENOSYS)
#define posix_spawn_file_actions_adddup2(a, from, to) ((void)((from) + (to)), 0)
#define posix_spawn_file_actions_addopen(a, ...)      0
#define posix_spawn_file_actions_destroy(a)	      0
#define posix_spawnattr_init(a)			      ((void)(a), 0)
#define posix_spawnattr_setsigdefault(a, set)	      0
#define posix_spawnattr_setflags(a, flags)	      0
#define posix_spawnattr_destroy(a)		      0
#define posix_spawnp(child, program, actions, attributes, argv, environ) \
  ((void)(argv), (void)(environ), ENOSYS)

/* pthread.h */
#define pthread_create(thread, attributes, work, arg) \
  ((void)(thread), (void)(work), (void)(arg), EAGAIN)
#define pthread_join(thread, result)	   ((void)(thread), EINVAL)
#define pthread_attr_init(a)		   ((void)(a), 0)
#define pthread_attr_setstacksize(a, size) ((void)(size), 0)

/* signal.h */
struct sigaction {
	void (*sa_handler)(int);
	int sa_flags;
};
enum {
	SIGHUP = 1,
	SIGINT,
	SIGQUIT,
	SIGBUS,
	SIGUSR1,
	SIGUSR2,
	SIGPIPE,
	SIGALRM,
	SIGTERM,
	SIGCHLD,
	SIGXCPU,
	SIGXFSZ,
	SIGVTALRM,
	SIGPROF,
	SIG_SETMASK,
	SA_RESETHAND
};
#define SIG_DFL			     ((void (*)(int))0)
#define SIG_IGN			     ((void (*)(int))1)
#define signal(number, handler)	     ((void)(handler), 0)
#define sigaction(number, act, old)  ((void)(act), web_none(ENOSYS))
#define sigemptyset(set)	     ((void)(set), 0)
#define sigfillset(set)		     ((void)(set), 0)
#define sigaddset(set, number)	     ((void)(set), 0)
#define sigprocmask(how, set, old)   ((void)(set), (void)(old), 0)
#define raise(number)		     ((void)(number), 0)

/* sys/mman.h */
#define PROT_READ	0
#define MAP_PRIVATE	0
#define MADV_DONTNEED	0
#define MADV_SEQUENTIAL 0
#define MAP_FAILED	((void *)-1)
#define mmap(at, size, prot, flags, fd, offset) \
  ((void)(fd), web_none(ENODEV), MAP_FAILED)
#define munmap(at, size)	((void)(at), 0)
#define madvise(at, size, what) ((void)(at), 0)

/* sys/resource.h, sys/random.h */
struct rlimit {
	unsigned long rlim_cur;
};
#define RLIMIT_STACK		     0
#define getrlimit(what, limit)	     ((limit)->rlim_cur = 0, web_none(ENOSYS))
int getentropy(void *to, size_t size);
#define GRND_NONBLOCK		     0
#define getrandom(to, size, flags)   getentropy(to, size)

/* fcntl.h, stdlib.h, sys/stat.h */
#define O_TMPFILE	 0
#define mkstemp(name)	 ((void)(name), web_none(EROFS))
#define umask(mode)	 ((void)(mode), 0u)
#define fchmod(fd, mode) ((void)(mode), web_none(ENOSYS))

#endif
