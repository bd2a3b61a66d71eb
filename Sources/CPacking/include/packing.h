// Packs a module of WebAssembly, and unpacks it. How is said in packing.c.
#ifndef PACKING_H
#define PACKING_H

#include <stddef.h>
#include <stdint.h>

/// How many bytes of memory packing or unpacking takes: all of them 0 before, at an address that 16
/// divides.
///
/// `count`: How many bytes the module has.
size_t packing_memory(uint32_t count);

/// Packs a module.
///
/// Returns how many bytes it takes packed; only as many are written as there is room for.
uint32_t packing_pack(
  void *memory, const uint8_t *module, uint32_t count, uint8_t *packed, uint32_t room);

/// How many bytes a packed module has unpacked.
uint32_t packing_count(const uint8_t *packed);

/// Unpacks a module to where there is room for `packing_count` bytes.
void packing_unpack(void *memory, const uint8_t *packed, uint32_t packed_count, uint8_t *module);

#endif
