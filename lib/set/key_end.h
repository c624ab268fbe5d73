/*
 * key_end.h - removes the parameters of templates; see key4.h.
 */
#undef KEY
#undef KEY_FIRST
#undef KEY_LAST
#undef RUN
#undef STAGE
#include "base/width_end.h"
