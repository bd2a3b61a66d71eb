// A module of WebAssembly in few bytes, by prediction. A page has the half that unpacks, compiled to
// WebAssembly itself; `weave` has both.
//
// Each byte has a kind: an opcode, the index of a local, part of a constant. A byte of a kind is a path
// through that kind's tree, in which what is frequent lies near the root. At each fork there are six
// guesses whether the path turns right: five contexts say how often it did after what came last, and
// the sixth is where it went after the same six bytes before. A neuron weighs them and learns from
// where the path goes. What is written is the surprise, by arithmetic coding: the size is the sum of
// -log2 p over all forks, and a table of how frequent each byte is.
//
// The method is that of PAQ: M. Mahoney, "Adaptive Weighing of Context Models for Lossless Data
// Compression", Florida Institute of Technology, CS-2005-16. Both halves calculate with the same
// operations in the same order, each rounded as IEEE 754 says, so that they predict the same. (For
// that no product may be fused with a sum, as compilers do it for some processors.)
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF

typedef enum {
  plain, opcode, local, index_, function, alignment, offset, int32, int64, raw, label, block, type,
  subopcode, size, locals, table, frequency, kinds,
} Kind;

enum {
  contexts = 5,
  // A bucket has a check and seven slots, for the forks of three levels of a tree.
  levels = 3, bucketSize = 1 << levels, slotBits = 19, slotCount = 1 << slotBits,
  // A slot: the probability of a turn to the right, of 4096, and how often the fork was seen.
  mostSeen = 8, unseen = 2048 << 4,
  placeBits = 18, shortestMatch = 6, longestMatch = 32,
  mostFrequent = 20,
};

/// What the weights of the six guesses are at first; two of them are added up.
static const float firstWeight = 0.18f;
static const float learningRate = 0.005f;

typedef float Four __attribute__((vector_size(16)));
/// Six guesses or their weights, and two zeros, to fill two vectors.
typedef union { float one[8]; Four four[2]; } Guesses;

typedef struct { int16_t next[256][2]; int16_t root; uint64_t paths[256]; } Tree;

