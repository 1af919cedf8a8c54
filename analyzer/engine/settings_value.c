/* \summary: from text to a typed value: numbers, switches, zones, paths */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/settings_value.h"
#include "engine/zone.h"

bool setting_read_real(const char *text, double *ret_v)
{
	char *end;
	double v;

	if (text[0] == '\0' || text[0] == ' ')
		return false;
	errno = 0;
	v = strtod(text, &end);
	if (*end != '\0' || errno != 0 || !isfinite(v))
		return false;
	*ret_v = v;
	return true;
}

bool setting_read_size(const char *text, double *ret_bytes)
{
	static const char units[] = "KMGT";
	char number[SETTING_TEXT_MAX];
	size_t len = strlen(text);
	double unit = 1;
	const char *u;

	if (len == 0 || len >= sizeof(number))
		return false;
	u = memchr(units, text[len - 1], sizeof(units) - 1);
	if (u != NULL)
		len--;
	for (ptrdiff_t i = u != NULL ? u - units + 1 : 0; i > 0; i--)
		unit *= 1024;
	memcpy(number, text, len);
	number[len] = '\0';
	if (!setting_read_real(number, ret_bytes))
		return false;
	*ret_bytes *= unit;
	return true;
}

bool setting_read_switch(const char *text, bool *ret_v)
{
	static const char *const yes[] = { "yes", "true", "on", "1" };
	static const char *const no[] = { "no", "false", "off", "0" };

	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		if (strcmp(text, yes[i]) != 0 && strcmp(text, no[i]) != 0)
			continue;
		*ret_v = strcmp(text, yes[i]) == 0;
		return true;
	}
	return false;
}

int setting_read_zone(const char *text, char **ret_name)
{
	struct cul_zone *z = NULL;
	int rc = cul_zone_new(text, &z);

	cul_zone_free(&z);
	if (rc < 0)
		return rc;
	*ret_name = strdup(text);
	return *ret_name != NULL ? 0 : CUL_ENOMEM;
}

int setting_read_text(const char *text, char **ret_text)
{
	char *copy = text[0] != '\0' ? strdup(text) : NULL;

	if (text[0] != '\0' && copy == NULL)
		return CUL_ENOMEM;
	*ret_text = copy;
	return 0;
}

int setting_read_path(const char *text, const char *dir, char **ret_path)
{
	char *path = NULL;
	int n = 0;

	if (text[0] == '\0')
		path = NULL;
	else if (text[0] == '/')
		path = strdup(text);
	else
		n = asprintf(&path, "%s/%s", dir, text);
	if (n < 0 || (text[0] != '\0' && path == NULL))
		return CUL_ENOMEM;
	*ret_path = path;
	return 0;
}

void setting_print_size(uint64_t bytes, char *buf, size_t cap)
{
	static const char *const units[] = { "", "K", "M", "G", "T" };
	unsigned u = 0;

	while (u < 4 && bytes != 0 && bytes % 1024 == 0) {
		bytes /= 1024;
		u++;
	}
	snprintf(buf, cap, "%llu%s", (unsigned long long)bytes, units[u]);
}
