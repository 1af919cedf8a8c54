/* \summary: which version this is */
#include "engine/version.h"

const char *cul_version(void)
{
	return CUL_VERSION;
}
