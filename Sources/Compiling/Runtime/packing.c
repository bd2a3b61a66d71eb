// A module of WebAssembly in few bytes, by prediction. A page has the half that unpacks, compiled to
// WebAssembly itself; `weave` has both.
//
// Each byte has a kind: an opcode, the index of a local, part of a constant. A byte of a kind is a path
// through that kind's tree, in which what is frequent lies near the root. At each fork, five contexts
// say from what they saw before how likely the path turns right; a neuron weighs what they say, and
// learns from where the path went. What is written is the surprise, by arithmetic coding: the size is
// the sum of -log2 p over all forks, the loss of the book's models, in bits.
//
// The method is that of PAQ: M. Mahoney, "Adaptive Weighing of Context Models for Lossless Data
// Compression", Florida Institute of Technology, CS-2005-16. Both halves calculate with the same
// operations in the same order, each rounded as IEEE 754 says, so that they predict the same.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF

typedef enum {
  other, opcode, local, index_, function, alignment, offset, int32, int64, raw, label, block, type,
  subopcode, size, locals, table, level, kinds,
} Kind;

enum {
  contexts = 5,
  lineBits = 3, lineSize = 1 << lineBits, slotBits = 19, slotCount = 1 << slotBits,
  matchBits = 18, shortestMatch = 6, longestMatch = 63,
  mostCount = 8, mostLevel = 20,
};

typedef float Four __attribute__((vector_size(16)));
/// What the neuron weighs: what five contexts say, what the match says, and twice nothing.
typedef union { float one[8]; Four four[2]; } Inputs;

typedef struct { int16_t next[256][2]; int16_t root; uint64_t paths[256]; } Tree;

/// All that is known of the bytes so far, and room for their symbols behind it.
typedef struct {
  // A weight of the neuron is the sum of two: one is chosen by the match, one by the fork.
  Inputs byMatch[kinds][4], byFork[kinds][256];
  float squashed[4096], stretched[4096];
  int rates[16];
  Tree trees[kinds];
  uint32_t counts[kinds][256];

  // Lines of a check and seven forks: how likely right, of 4096, and how often seen, up to 8.
  uint16_t slots[contexts][slotCount];
  // Contexts: the last opcodes, the bytes of the instruction and of its operand, of each kind the
  // last bytes.
  uint32_t opcodes[6], instruction, operand, recent[kinds];
  // The match: what stood where the last six bytes stood before, and how many are alike there.
  uint32_t matches[1 << matchBits], match, matchLength, rolling;
  // The locals of a function, the last used first.
  uint8_t fronts[128];

  enum { counting, packing, unpacking } task;
  uint8_t *module, *packed;
  uint32_t at, count, packedAt, packedCount, symbolCount;
  uint32_t low, high, word;
  uint8_t symbols[];
} Packer;

// Arithmetic coding: a range of 32 bits, divided in the proportion of the probabilities.

static void put(Packer *p, uint8_t byte) {
  if (p->packedAt < p->packedCount) p->packed[p->packedAt] = byte;
  p->packedAt++;
}

static uint8_t get(Packer *p) {
  return p->packedAt < p->packedCount ? p->packed[p->packedAt++] : 0;
}

/// Writes a bit of which it is known how likely it is 1, of 65536, or reads it.
static uint32_t coded(Packer *p, uint32_t bit, uint32_t likely) {
  uint32_t range = p->high - p->low;
  uint32_t middle = p->low + (range >> 16) * likely + ((range & 65535) * likely >> 16);
  if (p->task == unpacking) bit = p->word <= middle;
  if (bit) p->high = middle; else p->low = middle + 1;
  while ((p->low ^ p->high) >> 24 == 0) {
    if (p->task == packing) put(p, p->high >> 24); else p->word = p->word << 8 | get(p);
    p->low <<= 8;
    p->high = p->high << 8 | 255;
  }
  return bit;
}

// Prediction.

static uint32_t mixed(uint32_t hash, uint32_t value) {
  hash = (hash ^ value) * 0x9E3779B1;
  return hash ^ hash >> 15;
}

/// The line of a context at a fork, emptied if it was another's.
static uint32_t line(Packer *p, int context, uint32_t hash) {
  uint16_t *slots = p->slots[context], check = hash | 1;
  uint32_t first = hash * 0x2545F491 >> (32 - slotBits + lineBits) << lineBits;
  uint32_t second = first ^ lineSize;
  if (slots[first] == check) return first;
  if (slots[second] == check) return second;
  // Of two, the one that is seldom seen gives way.
  if ((slots[second + 1] & 15) < (slots[first + 1] & 15)) first = second;
  slots[first] = check;
  for (int i = 1; i < lineSize; i++) slots[first + i] = 1 << 15;
  return first;
}

