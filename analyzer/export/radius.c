/* \summary: Disconnect-Requests for customers, as radclient reads them
 *
 * src/modules/rlm_radius and lib/pair.c of FreeRADIUS 3.2: a line an
 * attribute, an empty line ends a request, '#' begins a comment. A double
 * quoted value expands \ and %, so a name with these is no value. RFC 5176, 3:
 * a session must match every attribute of the request; a name and an address
 * together cannot end the session of somebody who holds the address by now.
 * No lease that culprit keeps names a session, so Acct-Session-Id is not here.
 */
#include <stdlib.h>

#include "culprit/err.h"
#include "export/list.h"

enum { VALUE_MAX = 253 }; /* RFC 2865, 5: of one attribute */

struct session {
	const struct cul_suggestion *s;
	struct cul_net net;
};

struct sessions {
	size_t n;
	struct session *v;
};

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("!&*+-./=@^_|~:#, ", c) != NULL);
}

static bool is_user_name(const char *name)
{
	const char *p = name;

	while (is_name_char(*p))
		p++;
	return p != name && *p == '\0' && p - name <= VALUE_MAX;
}

static bool is_customer(const struct cul_report *r,
			const struct cul_suggestion *s)
{
	return s->action == CUL_ACTION_SUSPEND &&
	       s->subject == CUL_SUBJECT_CUSTOMER && cul_list_wants(r, s);
}

static int by_session(const void *a, const void *b)
{
	const struct session *x = a, *y = b;
	int c = strcmp(x->s->name, y->s->name);

	if (c == 0)
		c = memcmp(&x->net.base, &y->net.base, sizeof(x->net.base));
	/* The gravest suggestion comes first in the report. */
	return c != 0 ? c : (x->s < y->s ? -1 : x->s > y->s);
}

static bool same(const struct session *a, const struct session *b)
{
	return strcmp(a->s->name, b->s->name) == 0 &&
	       cul_addr_eq(&a->net.base, &b->net.base);
}

static void add_customer(struct sessions *all, const struct cul_suggestion *s)
{
	for (unsigned i = 0; i < s->n_addrs; i++)
		all->v[all->n++] =
			(struct session){ s, cul_net_of(&s->addrs[i], 32, 64) };
}

static int collect(const struct cul_report *r, struct sessions *ret_sessions)
{
	size_t most = r->n_suggestions * CUL_SOURCE_ADDRS + 1, kept = 0;
	struct sessions all = { 0, calloc(most, sizeof(*all.v)) };

	if (all.v == NULL)
		return CUL_ENOMEM;
	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *s = &r->suggestions[i];

		if (is_customer(r, s) && is_user_name(s->name))
			add_customer(&all, s);
	}
	qsort(all.v, all.n, sizeof(*all.v), by_session);
	for (size_t i = 0; i < all.n; i++)
		if (kept == 0 || !same(&all.v[kept - 1], &all.v[i]))
			all.v[kept++] = all.v[i];
	all.n = kept;
	*ret_sessions = all;
	return 0;
}

static void write_session(struct cul_out *o, const struct session *x)
{
	char text[CUL_NET_TEXT_MAX];

	cul_out_str(o, "\n# ");
	cul_list_comment(o, x->s);
	cul_out_fmt(o, "\nUser-Name = \"%s\"\n", x->s->name);
	if (cul_addr_is_v4(&x->net.base)) {
		cul_addr_print(&x->net.base, text);
		cul_out_fmt(o, "Framed-IP-Address = %s\n", text);
	} else {
		cul_net_print(&x->net, text);
		cul_out_fmt(o, "Framed-IPv6-Prefix = %s\n", text);
	}
}

static void write_skipped(struct cul_out *o, const struct cul_report *r)
{
	for (size_t i = 0; i < r->n_suggestions; i++) {
		const struct cul_suggestion *s = &r->suggestions[i];
		const char *why = NULL;

		if (!cul_list_wants(r, s))
			continue;
		if (!is_customer(r, s))
			why = "it is no customer";
		else if (!is_user_name(s->name))
			why = "no User-Name can hold this name";
		else if (s->n_addrs == 0)
			why = "no address is known";
		if (why == NULL)
			continue;
		cul_out_fmt(o, "# no request, as %s: ", why);
		cul_list_comment(o, s);
		cul_out_str(o, "\n");
	}
}

static const char notes[] =
	"# A person sends these. User-Name is the customer as the records of\n"
	"# leases name him. A session must match the name and the address: a\n"
	"# NAS that has none answers Disconnect-NAK and ends nothing (RFC "
	"5176).\n"
	"# IPv6 is named by its /64; where more is delegated, write that.\n"
	"# Acct-Session-Id is not known here. To limit sessions in place of\n"
	"# ending them: `coa` for `disconnect`, and the attributes of your "
	"NAS.\n";

static void write_radius(const struct cul_report *r, struct cul_out *o)
{
	struct sessions all;
	int err = collect(r, &all);

	if (err < 0) {
		cul_list_failed(o, err);
		return;
	}
	cul_list_head(o, r,
		      &(struct cul_list_head){
			      .name = "radius",
			      .usage = "radclient -S SECRET-FILE -f THIS-FILE "
				       "NAS:3799 disconnect",
			      .n = all.n,
			      .expires_usec = CUL_TIME_NONE });
	cul_out_str(o, notes);
	write_skipped(o, r);
	for (size_t i = 0; i < all.n; i++)
		write_session(o, &all.v[i]);
	free(all.v);
}

extern const struct cul_export cul_export_radius;
const struct cul_export cul_export_radius = {
	.name = "radius",
	.file = "radius_disconnect",
	.summary = "radclient: requests that end customers' sessions",
	.write = write_radius,
};