/// All that is known of the bytes so far, and room for their symbols behind it.
typedef struct {
  // The neuron has other weights for each kind: a part of them is chosen by the last opcode and how
  // long the match is, a part by the fork.
  Guesses byMatch[kinds][256][4], byFork[kinds][256];
  // Probabilities of scores, and the other way round.
  float probabilities[4096], scores[4096];
  int rates[mostSeen + 1];
  Tree trees[kinds];
  uint32_t counts[kinds][256];

  uint16_t slots[contexts][slotCount];
  // Contexts: the last opcodes, the bytes of the instruction and of its operand, of each kind the
  // last bytes.
  uint32_t opcodes[6], instruction, operand, recent[kinds];
  // The match: what came after the place where the last six symbols stood before, and how many are
  // alike up to there.
  uint32_t placesAfter[1 << placeBits], match, matchLength, lastSix;
  // The locals of a function, the last used first.
  uint8_t localsByUse[128];

  enum { counting, packing, unpacking } task;
  uint8_t *module, *packed;
  uint32_t at, count, packedAt, packedCount, symbolCount;
  uint32_t low, high, window;
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

/// Writes a bit, or reads it. The probability is that of a 1, of 65536.
static uint32_t codedBit(Packer *p, uint32_t bit, uint32_t probability) {
  uint32_t range = p->high - p->low;
  uint32_t middle = p->low + (range >> 16) * probability + ((range & 65535) * probability >> 16);
  if (p->task == unpacking) bit = p->window <= middle;
  if (bit) p->high = middle; else p->low = middle + 1;
  while ((p->low ^ p->high) >> 24 == 0) {
    if (p->task == packing) put(p, p->high >> 24); else p->window = p->window << 8 | get(p);
    p->low <<= 8;
    p->high = p->high << 8 | 255;
  }
  return bit;
}

// Prediction.

static uint32_t hashed(uint32_t hash, uint32_t value) {
  hash = (hash ^ value) * 0x9E3779B1;
  return hash ^ hash >> 15;
}

/// The bucket of a context at a fork, emptied if it was another's.
static uint32_t bucket(Packer *p, int context, uint32_t hash) {
  uint16_t *slots = p->slots[context], check = hash | 1;
  uint32_t first = hash * 0x2545F491 >> (32 - slotBits + levels) << levels;
  uint32_t second = first ^ bucketSize;
  if (slots[first] == check) return first;
  if (slots[second] == check) return second;
  // Of two, the one that is seldom seen gives way.
  if ((slots[second + 1] & 15) < (slots[first + 1] & 15)) first = second;
  slots[first] = check;
  for (int i = 1; i < bucketSize; i++) slots[first + i] = unseen;
  return first;
}

/// 1 / (1 + e^-score), from a table of scores between -12 and 12.
static float sigmoid(const Packer *p, float score) {
  score = score > 11.99f ? 11.99f : score < -11.99f ? -11.99f : score;
  return p->probabilities[(int)((score + 12) * (4096 / 24.0f))];
}

/// Writes a symbol, or reads it, and trains the neuron and the slots on the way.
static uint8_t codedByPrediction(Packer *p, Kind kind, uint8_t symbol) {
  uint32_t recent = p->recent[kind], *op = p->opcodes;
  uint32_t start = hashed(kind + 1, p->operand);
  uint32_t lastThree = hashed(hashed(hashed(start, op[0]), op[1]), op[2]);
  uint32_t hashes[contexts] = {
    start, hashed(start + 1, recent & 0xFFFF), hashed(lastThree + 2, op[3]),
    hashed(hashed(hashed(lastThree + 3, op[3]), op[4]), op[5]),
    hashed(hashed(start + 4, p->instruction), recent & 0xFF),
  };
  const Tree *tree = &p->trees[kind];
  uint32_t length = p->matchLength;
  bool isMatching = length > 0;
  uint64_t path = tree->paths[symbol], expected = tree->paths[isMatching ? p->symbols[p->match] : 0];
  int howLong = length == 0 ? 0 : length < 15 ? 1 : length < longestMatch ? 2 : 3;
  Four *byMatch = p->byMatch[kind][op[0] & 255][howLong].four;

  uint16_t *buckets[contexts];
  int fork = tree->root;
  for (int depth = 0, slot = 1; fork >= 0; depth++) {
    if (depth % levels == 0) {
      slot = 1;
      for (int i = 0; i < contexts; i++) {
        // The addend keeps a fork's hash apart from those of contexts.
        uint32_t hash = depth == 0 ? hashes[i] : hashed(hashes[i], fork + 0x1234567);
        buckets[i] = p->slots[i] + bucket(p, i, hash);
      }
    }
    Guesses guesses;
    for (int i = 0; i < contexts; i++) guesses.one[i] = p->scores[buckets[i][slot] >> 4];
    uint32_t matchGoesRight = expected >> depth & 1;
    float strength = length / 8.0f;
    guesses.one[5] = isMatching ? matchGoesRight ? strength : -strength : 0;
    guesses.one[6] = guesses.one[7] = 0;
    Four *byFork = p->byFork[kind][fork].four;
    Four sums = (byMatch[0] + byFork[0]) * guesses.four[0]
      + (byMatch[1] + byFork[1]) * guesses.four[1];
    float probability = sigmoid(p, (sums[0] + sums[1]) + (sums[2] + sums[3]));
    uint32_t of65536 = (uint32_t)(probability * 65536);
    uint32_t bit = codedBit(p, path >> depth & 1, of65536 == 0 ? 1 : of65536);

    float step = (bit - probability) * learningRate;
    for (int i = 0; i < 2; i++) {
      byMatch[i] += step * guesses.four[i];
      byFork[i] += step * guesses.four[i];
    }
    for (int i = 0; i < contexts; i++) {
      int seen = buckets[i][slot] & 15, old = buckets[i][slot] >> 4;
      int new = old + ((bit ? 4095 : 0) - old) * p->rates[seen] / 65536;
      buckets[i][slot] = new << 4 | (seen < mostSeen ? seen + 1 : seen);
    }
    if (matchGoesRight != bit) isMatching = false;
    slot = slot * 2 + bit;
    fork = tree->next[fork][bit];
  }
  return ~fork;
}

/// Keeps what came, for contexts and matches to come.
static void keep(Packer *p, Kind kind, uint8_t symbol) {
  p->recent[kind] = p->recent[kind] << 8 | symbol;
  if (kind == opcode || kind == plain || kind == frequency) {
    for (int i = 5; i > 0; i--) p->opcodes[i] = p->opcodes[i - 1];
    p->opcodes[0] = p->instruction = symbol;
    p->operand = 0;
  } else if (kind == subopcode) {
    p->opcodes[0] = p->opcodes[0] << 8 | symbol;
    p->instruction = hashed(p->instruction, symbol);
  } else {
    p->instruction = hashed(p->instruction, symbol + 1);
    p->operand = symbol < 128 && kind != raw ? 0 : p->operand << 8 | symbol;
  }
  bool isAlike = p->matchLength > 0 && p->symbols[p->match] == symbol;
  p->matchLength = !isAlike ? 0 : p->matchLength < longestMatch ? p->matchLength + 1 : longestMatch;
  p->match++;
  p->symbols[p->symbolCount++] = symbol;
  // A symbol moves up by 6 bits with each that follows, and is gone after six.
  p->lastSix = p->lastSix * (0x2F0B4C47u << 6) + symbol + 1;
  uint32_t *place = &p->placesAfter[hashed(p->lastSix, 7) >> (32 - placeBits)];
  if (p->matchLength == 0 && *place > 0) {
    uint32_t length = 0;
    p->match = *place;
    while (length < longestMatch && length < p->match
      && p->symbols[p->match - 1 - length] == p->symbols[p->symbolCount - 1 - length]) length++;
    p->matchLength = length >= shortestMatch ? length : 0;
  }
  *place = p->symbolCount;
}

static uint8_t codedSymbol(Packer *p, Kind kind, uint8_t symbol) {
  if (p->task == counting) {
    p->counts[kind][symbol]++;
    return symbol;
  }
  symbol = codedByPrediction(p, kind, symbol);
  keep(p, kind, symbol);
  return symbol;
}

// Trees.

/// A tree of symbols, the frequent ones first, each half with about half of the occurrences.
///
/// `frequencies`: Of each symbol, the power of two.
/// Returns the root: a fork, or the complement of a symbol.
static int16_t split(
  Tree *tree, const uint8_t *frequencies, const uint8_t *symbols, int count, uint64_t path,
  int depth, int16_t *forks
) {
  if (count == 1) {
    tree->paths[symbols[0]] = path;
    return ~symbols[0];
  }
  int64_t all = 0, sum = 0, least = INT64_MAX;
  int cut = 1;
  for (int i = 0; i < count; i++) all += 1 << frequencies[symbols[i]];
  for (int i = 1; i < count; i++) {
    sum += 1 << frequencies[symbols[i - 1]];
    int64_t difference = 2 * sum > all ? 2 * sum - all : all - 2 * sum;
    if (difference < least) {
      least = difference;
      cut = i;
    }
  }
  int16_t fork = (*forks)++;
  tree->next[fork][0] = split(tree, frequencies, symbols, cut, path, depth + 1, forks);
  tree->next[fork][1] = split(
    tree, frequencies, symbols + cut, count - cut, path | 1ull << depth, depth + 1, forks);
  return fork;
}

static void grow(Tree *tree, const uint8_t *frequencies) {
  uint8_t symbols[256];
  int count = 0;
  int16_t forks = 0;
  for (int power = mostFrequent; power > 0; power--) {
    for (int symbol = 0; symbol < 256; symbol++) {
      if (frequencies[symbol] == power) symbols[count++] = symbol;
    }
  }
  tree->root = count == 0 ? ~0 : split(tree, frequencies, symbols, count, 0, 0, &forks);
}

/// Codes how frequent the symbols of each kind are, and grows the kinds' trees.
static void growAll(Packer *p) {
  uint8_t frequencies[256] = {0};
  for (int i = 0; i <= mostFrequent; i++) frequencies[i] = 1;
  grow(&p->trees[frequency], frequencies);
  for (Kind kind = 0; kind < frequency; kind++) {
    for (int symbol = 0; symbol < 256; symbol++) {
      uint8_t power = 0;
      while (p->counts[kind][symbol] >> power > 0 && power < mostFrequent) power++;
      frequencies[symbol] = codedSymbol(p, frequency, power);
    }
    grow(&p->trees[kind], frequencies);
  }
}

// A module, byte by byte.

static uint8_t take(Packer *p, Kind kind) {
  if (p->at == p->count) return 0;
  uint8_t symbol = p->task == unpacking ? 0 : p->module[p->at], *locals = p->localsByUse;
  // The symbol of a local is how many others were used since: those used lately are small.
  if (kind == local && p->task != unpacking && symbol < 128) {
    uint8_t index = symbol;
    for (symbol = 0; locals[symbol] != index; symbol++) {}
  }
  symbol = codedSymbol(p, kind, symbol);
  uint8_t byte = symbol;
  if (kind == local && symbol < 128) {
    byte = locals[symbol];
    for (int i = symbol; i > 0; i--) locals[i] = locals[i - 1];
    locals[0] = byte;
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
    uint32_t subcode = number(p, subopcode);
    if (subcode == 10) number(p, index_);
    if (subcode == 10 || subcode == 11) number(p, index_);
  } else if (code == 0xFD) {
    uint32_t subcode = number(p, subopcode);
    if (subcode <= 11 || subcode == 92 || subcode == 93) access(p);
    else if (subcode == 12 || subcode == 13) bytes(p, raw, 16);
    else if (subcode >= 21 && subcode <= 34) number(p, index_);
    else if (subcode >= 84 && subcode <= 91) access(p), number(p, index_);
  }
}

/// Goes through the bodies of functions.
static void walkCode(Packer *p) {
  for (uint32_t bodies = number(p, plain); bodies > 0 && p->at < p->count; bodies--) {
    uint32_t length = number(p, size), start = p->at;
    for (int i = 0; i < 128; i++) p->localsByUse[i] = i;
    for (uint32_t groups = number(p, locals); groups > 0 && p->at < p->count; groups--) {
      number(p, locals);
      take(p, locals);
    }
    while (p->at < p->count && p->at - start < length) instruction(p);
  }
}

/// Goes through a module. What follows depends on what was before it alone, whatever the bytes are.
static void walk(Packer *p) {
  p->at = 0;
  bytes(p, plain, 8);
  while (p->at < p->count) {
    bool isCode = take(p, plain) == 10;
    uint32_t length = number(p, plain), start = p->at;
    if (isCode) walkCode(p);
    else while (p->at < p->count && p->at - start < length) take(p, plain);
  }
}

static void begin(Packer *p) {
  for (int i = 0; i < 4096; i++) {
    double score = (i + 0.5) * 24 / 4096 - 12;
    // e to the power of -score.
    double power = 1 - score / 1024;
    for (int j = 0; j < 10; j++) power *= power;
    p->probabilities[i] = (float)(1 / (1 + power));
  }
  for (int i = 0, next = 0; i < 4096; i++) {
    while (next < 4095 && p->probabilities[next] * 4096 < i) next++;
    p->scores[i] = (next + 0.5f) * (24 / 4096.0f) - 12;
  }
  for (int i = 0; i <= mostSeen; i++) p->rates[i] = (int)(65536 / (i + 1.1f));
  for (int i = 0; i < contexts; i++) {
    for (int j = 0; j < slotCount; j++) p->slots[i][j] = unseen;
  }
  Four first = {firstWeight, firstWeight, firstWeight, firstWeight};
  for (int kind = 0; kind < kinds; kind++) {
    for (int i = 0; i < 256; i++) {
      Guesses *weights = p->byMatch[kind][i];
      for (int j = 0; j < 4; j++) weights[j].four[0] = weights[j].four[1] = first;
      p->byFork[kind][i].four[0] = p->byFork[kind][i].four[1] = first;
    }
  }
  p->high = UINT32_MAX;
}

// What packing.h declares.

size_t packing_memory(uint32_t count) { return sizeof(Packer) + kinds * 256 + count; }

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

uint32_t packing_count(const uint8_t *packed) {
  return packed[0] | packed[1] << 8 | packed[2] << 16 | (uint32_t)packed[3] << 24;
}

void packing_unpack(void *memory, const uint8_t *packed, uint32_t packedCount, uint8_t *module) {
  Packer *p = memory;
  p->module = module;
  p->count = packing_count(packed);
  p->packed = (uint8_t *)packed;
  p->packedCount = packedCount;
  p->packedAt = 4;
  begin(p);
  p->task = unpacking;
  for (int i = 0; i < 4; i++) p->window = p->window << 8 | get(p);
  growAll(p);
  walk(p);
}
