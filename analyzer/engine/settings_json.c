/* \summary: the settings and their values as JSON */
#include <stdio.h>
#include <stdlib.h>

#include "engine/settings.h"
#include "report/json.h"

struct text {
	char *p;
	size_t len;
};

static int text_put(void *arg, const char *bytes, size_t len)
{
	struct text *t = arg;
	char *p = realloc(t->p, t->len + len);

	if (p == NULL)
		return CUL_ENOMEM;
	memcpy(p + t->len, bytes, len);
	t->p = p;
	t->len += len;
	return 0;
}

void cul_settings_json(const struct cul_settings *s, struct cul_out *o)
{
	struct cul_json j;

	cul_json_init(&j, o);
	cul_json_array(&j, NULL);
	for (size_t i = 0; i < cul_settings_count(); i++) {
		struct cul_setting_info info = cul_settings_info(i);
		struct text text = { 0 };
		struct cul_out value = { text_put, &text, 0 };

		cul_settings_show(s, i, &value);
		if (o->err == 0)
			o->err = value.err;
		cul_json_object(&j, NULL);
		cul_json_str(&j, "section", info.section);
		cul_json_str(&j, "key", info.key);
		cul_json_str(&j, "type", info.type);
		cul_json_sv(&j, "value",
			    (struct cul_sv){ text.len > 0 ? text.p : "",
					     text.len });
		cul_json_str(&j, "default", info.dflt);
		if (info.range[0] != '\0')
			cul_json_str(&j, "range", info.range);
		cul_json_str(&j, "help", info.help);
		cul_json_end(&j);
		free(text.p);
	}
	cul_json_end(&j);
	cul_out_str(o, "\n");
}
