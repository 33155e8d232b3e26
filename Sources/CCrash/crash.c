#define _GNU_SOURCE
#include "CCrash.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

/* Signal handlers see nothing but globals. */
static char reset_bytes[1024];
static size_t reset_length;
static int terminal_fd = -1, wake_fd = -1, captured_fd = -1, errors_fd = -1;
static struct termios modes;
static int have_modes;
static volatile sig_atomic_t stop_signal;

static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGQUIT};
static const int stops[] = {SIGTERM, SIGHUP, SIGINT};
static const int wakes[] = {SIGWINCH, SIGCONT, SIGTSTP};
enum { wake_count = sizeof wakes / sizeof *wakes, crash_count = sizeof crashes / sizeof *crashes, stop_count = sizeof stops / sizeof *stops };
static struct sigaction crash_before[crash_count], stop_before[stop_count],
    wake_before[wake_count];
static void *stack;
static const size_t stack_size = 1 << 16;

static void put(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written <= 0) return;
        bytes += written;
        length -= (size_t)written;
    }
}

static void restore(void) {
    if (terminal_fd < 0) return;
    put(terminal_fd, reset_bytes, reset_length);
    if (have_modes) tcsetattr(terminal_fd, TCSANOW, &modes);
    if (captured_fd >= 0 && errors_fd >= 0) {
        char buffer[4096];
        ssize_t count;
        off_t offset = 0;
        while ((count = pread(captured_fd, buffer, sizeof buffer, offset)) > 0) {
            put(errors_fd, buffer, (size_t)count);
            offset += count;
        }
    }
}

static void die(int signal_number, const struct sigaction *before) {
    restore();
    sigaction(signal_number, before, NULL);
    raise(signal_number);
}

static void on_crash(int signal_number) {
    for (int i = 0; i < crash_count; i++)
        if (crashes[i] == signal_number) die(signal_number, &crash_before[i]);
}

static void on_stop(int signal_number) {
    if (stop_signal == 0 && wake_fd >= 0) {
        stop_signal = signal_number;
        char byte = (char)signal_number;
        put(wake_fd, &byte, 1);
        return;
    }
    for (int i = 0; i < stop_count; i++)
        if (stops[i] == signal_number) die(signal_number, &stop_before[i]);
}

static void on_wake(int signal_number) {
    char byte = (char)signal_number;
    if (wake_fd >= 0) put(wake_fd, &byte, 1);
}

void clip_crash_install(const char *reset, size_t length, int terminal, int wake, int captured, int errors) {
    reset_length = length < sizeof reset_bytes ? length : sizeof reset_bytes;
    memcpy(reset_bytes, reset, reset_length);
    wake_fd = wake;
    captured_fd = captured;
    errors_fd = errors;
    stop_signal = 0;
    have_modes = tcgetattr(terminal, &modes) == 0;
    terminal_fd = terminal;

    stack = mmap(NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stack != MAP_FAILED) {
        stack_t alternate = {.ss_sp = stack, .ss_size = stack_size};
        sigaltstack(&alternate, NULL);
    }
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_ONSTACK | SA_NODEFER;
    action.sa_handler = on_crash;
    for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &action, &crash_before[i]);
    action.sa_flags = SA_ONSTACK;
    action.sa_handler = on_stop;
    for (int i = 0; i < stop_count; i++) sigaction(stops[i], &action, &stop_before[i]);
    action.sa_flags = SA_ONSTACK | SA_RESTART;
    action.sa_handler = on_wake;
    for (int i = 0; i < wake_count; i++) sigaction(wakes[i], &action, &wake_before[i]);
}

void clip_crash_remove(void) {
    terminal_fd = -1;
    for (int i = 0; i < crash_count; i++) sigaction(crashes[i], &crash_before[i], NULL);
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
