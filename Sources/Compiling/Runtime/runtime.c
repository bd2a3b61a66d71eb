// What a program compiled for WebAssembly has of the C library, upon the system calls of WASI: those
// that a page answers, and wasmkit. Mathematics is in mathematics.c.
#include "libc.h"

#define IMPORT(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(name)))

typedef struct { const void *bytes; size_t count; } Part;

IMPORT("args_sizes_get") int wasi_words_size(size_t *count, size_t *size);
IMPORT("args_get") int wasi_words(uint8_t **starts, uint8_t *bytes);
IMPORT("clock_time_get") int wasi_clock(int clock, uint64_t precision, uint64_t *nanoseconds);
IMPORT("random_get") int wasi_random(void *bytes, size_t count);
IMPORT("fd_write") int wasi_write(int file, const Part *parts, size_t count, size_t *written);
IMPORT("fd_read") int wasi_read(int file, const Part *parts, size_t count, size_t *read);
IMPORT("fd_close") int wasi_close(int file);
IMPORT("path_open") int wasi_open(
  int folder, int lookup, const char *path, size_t length, int flags, uint64_t rights,
  uint64_t inherited, int options, int *file);
IMPORT("proc_exit") _Noreturn void wasi_exit(int status);

// Bytes. With bulk memory these calls are instructions.

void *memcpy(void *to, const void *from, size_t count) { return __builtin_memcpy(to, from, count); }
void *memmove(void *to, const void *from, size_t count) { return __builtin_memmove(to, from, count); }
void *memset(void *to, int byte, size_t count) { return __builtin_memset(to, byte, count); }

int memcmp(const void *a, const void *b, size_t count) {
  const uint8_t *x = a, *y = b;
  for (size_t i = 0; i < count; i++) {
    if (x[i] != y[i]) return x[i] - y[i];
  }
  return 0;
}

size_t strlen(const char *text) {
  size_t count = 0;
  while (text[count]) count++;
  return count;
}

// Memory. Blocks come in classes of sizes, four to a doubling; a block that is freed waits in the
// list of its class. Sixteen bytes in front of a block say where it really begins, and its class.

enum { unit = 16, classes = 112, page = 65536 };

typedef struct Block { struct Block *next; } Block;
typedef struct { void *start; uint32_t class; uint32_t spare[2]; } Header;

extern uint8_t __heap_base;
static Block *waiting[classes];
static uintptr_t fresh, limit;

static size_t size_of_class(uint32_t class) {
  return (size_t)(4 + class % 4) << (class / 4 + 3);
}

static uint32_t class_of_size(size_t size) {
  if (size <= 32) return 0;
  uint32_t power = 31 - __builtin_clz((uint32_t)(size - 1));
  uint32_t class = (power - 5) * 4 + ((uint32_t)(size - 1) >> (power - 2)) % 4 + 1;
  return class;
}

static void *take(uint32_t class) {
  if (waiting[class]) {
    Block *block = waiting[class];
    waiting[class] = block->next;
    return block;
  }
  size_t size = (size_of_class(class) + unit - 1) / unit * unit;
  if (!fresh) {
    fresh = ((uintptr_t)&__heap_base + unit - 1) / unit * unit;
    limit = __builtin_wasm_memory_size(0) * page;
  }
  if (size > limit - fresh) {
    size_t pages = (size - (limit - fresh) + page - 1) / page;
    size_t more = pages < 64 ? 64 : pages;
    if (__builtin_wasm_memory_grow(0, more) == (size_t)-1) {
      if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1) return 0;
      more = pages;
    }
    limit += more * page;
  }
  void *block = (void *)fresh;
  fresh += size;
  return block;
}

int posix_memalign(void **place, size_t alignment, size_t size) {
  size_t room = alignment > unit ? alignment : unit;
  if (size > 0x7F000000 - room) return 12;
  uint32_t class = class_of_size(size + room);
  uint8_t *start = take(class);
  if (!start) return 12;
  uintptr_t block = ((uintptr_t)start + sizeof(Header) + room - 1) / room * room;
  if (room == unit) block = (uintptr_t)start + unit;
  Header *header = (Header *)block - 1;
  header->start = start;
  header->class = class;
  *place = (void *)block;
  return 0;
}

void *malloc(size_t size) {
  void *block = 0;
  return posix_memalign(&block, unit, size) == 0 ? block : 0;
}

