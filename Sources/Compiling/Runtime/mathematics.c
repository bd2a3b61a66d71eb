// The C library's functions of real numbers. They are computed as sums of two numbers of which the
// second is the first's rounding error, a hundred bits together, and rounded once: the result is the
// nearest number but for a few cases in 10^9, so that digits do not depend on the browser. One long
// file, since all functions are made of the same arithmetic on pairs, compiled into each of them.
#include "libc.h"

typedef struct { double high, low; } Pair;

static Pair sum_of_ordered(double a, double b) {
  double s = a + b;
  return (Pair){ s, b - (s - a) };
}

static Pair sum(double a, double b) {
  double s = a + b, t = s - a;
  return (Pair){ s, (a - (s - t)) + (b - t) };
}

static Pair product(double a, double b) {
  const double split = 134217729;
  double p = a * b;
  double c = split * a, a1 = c - (c - a), a2 = a - a1;
  double d = split * b, b1 = d - (d - b), b2 = b - b1;
  return (Pair){ p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2 };
}

static Pair add(Pair a, Pair b) {
  Pair s = sum(a.high, b.high), t = sum(a.low, b.low);
  s = sum_of_ordered(s.high, s.low + t.high);
  return sum_of_ordered(s.high, s.low + t.low);
}

static Pair multiply(Pair a, Pair b) {
  Pair p = product(a.high, b.high);
  return sum_of_ordered(p.high, p.low + (a.high * b.low + a.low * b.high));
}

static Pair times(Pair a, double b) {
  Pair p = product(a.high, b);
  return sum_of_ordered(p.high, p.low + a.low * b);
}

static Pair divided(Pair a, double b) {
  double q = a.high / b;
  Pair p = product(q, b);
  return sum_of_ordered(q, ((a.high - p.high) - p.low + a.low) / b);
}

static const double infinity = __builtin_inf();
static const Pair ln2 = { 0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56 };

static uint64_t bits(double x) { return __builtin_bit_cast(uint64_t, x); }
static double number(uint64_t bits) { return __builtin_bit_cast(double, bits); }
static int is_nan(double x) { return x != x; }

// x · 2^power, rounded once where the exponent of x is near 0.
static double scaled(double x, int power) {
  if (power > 1000) return x * 0x1p1000 * number((uint64_t)(power - 1000 + 1023) << 52);
  if (power < -1000) return x * number((uint64_t)(power + 1000 + 1023) << 52) * 0x1p-1000;
  return x * number((uint64_t)(power + 1023) << 52);
}

// e to the power of x, for x from −746 to 710, as a pair times 2^power.
static Pair exponential(Pair x, int *power) {
  double k = __builtin_nearbyint(x.high * 0x1.71547652b82fep0);
  *power = (int)k;
  Pair r = add(x, times(ln2, -k));
  r.high /= 16;
  r.low /= 16;
  double h = r.high;
  double rest = h * (1 + h / 6 * (1 + h / 7 * (1 + h / 8 * (1 + h / 9 * (1 + h / 10)))));
  Pair square = multiply(r, r);
  Pair cube = multiply(square, r);
  Pair fourth = multiply(square, square);
  Pair y = divided(fourth, 24);
  y = add(y, (Pair){ fourth.high * rest / 120, 0 });
  y = add(y, divided(cube, 6));
  y = add(y, times(square, 0.5));
  y = add(y, r);
  y = add((Pair){ 1, 0 }, y);
  for (int i = 0; i < 4; i++) y = multiply(y, y);
  return y;
}

static double rounded(Pair y, int power) { return scaled(y.high + y.low, power); }

// Powers of two by 128ths, for a first look.
static Pair roots[128];

static void make_roots(void) {
  for (int i = 1; i < 128; i++) {
    int power;
    Pair root = exponential(times(ln2, i / 128.0), &power);
    roots[i] = (Pair){ scaled(root.high, power), scaled(root.low, power) };
  }
  roots[0] = (Pair){ 1, 0 };
}

