#define _GNU_SOURCE
#include "text.h"

#include <dlfcn.h>
#include <elf.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

void clip_put(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written <= 0) return;
        bytes += written;
        length -= (size_t)written;
    }
}

void clip_put_text(int fd, const char *text) { clip_put(fd, text, strlen(text)); }

void clip_put_file(int fd, int from) {
    char buffer[4096];
    ssize_t count;
    off_t offset = 0;
    while ((count = pread(from, buffer, sizeof buffer, offset)) > 0) {
        clip_put(fd, buffer, (size_t)count);
        offset += count;
    }
}

static void put_hexadecimal(int fd, uintptr_t value) {
    char digits[2 + 2 * sizeof value];
    size_t start = sizeof digits;
    do digits[--start] = "0123456789abcdef"[value & 15];
    while (value >>= 4);
    digits[--start] = 'x';
    digits[--start] = '0';
    clip_put(fd, digits + start, sizeof digits - start);
}

/* The program's own symbol table, which knows functions that nobody links to. */
typedef struct {
    const ElfW(Sym) *symbols;
    size_t count;
    const char *names;
    size_t names_size;
} symbol_table;

static symbol_table own_symbols(void) {
    symbol_table none = {0}, found = {0};
    int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (fd < 0) return none;
    int is_known = fstat(fd, &status) == 0;
    size_t size = is_known ? (size_t)status.st_size : 0;
    const char *bytes = size > sizeof(ElfW(Ehdr)) ? mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
    close(fd);
    if (bytes == MAP_FAILED) return none;
    const ElfW(Ehdr) *header = (const void *)bytes;
    size_t sections_end = header->e_shoff + (size_t)header->e_shnum * sizeof(ElfW(Shdr));
    if (memcmp(bytes, ELFMAG, SELFMAG) != 0 || sections_end > size) return none;
    const ElfW(Shdr) *sections = (const void *)(bytes + header->e_shoff);
    for (int i = 0; i < header->e_shnum; i++) {
        if (sections[i].sh_type != SHT_SYMTAB || sections[i].sh_link >= header->e_shnum) continue;
        const ElfW(Shdr) *names = &sections[sections[i].sh_link];
        if (sections[i].sh_offset + sections[i].sh_size > size || names->sh_offset + names->sh_size > size) return none;
        found.symbols = (const void *)(bytes + sections[i].sh_offset);
        found.count = sections[i].sh_size / sizeof(ElfW(Sym));
        found.names = bytes + names->sh_offset;
        found.names_size = names->sh_size;
    }
    return found;
}

static const char *name_of(symbol_table table, uintptr_t offset) {
    for (size_t i = 0; i < table.count; i++) {
        const ElfW(Sym) *symbol = &table.symbols[i];
        int holds = offset >= symbol->st_value && offset - symbol->st_value < symbol->st_size;
        if (holds && ELF64_ST_TYPE(symbol->st_info) == STT_FUNC && symbol->st_name < table.names_size)
            return table.names + symbol->st_name;
    }
    return NULL;
}

void clip_put_trace(int fd) {
    void *frames[128];
    int count = backtrace(frames, 128);
    symbol_table own = own_symbols();
    Dl_info here = {0};
    dladdr((void *)clip_put_trace, &here);
    for (int i = 0; i < count; i++) {
        Dl_info info = {0};
        /* A return address belongs to the call before it. */
        char *address = (char *)frames[i] - (i > 0);
        if (dladdr(address, &info) == 0) {
            put_hexadecimal(fd, (uintptr_t)frames[i]);
            clip_put_text(fd, "\n");
            continue;
        }
        uintptr_t offset = (uintptr_t)(address - (char *)info.dli_fbase);
        const char *name = info.dli_fbase == here.dli_fbase ? name_of(own, offset) : NULL;
        put_hexadecimal(fd, offset);
        clip_put_text(fd, " ");
        clip_put_text(fd, name ? name : info.dli_sname ? info.dli_sname : "?");
        clip_put_text(fd, " ");
        clip_put_text(fd, info.dli_fname ? info.dli_fname : "");
        clip_put_text(fd, "\n");
    }
}
