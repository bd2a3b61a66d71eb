// The very text that is compiled for pages, compiled for `weave`.
#include "packing.h"

#include "../Compiling/Runtime/packing.c"
