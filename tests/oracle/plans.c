/* Plans of all gateways and peers, on a simulated gateway. */
#include "plan_case.h"

#include "drive.h"

static void
one_case(uint64_t *seed)
{
	plan_case(seed);
}