/// A probability from its logarithm of odds.
static float squash(const Packer *p, float odds) {
  odds = odds > 11.99f ? 11.99f : odds < -11.99f ? -11.99f : odds;
  return p->squashed[(int)((odds + 12) * (4096 / 24.0f))];
}

static uint8_t predicted(Packer *p, Kind kind, uint8_t symbol) {
  uint32_t recent = p->recent[kind], *op = p->opcodes;
  uint32_t base = mixed(kind + 1, p->operand), three = mixed(mixed(mixed(base, op[0]), op[1]), op[2]);
  uint32_t hashes[contexts] = {
    base, mixed(base + 1, recent & 0xFFFF), mixed(three + 2, op[3]),
    mixed(mixed(mixed(three + 3, op[3]), op[4]), op[5]),
    mixed(mixed(base + 4, p->instruction), recent & 0xFF),
  };
  const Tree *tree = &p->trees[kind];
  bool isMatching = p->matchLength > 0;
  uint64_t path = tree->paths[symbol], expected = tree->paths[isMatching ? p->symbols[p->match] : 0];
  uint32_t length = p->matchLength;
  float strength = (length < 32 ? length : 32) / 8.0f;
  Four *byMatch = p->byMatch[kind][length == 0 ? 0 : length < 15 ? 1 : length < 32 ? 2 : 3].four;

  uint16_t *lines[contexts];
  int fork = tree->root;
  for (int depth = 0, within = 1; fork >= 0; depth++) {
    if (depth % lineBits == 0) {
      within = 1;
      for (int i = 0; i < contexts; i++) {
        uint32_t hash = depth == 0 ? hashes[i] : mixed(hashes[i], fork + 0x1234567);
        lines[i] = p->slots[i] + line(p, i, hash);
      }
    }
    Inputs inputs;
    for (int i = 0; i < contexts; i++) inputs.one[i] = p->stretched[lines[i][within] >> 4];
    uint32_t guess = expected >> depth & 1;
    inputs.one[5] = isMatching ? guess ? strength : -strength : 0;
    inputs.one[6] = inputs.one[7] = 0;
    Four *byFork = p->byFork[kind][fork].four;
    Four sums = (byMatch[0] + byFork[0]) * inputs.four[0] + (byMatch[1] + byFork[1]) * inputs.four[1];
    float likely = squash(p, (sums[0] + sums[1]) + (sums[2] + sums[3]));
    uint32_t of65536 = (uint32_t)(likely * 65536);
    uint32_t bit = coded(p, path >> depth & 1, of65536 == 0 ? 1 : of65536);

    float step = (bit - likely) * 0.005f;
    for (int i = 0; i < 2; i++) {
      byMatch[i] += step * inputs.four[i];
      byFork[i] += step * inputs.four[i];
    }
    for (int i = 0; i < contexts; i++) {
      int slot = lines[i][within], count = slot & 15, old = slot >> 4;
      int new = old + ((bit ? 4095 : 0) - old) * p->rates[count] / 65536;
      lines[i][within] = new << 4 | (count < mostCount ? count + 1 : count);
    }
    if (guess != bit) isMatching = false;
    within = within * 2 + bit;
    fork = tree->next[fork][bit];
  }
  return ~fork;
}

/// Learns what came.
static void learn(Packer *p, Kind kind, uint8_t symbol) {
  p->recent[kind] = p->recent[kind] << 8 | symbol;
  if (kind == opcode || kind == other || kind == level) {
    for (int i = 5; i > 0; i--) p->opcodes[i] = p->opcodes[i - 1];
    p->opcodes[0] = p->instruction = symbol;
    p->operand = 0;
  } else if (kind == subopcode) {
    p->opcodes[0] = p->opcodes[0] << 8 | symbol;
    p->instruction = mixed(p->instruction, symbol);
  } else {
    p->instruction = mixed(p->instruction, symbol + 1);
    p->operand = symbol < 128 && kind != raw ? 0 : p->operand << 8 | symbol;
  }
  p->matchLength = p->matchLength > 0 && p->symbols[p->match] == symbol
    ? p->matchLength < longestMatch ? p->matchLength + 1 : longestMatch : 0;
  p->match++;
  p->symbols[p->symbolCount++] = symbol;
  // A hash of the last six.
  p->rolling = p->rolling * (0x2F0B4C47u << 6) + symbol + 1;
  uint32_t *place = &p->matches[mixed(p->rolling, 7) >> (32 - matchBits)];
  if (p->matchLength == 0 && *place > 0) {
    uint32_t length = 0;
    p->match = *place;
    while (length < 40 && length < p->match
      && p->symbols[p->match - 1 - length] == p->symbols[p->symbolCount - 1 - length]) length++;
    p->matchLength = length >= shortestMatch ? length : 0;
  }
  *place = p->symbolCount;
}

