#define _GNU_SOURCE
#include "CCrash.h"

#include "text.h"

#include <execinfo.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

/* Signal handlers see nothing but globals. */
static char title[256], trace_file[PATH_MAX], last_line[2 * PATH_MAX];
static char reset_bytes[1024];
static size_t reset_length;
static int terminal_fd = -1, nowhere_fd = -1, wake_fd = -1, captured_fd = -1, errors_fd = -1;
static struct termios modes;
static int have_modes;
static volatile sig_atomic_t stop_signal;
/* The thread that crashed first. */
static atomic_int crashed;

static const struct { int number; const char *name; } crashes[] = {
    {SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"}, {SIGILL, "SIGILL"},
    {SIGTRAP, "SIGTRAP"}, {SIGABRT, "SIGABRT"}, {SIGFPE, "SIGFPE"},
};
static const int stops[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
static const int wakes[] = {SIGWINCH, SIGCONT, SIGTSTP};
enum { crash_count = sizeof crashes / sizeof *crashes, stop_count = sizeof stops / sizeof *stops };
enum { wake_count = sizeof wakes / sizeof *wakes, stack_size = 1 << 16, most_seconds = 5 };
static struct sigaction stop_before[stop_count], wake_before[wake_count];

/* - Returns: whether there was a terminal to give back. */
static int restore(void) {
    if (terminal_fd < 0) return 0;
    /* Other threads may be drawing. */
    if (nowhere_fd >= 0) dup2(nowhere_fd, STDOUT_FILENO);
    /* Nobody may read what is written to it. */
    signal(SIGALRM, SIG_DFL);
    alarm(most_seconds);
    if (have_modes) tcsetattr(terminal_fd, TCSANOW, &modes);
    clip_put(terminal_fd, reset_bytes, reset_length);
    return 1;
}

static void end(int signal_number) {
    signal(signal_number, SIG_DFL);
    sigset_t own;
    sigemptyset(&own);
    sigaddset(&own, signal_number);
    sigprocmask(SIG_UNBLOCK, &own, NULL);
    raise(signal_number);
}

/* - Returns: -1 where it cannot be. */
static int open_trace(void) {
    for (char *slash = strchr(trace_file + (*trace_file == '/'), '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(trace_file, 0700);
        *slash = '/';
    }
    return open(trace_file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
}

static void report(const char *name, int had_terminal) {
    int errors = had_terminal && errors_fd >= 0 ? errors_fd : STDERR_FILENO;
    int file = open_trace(), out = file < 0 ? errors : file;
    clip_put_text(out, title);
    clip_put_text(out, ": ");
    clip_put_text(out, name);
    clip_put_text(out, "\n");
    if (had_terminal && captured_fd >= 0) clip_put_file(out, captured_fd);
    clip_put_trace(out);
    if (file < 0) return;
    close(file);
    clip_put_text(errors, "clipscope: ");
    clip_put_text(errors, name);
    clip_put_text(errors, last_line);
    clip_put_text(errors, "\n");
}

static void on_crash(int signal_number) {
    int self = (int)syscall(SYS_gettid), first = 0;
    if (!atomic_compare_exchange_strong(&crashed, &first, self)) {
        if (first == self) end(signal_number);
        while (1) pause();
    }
    int had_terminal = restore();
    /* The trace takes locks where the crash may have been. */
    signal(SIGALRM, SIG_DFL);
    alarm(most_seconds);
    for (int i = 0; i < crash_count; i++)
        if (crashes[i].number == signal_number) report(crashes[i].name, had_terminal);
    end(signal_number);
}

static void on_stop(int signal_number) {
    if (stop_signal == 0 && wake_fd >= 0) {
        stop_signal = signal_number;
        char byte = (char)signal_number;
        clip_put(wake_fd, &byte, 1);
        return;
    }
    if (restore() && captured_fd >= 0 && errors_fd >= 0) clip_put_file(errors_fd, captured_fd);
    end(signal_number);
}

static void on_wake(int signal_number) {
    char byte = (char)signal_number;
    if (wake_fd >= 0) clip_put(wake_fd, &byte, 1);
}

static void copy(char *to, const char *from, size_t size) {
    strncpy(to, from, size - 1);
    to[size - 1] = 0;
}

static int is_ignored(int signal_number) {
    struct sigaction now;
    return sigaction(signal_number, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

void clip_crash_begin(const char *name, const char *file, const char *line) {
    copy(title, name, sizeof title);
    copy(trace_file, file, sizeof trace_file);
    copy(last_line, line, sizeof last_line);
    /* The first call loads a library, which a handler must not. */
    void *frame;
    backtrace(&frame, 1);
    clip_crash_thread();
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_ONSTACK | SA_NODEFER;
    action.sa_handler = on_crash;
    for (int i = 0; i < crash_count; i++)
        if (!is_ignored(crashes[i].number)) sigaction(crashes[i].number, &action, NULL);
    if (!is_ignored(SIGQUIT)) signal(SIGQUIT, SIG_DFL);
}

void *clip_crash_thread(void) {
    void *stack = mmap(NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stack == MAP_FAILED) return NULL;
    stack_t alternate = {.ss_sp = stack, .ss_size = stack_size};
    sigaltstack(&alternate, NULL);
    return stack;
}

void clip_crash_thread_end(void *stack) {
    if (!stack) return;
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
    munmap(stack, stack_size);
}

void clip_crash_install(const char *reset, size_t length, int terminal, int wake, int captured, int errors) {
    reset_length = length < sizeof reset_bytes ? length : sizeof reset_bytes;
    memcpy(reset_bytes, reset, reset_length);
    wake_fd = wake;
    captured_fd = captured;
    errors_fd = errors;
    stop_signal = 0;
    have_modes = tcgetattr(terminal, &modes) == 0;
    nowhere_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
    terminal_fd = fcntl(terminal, F_DUPFD_CLOEXEC, 0);

    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_ONSTACK;
    action.sa_handler = on_stop;
    for (int i = 0; i < stop_count; i++) sigaction(stops[i], &action, &stop_before[i]);
    action.sa_flags = SA_ONSTACK | SA_RESTART;
    action.sa_handler = on_wake;
    for (int i = 0; i < wake_count; i++) sigaction(wakes[i], &action, &wake_before[i]);
}

void clip_crash_remove(void) {
    int ours[] = {terminal_fd, nowhere_fd};
    terminal_fd = nowhere_fd = -1;
    for (int i = 0; i < 2; i++)
        if (ours[i] >= 0) close(ours[i]);
    for (int i = 0; i < stop_count; i++) sigaction(stops[i], &stop_before[i], NULL);
    for (int i = 0; i < wake_count; i++) sigaction(wakes[i], &wake_before[i], NULL);
}

void clip_crash_suspend(void) {
    struct sigaction own, action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &action, &own);
    raise(SIGTSTP);
    sigaction(SIGTSTP, &own, NULL);
}