void free(void *block) {
  if (!block) return;
  Header *header = (Header *)block - 1;
  Block *start = header->start;
  uint32_t class = header->class;
  start->next = waiting[class];
  waiting[class] = start;
}

// Files. The program's folder is the first that is open to it.

enum { folder = 3, streams = 64 };

static uint8_t output[4096];
static size_t pending;

static size_t write_all(int file, const void *bytes, size_t count) {
  size_t done = 0;
  while (done < count) {
    Part part = { (const uint8_t *)bytes + done, count - done };
    size_t written = 0;
    if (wasi_write(file, &part, 1, &written) || written == 0) break;
    done += written;
  }
  return done;
}

static void flush(void) {
  write_all(1, output, pending);
  pending = 0;
}

int putchar(int byte) {
  output[pending++] = (uint8_t)byte;
  if (byte == '\n' || byte == '\r' || pending == sizeof output) flush();
  return byte;
}

ptrdiff_t write(int file, const void *bytes, size_t count) {
  if (file == 1) flush();
  return (ptrdiff_t)write_all(file, bytes, count);
}

ptrdiff_t read(int file, void *bytes, size_t count) {
  Part part = { bytes, count };
  size_t done = 0;
  return wasi_read(file, &part, 1, &done) ? -1 : (ptrdiff_t)done;
}

static FILE files[streams] = { { 0 }, { 1 }, { 2 } };
static uint8_t failed[streams];
FILE *const stdin = &files[0];
FILE *const stdout = &files[1];
FILE *const stderr = &files[2];

FILE *fopen(const char *path, const char *mode) {
  int place = 3;
  while (place < streams && files[place].number) place++;
  if (place == streams) return 0;
  while (path[0] == '.' && path[1] == '/') path += 2;
  int writes = mode[0] == 'w';
  if (!writes && mode[0] != 'r') return 0;
  int number = 0;
  const uint64_t rights = writes ? 1 << 6 : 1 << 1;
  if (wasi_open(folder, 1, path, strlen(path), writes ? 1 | 8 : 0, rights, 0, 0, &number)) return 0;
  files[place].number = number;
  failed[place] = 0;
  return &files[place];
}

size_t fread(void *bytes, size_t size, size_t count, FILE *file) {
  size_t wanted = size * count, done = 0;
  while (done < wanted) {
    ptrdiff_t some = read(file->number, (uint8_t *)bytes + done, wanted - done);
    if (some < 0) failed[file - files] = 1;
    if (some <= 0) break;
    done += (size_t)some;
  }
  return size ? done / size : 0;
}

size_t fwrite(const void *bytes, size_t size, size_t count, FILE *file) {
  if (file->number == 1) flush();
  size_t done = write_all(file->number, bytes, size * count);
  if (done < size * count) failed[file - files] = 1;
  return size ? done / size : 0;
}

int fclose(FILE *file) {
  int status = wasi_close(file->number) || failed[file - files] ? -1 : 0;
  if (file - files > 2) file->number = 0;
  return status;
}

int ferror(FILE *file) { return failed[file - files]; }

int fflush(FILE *file) {
  flush();
  return 0;
}

// The rest of the system.

int __wasi_args_sizes_get(size_t *count, size_t *size) { return wasi_words_size(count, size); }
int __wasi_args_get(uint8_t **starts, uint8_t *bytes) { return wasi_words(starts, bytes); }

int clock_gettime(int clock, struct timespec *time) {
  uint64_t nanoseconds = 0;
  int status = wasi_clock(clock, 1, &nanoseconds);
  time->tv_sec = (int64_t)(nanoseconds / 1000000000);
  time->tv_nsec = (int32_t)(nanoseconds % 1000000000);
  return status ? -1 : 0;
}

void arc4random_buf(void *bytes, size_t count) { wasi_random(bytes, count); }

_Noreturn void exit(int status) {
  flush();
  wasi_exit(status);
}

_Noreturn void abort(void) { __builtin_trap(); }

uintptr_t __stack_chk_guard = 0x57a7c0de;
_Noreturn void __stack_chk_fail(void) { __builtin_trap(); }

int start(int count, char **words) __asm__("__main_argc_argv");

__attribute__((export_name("_start"))) void _start(void) {
  char *none[] = { 0 };
  exit(start(0, none));
}