static uint8_t code(Packer *p, Kind kind, uint8_t symbol) {
  if (p->task == counting) {
    p->counts[kind][symbol]++;
    return symbol;
  }
  symbol = predicted(p, kind, symbol);
  learn(p, kind, symbol);
  return symbol;
}

// Trees.

/// A tree of symbols, the frequent ones first, each half with about half of the weight.
static int16_t split(
  Tree *tree, const uint8_t *levels, const uint8_t *symbols, int count, uint64_t path, int depth,
  int16_t *fork
) {
  if (count == 1) {
    tree->paths[symbols[0]] = path;
    return ~symbols[0];
  }
  int64_t all = 0, sum = 0, least = INT64_MAX;
  int cut = 1;
  for (int i = 0; i < count; i++) all += 1 << levels[symbols[i]];
  for (int i = 1; i < count; i++) {
    sum += 1 << levels[symbols[i - 1]];
    int64_t difference = 2 * sum > all ? 2 * sum - all : all - 2 * sum;
    if (difference < least) {
      least = difference;
      cut = i;
    }
  }
  int16_t own = (*fork)++;
  tree->next[own][0] = split(tree, levels, symbols, cut, path, depth + 1, fork);
  tree->next[own][1] = split(
    tree, levels, symbols + cut, count - cut, path | 1ull << depth, depth + 1, fork);
  return own;
}

static void grow(Tree *tree, const uint8_t *levels) {
  uint8_t symbols[256];
  int count = 0;
  int16_t fork = 0;
  for (int level = mostLevel; level > 0; level--) {
    for (int symbol = 0; symbol < 256; symbol++) {
      if (levels[symbol] == level) symbols[count++] = symbol;
    }
  }
  tree->root = count == 0 ? ~0 : split(tree, levels, symbols, count, 0, 0, &fork);
}

/// Codes how frequent the symbols of each kind are, the power of two, and grows the trees of that.
static void growAll(Packer *p) {
  uint8_t levels[256] = {0};
  for (int i = 0; i <= mostLevel; i++) levels[i] = 1;
  grow(&p->trees[level], levels);
  for (Kind kind = 0; kind < level; kind++) {
    for (int symbol = 0; symbol < 256; symbol++) {
      uint8_t of = 0;
      while (p->counts[kind][symbol] >> of > 0 && of < mostLevel) of++;
      levels[symbol] = code(p, level, of);
    }
    grow(&p->trees[kind], levels);
  }
}

// A module, byte by byte.

static uint8_t take(Packer *p, Kind kind) {
  if (p->at == p->count) return 0;
  uint8_t byte = p->task == unpacking ? 0 : p->module[p->at];
  // An index is how many other locals were used since: those used lately are small.
  uint8_t symbol = byte, *fronts = p->fronts;
  bool isFront = kind == local && p->task != unpacking && byte < 128;
  if (isFront) for (symbol = 0; fronts[symbol] != byte; symbol++) {}
  symbol = code(p, kind, symbol);
  byte = symbol;
  if (kind == local && symbol < 128) {
    byte = fronts[symbol];
    for (int i = symbol; i > 0; i--) fronts[i] = fronts[i - 1];
    fronts[0] = byte;
  }
  if (p->task == unpacking) p->module[p->at] = byte;
  p->at++;
  return byte;
}

static void bytes(Packer *p, Kind kind, int count) {
  for (int i = 0; i < count; i++) take(p, kind);
}

static uint32_t number(Packer *p, Kind kind) {
  uint32_t value = 0, shift = 0;
  uint8_t byte;
  do {
    byte = take(p, kind);
    if (shift < 32) value |= (uint32_t)(byte & 127) << shift;
    shift += 7;
  } while (byte >= 128);
  return value;
}

static void access(Packer *p) {
  number(p, alignment);
  number(p, offset);
}