double exp(double x) {
  if (is_nan(x)) return x;
  if (x > 709.8) return infinity;
  if (x < -746) return 0;
  int power;
  if (x > -700) {
    // A sum with an error below 2^-60 is enough where both its ends are rounded the same way.
    if (!roots[0].high) make_roots();
    double k = __builtin_nearbyint(x * 0x1.71547652b82fep7);
    double r = x - k * 0x1.62e42fep-8, rest = k * 0x1.f473de6af278fp-37;
    double reduced = r - rest;
    double square = reduced * reduced;
    double p = reduced + square * (0.5 + reduced / 6 + square * (1.0 / 24 + reduced / 120 + square / 720));
    int place = (int)k & 127;
    Pair root = roots[place];
    double low = root.low + root.high * p, error = root.high * 0x1p-60;
    double value = root.high + (low + error);
    if (value == root.high + (low - error)) return scaled(value, ((int)k - place) / 128);
  }
  Pair y = exponential((Pair){ x, 0 }, &power);
  return rounded(y, power);
}

// ln(1 + f) for |f| < 2^−10.
static Pair small_logarithm(double f) {
  double rest = f * (-1.0 / 4 + f * (1.0 / 5 + f * (-1.0 / 6 + f * (1.0 / 7 - f / 8))));
  Pair square = product(f, f);
  Pair y = add(times(square, -0.5), divided(times(square, f), 3));
  y = add(y, (Pair){ square.high * f * rest, 0 });
  return add((Pair){ f, 0 }, y);
}

