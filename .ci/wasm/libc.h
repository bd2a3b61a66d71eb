/* What a page offers of the C library. */
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct FILE FILE;
struct FILE { int number; };
FILE *_Nullable fopen(const char *_Nonnull path, const char *_Nonnull mode);
size_t fread(void *_Nonnull bytes, size_t size, size_t count, FILE *_Nonnull file);
size_t fwrite(const void *_Nonnull bytes, size_t size, size_t count, FILE *_Nonnull file);
int fclose(FILE *_Nonnull file);
int ferror(FILE *_Nonnull file);
int fflush(FILE *_Nullable file);
ptrdiff_t write(int file, const void *_Nullable bytes, size_t count);
_Noreturn void exit(int status);

struct timespec { int64_t tv_sec; int32_t tv_nsec; };
#define CLOCK_MONOTONIC 1
int clock_gettime(int clock, struct timespec *_Nonnull time);

int __wasi_args_sizes_get(size_t *_Nonnull count, size_t *_Nonnull size);
int __wasi_args_get(uint8_t *_Nullable *_Nonnull starts, uint8_t *_Nullable bytes);

double exp(double x), log(double x), log10(double x), log1p(double x);
double pow(double x, double y), sin(double x), cos(double x), floor(double x);
float logf(float x), sinf(float x), cosf(float x);