static void instruction(Packer *p) {
  uint8_t code = take(p, opcode);
  if (code >= 0x20 && code <= 0x22) number(p, local);
  else if (code >= 0x28 && code <= 0x3E) access(p);
  else if (code >= 0x02 && code <= 0x04) number(p, block);
  else if (code == 0x0C || code == 0x0D) number(p, label);
  else if (code == 0x0E) {
    uint32_t count = number(p, table);
    for (uint32_t i = 0; i <= count && p->at < p->count; i++) number(p, label);
  } else if (code == 0x10) number(p, function);
  else if (code == 0x11) number(p, type), number(p, index_);
  else if (code == 0x1C) number(p, type), number(p, type);
  else if (code == 0x23 || code == 0x24 || code == 0x3F || code == 0x40) number(p, index_);
  else if (code == 0x41) number(p, int32);
  else if (code == 0x42) number(p, int64);
  else if (code == 0x43) bytes(p, raw, 4);
  else if (code == 0x44) bytes(p, raw, 8);
  else if (code == 0xFC) {
    uint32_t of = number(p, subopcode);
    if (of == 10) number(p, index_);
    if (of == 10 || of == 11) number(p, index_);
  } else if (code == 0xFD) {
    uint32_t of = number(p, subopcode);
    if (of <= 11 || of == 92 || of == 93) access(p);
    else if (of == 12 || of == 13) bytes(p, raw, 16);
    else if (of >= 21 && of <= 34) number(p, index_);
    else if (of >= 84 && of <= 91) access(p), number(p, index_);
  }
}

/// Goes through a module. What follows depends on what was before it alone, whatever the bytes are.
static void walk(Packer *p) {
  p->at = 0;
  bytes(p, other, 8);
  while (p->at < p->count) {
    bool isCode = take(p, other) == 10;
    uint32_t length = number(p, other), start = p->at;
    if (!isCode) {
      while (p->at < p->count && p->at - start < length) take(p, other);
      continue;
    }
    for (uint32_t bodies = number(p, other); bodies > 0 && p->at < p->count; bodies--) {
      uint32_t length = number(p, size), start = p->at;
      for (int i = 0; i < 128; i++) p->fronts[i] = i;
      for (uint32_t groups = number(p, locals); groups > 0 && p->at < p->count; groups--) {
        number(p, locals);
        take(p, locals);
      }
      while (p->at < p->count && p->at - start < length) instruction(p);
    }
  }
}

static void begin(Packer *p) {
  for (int i = 0; i < 4096; i++) {
    double odds = (i + 0.5) * 24 / 4096 - 12;
    // e to the power of -odds.
    double power = 1 - odds / 1024;
    for (int j = 0; j < 10; j++) power *= power;
    p->squashed[i] = (float)(1 / (1 + power));
  }
  for (int i = 0, next = 0; i < 4096; i++) {
    while (next < 4095 && p->squashed[next] * 4096 < i) next++;
    p->stretched[i] = (next + 0.5f) * (24 / 4096.0f) - 12;
  }
  for (int i = 0; i < 16; i++) p->rates[i] = (int)(65536 / (i + 1.1f));
  for (int i = 0; i < contexts; i++) {
    for (int j = 0; j < slotCount; j++) p->slots[i][j] = 1 << 15;
  }
  Four first = {0.18f, 0.18f, 0.18f, 0.18f};
  for (int kind = 0; kind < kinds; kind++) {
    for (int i = 0; i < 4 + 256; i++) {
      Four *weights = i < 4 ? p->byMatch[kind][i].four : p->byFork[kind][i - 4].four;
      weights[0] = weights[1] = first;
    }
  }
  p->high = UINT32_MAX;
}

/// How many bytes of memory packing or unpacking a module takes, all of them 0 before, at an address
/// that 16 divides.
size_t packing_memory(uint32_t count) { return sizeof(Packer) + kinds * 256 + count; }

/// Packs a module.
///
/// Returns how many bytes that takes; only so many are written as there is room for.
uint32_t packing_pack(
  void *memory, const uint8_t *module, uint32_t count, uint8_t *packed, uint32_t room
) {
  Packer *p = memory;
  p->module = (uint8_t *)module;
  p->count = count;
  p->packed = packed;
  p->packedCount = room;
  walk(p);
  begin(p);
  p->task = packing;
  for (int i = 0; i < 4; i++) put(p, count >> 8 * i);
  growAll(p);
  walk(p);
  for (int i = 0; i < 4; i++) put(p, p->high >> (24 - 8 * i));
  return p->packedAt;
}

/// How many bytes the module has that was packed.
uint32_t packing_count(const uint8_t *packed) {
  return packed[0] | packed[1] << 8 | packed[2] << 16 | (uint32_t)packed[3] << 24;
}

/// Unpacks a module to where there is room for `packing_count` bytes.
void packing_unpack(void *memory, const uint8_t *packed, uint32_t packedCount, uint8_t *module) {
  Packer *p = memory;
  p->module = module;
  p->count = packing_count(packed);
  p->packed = (uint8_t *)packed;
  p->packedCount = packedCount;
  p->packedAt = 4;
  begin(p);
  p->task = unpacking;
  for (int i = 0; i < 4; i++) p->word = p->word << 8 | get(p);
  growAll(p);
  walk(p);
}