// ln x for x above 0 and finite.
static Pair logarithm(double x) {
  int power = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    power = -54;
  }
  power += (int)(bits(x) >> 52) - 1023;
  double m = number((bits(x) & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
  if (m > 1.4142135623730951) {
    m /= 2;
    power += 1;
  }
  Pair y;
  if (m - 1 < 0x1p-10 && m - 1 > -0x1p-10) {
    y = small_logarithm(m - 1);
  } else {
    double s = (m - 1) / (m + 1), t = s * s, series = 0;
    for (int n = 23; n >= 1; n -= 2) series = series * t + 1.0 / n;
    double guess = 2 * s * series;
    int shift;
    Pair ratio = exponential((Pair){ -guess, 0 }, &shift);
    ratio.high = scaled(ratio.high, shift);
    ratio.low = scaled(ratio.low, shift);
    Pair off = add(times(ratio, m), (Pair){ -1, 0 });
    y = add((Pair){ guess, 0 }, add(off, (Pair){ -off.high * off.high / 2, 0 }));
  }
  return power ? add(times(ln2, power), y) : y;
}

// What a logarithm is where it is no number above 0; 1 if it is one.
static double edge(double x) {
  if (is_nan(x) || x == infinity) return x;
  return x == 0 ? -infinity : x < 0 ? __builtin_nan("") : 1;
}

static int is_edge(double x) { return !(x > 0 && x < infinity); }

// For the upper seven bits of a number from 1 to 2: about its inverse, and the logarithm of that.
static struct { double inverse; Pair logarithm; } table[128];

static void make_table(void) {
  for (int i = 0; i < 128; i++) {
    // Few enough bits that the product with a number of 53 has an error that is a number too.
    double inverse = __builtin_nearbyint(0x1p12 / (1 + (i + 0.5) / 128)) * 0x1p-12;
    Pair y = logarithm(inverse);
    table[i].logarithm = (Pair){ -y.high, -y.low };
    table[i].inverse = inverse;
  }
}

double log(double x) {
  if (is_edge(x)) return edge(x);
  if (x >= 0x1p-1022 && !(x > 0.99 && x < 1.01)) {
    // As in `exp`: the error is below 2^-66.
    if (!table[0].inverse) make_table();
    int power = (int)(bits(x) >> 52) - 1023;
    double m = number((bits(x) & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
    int place = (int)(bits(x) >> 45) & 127;
    Pair p = product(m, table[place].inverse);
    double r = p.high - 1;
    Pair whole = sum(power * 0x1.62e42fefa3800p-1, table[place].logarithm.high);
    Pair first = sum(whole.high, r);
    double square = r * r;
    double curve = square * (-0.5 + r * (1.0 / 3 + r * (-0.25 + r * (0.2 + r * (-1.0 / 6 + r * (1.0 / 7 - r / 8))))));
    double low = first.low + (whole.low + (curve + (p.low * (1 - r) + (table[place].logarithm.low + power * 0x1.ef35793c76730p-45))));
    double error = 0x1p-65, value = first.high + (low + error);
    if (value == first.high + (low - error)) return value;
  }
  Pair y = logarithm(x);
  return y.high + y.low;
}

double log10(double x) {
  if (is_edge(x)) return edge(x);
  Pair y = multiply(logarithm(x), (Pair){ 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57 });
  return y.high + y.low;
}

double log1p(double x) {
  if (x < 0x1p-10 && x > -0x1p-10) {
    if (x < 0x1p-53 && x > -0x1p-53) return x;
    Pair y = small_logarithm(x);
    return y.high + y.low;
  }
  if (is_edge(1 + x)) return edge(1 + x);
  Pair whole = sum(1, x);
  Pair y = add(logarithm(whole.high), (Pair){ whole.low / whole.high, 0 });
  return y.high + y.low;
}

// 0 for a number that is not whole, 1 for an odd one, 2 for an even one.
static int kind(double y) {
  double size = __builtin_fabs(y);
  if (size >= 0x1p53) return 2;
  if (__builtin_floor(size) != size) return 0;
  return (int64_t)size % 2 ? 1 : 2;
}

double pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (is_nan(x) || is_nan(y)) return x + y;
  double size = __builtin_fabs(x);
  double sign = bits(x) >> 63 && kind(y) == 1 ? -1 : 1;
  if (y == infinity || y == -infinity) {
    if (size == 1) return 1;
    return (size > 1) == (y > 0) ? infinity : 0;
  }
  if (size == 0 || size == infinity) return sign * ((size == 0) == (y > 0) ? 0 : infinity);
  if (x < 0 && kind(y) == 0) return __builtin_nan("");
  Pair l = logarithm(size);
  double rough = l.high * y;
  if (rough > 710) return sign * infinity;
  if (rough < -746) return sign * 0.0;
  if (y < 0x1p-900 && y > -0x1p-900) return sign;
  int power;
  Pair result = exponential(times(l, y), &power);
  return sign * rounded(result, power);
}

// The sine and the cosine of x − k π/2, and k, for |x| below 2^30; larger ones lose digits.
static int turned(double x, Pair *sine, Pair *cosine) {
  double k = __builtin_nearbyint(x * 0x1.45f306dc9c883p-1);
  Pair r = add((Pair){ x, 0 }, product(k, -0x1.921fb54442d18p0));
  r = add(r, product(k, -0x1.1a62633145c07p-54));
  r = add(r, (Pair){ k * 0x1.f1976b7ed8fbcp-110, 0 });
  Pair square = multiply(r, r);
  Pair s = { 1, 0 }, c = { 1, 0 };
  for (int n = 24; n >= 2; n -= 2) {
    s = add((Pair){ 1, 0 }, divided(multiply(s, square), -(double)(n * (n + 1))));
    c = add((Pair){ 1, 0 }, divided(multiply(c, square), -(double)(n * (n - 1))));
  }
  *sine = multiply(s, r);
  *cosine = c;
  double quarter = k - 4 * __builtin_floor(k / 4);
  return (int)quarter;
}

static double wave(double x, int quarter) {
  if (is_nan(x) || x == infinity || x == -infinity) return __builtin_nan("");
  Pair sine, cosine;
  int turn = (turned(x, &sine, &cosine) + quarter) % 4;
  Pair y = turn % 2 ? cosine : sine;
  double value = y.high + y.low;
  return turn < 2 ? value : -value;
}

double sin(double x) { return x == 0 ? x : wave(x, 0); }
double cos(double x) { return wave(x, 1); }
double sqrt(double x) { return __builtin_sqrt(x); }
double floor(double x) { return __builtin_floor(x); }
double ceil(double x) { return __builtin_ceil(x); }
double trunc(double x) { return __builtin_trunc(x); }
double rint(double x) { return __builtin_rint(x); }
double fabs(double x) { return __builtin_fabs(x); }
float logf(float x) { return (float)log(x); }
float expf(float x) { return (float)exp(x); }
float powf(float x, float y) { return (float)pow(x, y); }
float sinf(float x) { return (float)sin(x); }
float cosf(float x) { return (float)cos(x); }
float sqrtf(float x) { return __builtin_sqrtf(x); }
float floorf(float x) { return __builtin_floorf(x); }

double round(double x) {
  double whole = __builtin_trunc(x);
  return __builtin_fabs(x - whole) < 0.5 ? whole : whole + __builtin_copysign(1, x);
}

// a · b + c, rounded once: the parts are added so that the last rounding sees a bit of all of them.
double fma(double a, double b, double c) {
  Pair p = product(a, b);
  if (is_nan(p.low) || p.high == 0) return a * b + c;
  Pair s = sum(c, p.low), t = sum(p.high, s.high);
  Pair rest = sum(s.low, t.low);
  if (rest.low != 0 && !(bits(rest.high) & 1)) {
    int up = (rest.low > 0) == (rest.high > 0);
    rest.high = number(bits(rest.high) + (up ? 1 : -1));
  }
  return t.high + rest.high;
}

// The product of two whole numbers of 128 bits, which the compiler leaves to the library.
typedef struct { uint64_t low, high; } Wide;
Wide __multi3(uint64_t a, uint64_t a2, uint64_t b, uint64_t b2) {
  uint64_t al = (uint32_t)a, ah = a >> 32, bl = (uint32_t)b, bh = b >> 32;
  uint64_t low = al * bl, middle = ah * bl + (low >> 32);
  uint64_t other = al * bh + (uint32_t)middle;
  return (Wide){
    .low = (other << 32) | (uint32_t)low,
    .high = ah * bh + (middle >> 32) + (other >> 32) + a * b2 + a2 * b,
  };
}

// The number in decimal digits that begins at `text`, rounded once: the digits over a power of ten
// as whole numbers, divided bit by bit. Gives where it ends, or none where there is no number.

enum { words = 160 };
typedef struct { uint32_t word[words]; } Whole;

static void scale_whole(Whole *x, uint32_t factor, uint32_t more) {
  uint64_t carry = more;
  for (int i = 0; i < words; i++) {
    carry += (uint64_t)x->word[i] * factor;
    x->word[i] = (uint32_t)carry;
    carry >>= 32;
  }
}

static int length(const Whole *x) {
  for (int i = words - 1; i >= 0; i--) {
    if (x->word[i]) return 32 * i + 32 - __builtin_clz(x->word[i]);
  }
  return 0;
}

static void shift(Whole *x, int by) {
  for (int i = words - 1; i >= 0; i--) {
    int from = i - by / 32;
    uint64_t high = from >= 0 ? x->word[from] : 0, low = from >= 1 ? x->word[from - 1] : 0;
    x->word[i] = (uint32_t)(((high << 32) | low) >> (32 - by % 32));
  }
}

static int is_at_least(const Whole *a, const Whole *b) {
  for (int i = words - 1; i >= 0; i--) {
    if (a->word[i] != b->word[i]) return a->word[i] > b->word[i];
  }
  return 1;
}

static void subtract(Whole *a, const Whole *b) {
  int64_t borrow = 0;
  for (int i = 0; i < words; i++) {
    borrow += (int64_t)a->word[i] - b->word[i];
    a->word[i] = (uint32_t)borrow;
    borrow >>= 32;
  }
}

// `digits` · 10^exponent for whole numbers, rounded once.
static double decimal(const char *digits, int count, int exponent) {
  Whole top = { 0 }, bottom = { 0 };
  for (int i = 0; i < count; i++) scale_whole(&top, 10, (uint32_t)(digits[i] - '0'));
  bottom.word[0] = 1;
  for (int i = 0; i < exponent; i++) scale_whole(&top, 10, 0);
  for (int i = 0; i > exponent; i--) scale_whole(&bottom, 10, 0);
  if (!length(&top)) return 0;
  // The quotient is between 2^power and 2^(power + 1).
  int power = length(&top) - length(&bottom);
  if (power >= 0) shift(&bottom, power);
  else shift(&top, -power);
  if (!is_at_least(&top, &bottom)) {
    shift(&top, 1);
    power -= 1;
  }
  if (power > 1023) return infinity;
  int places = power >= -1022 ? 53 : 53 + power + 1022;
  if (places < 0) return 0;
  uint64_t quotient = 0;
  for (int i = 0; i < places; i++) {
    int is_one = is_at_least(&top, &bottom);
    if (is_one) subtract(&top, &bottom);
    quotient = quotient << 1 | (uint64_t)is_one;
    shift(&top, 1);
  }
  int half = is_at_least(&top, &bottom);
  if (half) {
    subtract(&top, &bottom);
    if (length(&top) || quotient & 1) quotient += 1;
  }
  int last = power >= -1022 ? power - 52 : -1074;
  if (last > -1000) return scaled((double)quotient, last);
  return (double)quotient * 0x1p-500 * scaled(1, last + 500);
}

static int lower(char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }

static const char *after(const char *text, const char *word) {
  while (*word && lower(*text) == *word) text++, word++;
  return *word ? 0 : text;
}

const char *_swift_stdlib_strtod_clocale(const char *text, double *result) {
  const char *at = text;
  double sign = *at == '-' ? -1 : 1;
  if (*at == '-' || *at == '+') at++;
  const char *end;
  if ((end = after(at, "infinity")) || (end = after(at, "inf"))) {
    *result = sign * infinity;
    return end;
  }
  if ((end = after(at, "nan"))) {
    *result = __builtin_nan("");
    return end;
  }
  // Digits beyond these decide nothing but whether there is more than nothing behind them.
  enum { most = 800 };
  char digits[most + 1];
  int count = 0, exponent = 0, isPoint = 0, any = 0;
  for (;; at++) {
    if (*at == '.' && !isPoint) {
      isPoint = 1;
      continue;
    }
    if (*at < '0' || *at > '9') break;
    any = 1;
    if (count == 0 && *at == '0') {
      exponent -= isPoint;
    } else if (count < most) {
      digits[count++] = *at;
      exponent -= isPoint;
    } else {
      if (*at != '0') digits[most] = '1';
      else if (count == most) digits[most] = '0';
      if (*at != '0') count = most + 1;
      exponent += !isPoint;
    }
  }
  if (!any) return 0;
  if (lower(*at) == 'e') {
    const char *next = at + 1;
    int isLess = *next == '-', power = 0;
    if (*next == '-' || *next == '+') next++;
    if (*next >= '0' && *next <= '9') {
      for (; *next >= '0' && *next <= '9'; next++) {
        if (power < 100000) power = 10 * power + (*next - '0');
      }
      exponent += isLess ? -power : power;
      at = next;
    }
  }
  if (count > most) {
    exponent -= 1;
  }
  double value;
  if (count == 0 || exponent + count < -330) value = 0;
  else if (exponent + count > 310) value = infinity;
  else value = decimal(digits, count, exponent);
  *result = sign * value;
  return at;
}
