/* What a page offers of the C library. */
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct FILE FILE;
struct FILE { int number; };
extern FILE *_Nonnull const stdin, *_Nonnull const stdout, *_Nonnull const stderr;
FILE *_Nullable fopen(const char *_Nonnull path, const char *_Nonnull mode);
size_t fread(void *_Nonnull bytes, size_t size, size_t count, FILE *_Nonnull file);
size_t fwrite(const void *_Nonnull bytes, size_t size, size_t count, FILE *_Nonnull file);
int fclose(FILE *_Nonnull file);
int ferror(FILE *_Nonnull file);
int fflush(FILE *_Nullable file);
int putchar(int byte);
ptrdiff_t read(int file, void *_Nullable bytes, size_t count);
ptrdiff_t write(int file, const void *_Nullable bytes, size_t count);
_Noreturn void exit(int status);
_Noreturn void abort(void);

void *_Nullable malloc(size_t size);
void free(void *_Nullable block);
int posix_memalign(void *_Nullable *_Nonnull place, size_t alignment, size_t size);
void arc4random_buf(void *_Nonnull bytes, size_t count);

struct timespec { int64_t tv_sec; int32_t tv_nsec; };
#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1
int clock_gettime(int clock, struct timespec *_Nonnull time);

int __wasi_args_sizes_get(size_t *_Nonnull count, size_t *_Nonnull size);
int __wasi_args_get(uint8_t *_Nullable *_Nonnull starts, uint8_t *_Nullable bytes);

double exp(double x), log(double x), log10(double x), log1p(double x), sqrt(double x);
double pow(double x, double y), sin(double x), cos(double x), fma(double a, double b, double c);
double floor(double x), ceil(double x), trunc(double x), round(double x), rint(double x);
double fabs(double x);
float expf(float x), logf(float x), sinf(float x), cosf(float x), sqrtf(float x), floorf(float x);
float powf(float x, float y);
