/* \summary: rows of the table, as text for people */
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "engine/settings_value.h"

static const char *type_name(enum setting_type type)
{
	static const char *const name[SETTING_TYPES_] = {
		[SETTING_NETS] = "networks",
		[SETTING_WORDS] = "names",
		[SETTING_DOMAINS] = "domains",
		[SETTING_NEVER] = "networks and names",
		[SETTING_PATHS] = "files",
		[SETTING_PATH] = "file",
		[SETTING_TEXT] = "text",
		[SETTING_REAL] = "number",
		[SETTING_ZONE] = "time zone",
		[SETTING_YEAR] = "year",
		[SETTING_SIZE] = "size",
		[SETTING_WORKERS] = "number",
		[SETTING_SWITCH] = "switch",
	};

	return name[type];
}

/* Ranges as text, made once like the table itself. */
static const char *range_text(size_t i, const struct setting *t)
{
	static char text[SETTINGS_MAX][2 * SETTING_TEXT_MAX];
	char min[SETTING_TEXT_MAX - 4], max[SETTING_TEXT_MAX - 4];

	if (t->type == SETTING_SWITCH)
		return "yes or no";
	if (t->type == SETTING_ZONE)
		return "UTC, +hh:mm or a name";
	if (t->min >= t->max)
		return "";
	snprintf(min, sizeof(min), "%.10g", t->min);
	snprintf(max, sizeof(max), "%.10g", t->max);
	if (t->type == SETTING_SIZE) {
		setting_print_size((uint64_t)t->min, min, sizeof(min));
		setting_print_size((uint64_t)t->max, max, sizeof(max));
	}
	snprintf(text[i], sizeof(text[i]), "%s to %s", min, max);
	return text[i];
}

struct cul_setting_info cul_settings_info(size_t i)
{
	const struct setting *t = setting_at(i);

	return (struct cul_setting_info){
		.section = t->section,
		.key = t->key,
		.type = type_name(t->type),
		.dflt = t->dflt,
		.range = range_text(i, t),
		.help = t->help,
	};
}

static int count_bytes(void *arg, const char *bytes, size_t len)
{
	size_t *n = arg;

	(void)bytes;
	*n += len;
	return 0;
}

bool cul_settings_is_empty(const struct cul_settings *s, size_t i)
{
	size_t n = 0;
	struct cul_out o = { count_bytes, &n, 0 };

	cul_settings_show(s, i, &o);
	return n == 0;
}

unsigned cul_settings_workers(const struct cul_settings *s)
{
	long n = s->workers != 0 ? (long)s->workers
				 : sysconf(_SC_NPROCESSORS_ONLN);

	if (n < 1)
		return 1;
	return n > CUL_WORKERS_MAX ? CUL_WORKERS_MAX : (unsigned)n;
}

static bool differs(double a, double b)
{
	return fabs(a - b) > 1e-9 * fabs(b);
}

void cul_settings_unused(const struct cul_settings *s, struct cul_out *o)
{
	if (s->servers.n != 0)
		cul_out_str(o, "unused: servers in [network]: the log names "
			       "its hosts itself\n");
	for (size_t d = 0; d < CUL_DETECTORS_MAX; d++) {
		const struct cul_detector *det = cul_detectors[d];
		const struct cul_knob *k;

		if (det == NULL)
			return;
		k = s->detector_on[d] ? NULL : det->knobs;
		for (size_t i = 0; k != NULL && k[i].name != NULL; i++)
			if (differs(s->knobs[d][i], k[i].dflt))
				cul_out_fmt(o,
					    "unused: %s in [detect.%s]: the "
					    "detector is not enabled\n",
					    k[i].name, det->name);
	}
}
