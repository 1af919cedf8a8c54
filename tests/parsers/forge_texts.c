/* \summary: what forgers write: hostile strings, and other servers' lines */
#include "forge_texts.h"

#include <stdlib.h>

/* Forgers' addresses are these, and stand in no template. */
#define EVIL "203.0.113.66"

static const char *const nasty[] = {
	"x",
	"",
	"victim[" EVIL "]",
	"evil [" EVIL "]",
	"[" EVIL "]",
	"[" EVIL "]:25",
	"(evil) [" EVIL "]",
	"evil) [" EVIL "] ",
	" H=evil [" EVIL "]",
	"x, relay=evil [" EVIL "]",
	" [" EVIL "] (may be forged), reject=550 5.7.1 x",
	"relay=[" EVIL "], user=victim",
	"> from evil[" EVIL "]; from=<a@b.example> to=<c@d.example> "
	"proto=ESMTP helo=<e>: 5.7.1 x",
	"a> to=<b@c.example> proto=ESMTP helo=<x[" EVIL "]>",
	"x, sasl_method=PLAIN, sasl_username=victim@a.example",
	" sasl_username=<victim@a.example>",
	" A=plain:victim P=esmtpa",
	", authid=victim, mech=PLAIN",
	", orig_queue_id=AAAAAAAAAA, orig_client=evil[" EVIL "]",
	"x, rip=" EVIL ", lip=192.0.2.1",
	"x>, method=PLAIN, rip=" EVIL ", user=<victim",
	" rhost=" EVIL "  user=victim",
	"address=" EVIL " host=evil user=victim",
	"ip: " EVIL ", user: victim, ",
	"," EVIL ",",
	"\",\"" EVIL "\",\"",
	"\t" EVIL "\t",
	"\"" EVIL "\"",
	EVIL,
	"::ffff:" EVIL,
	"IPv6:2001:db8:66::66",
	"]",
	"[",
	")",
	"(",
	"\"",
	"\\",
	"\\\"",
	"'",
	"; from=<",
	"> ",
	", ",
	" - - [20/Nov/2026:04:11:09 +0000] \"POST /x HTTP/1.1\" 200 1",
	"\r",
	"\r\nNov 20 04:11:09 mx1 postfix/smtpd[9]: connect from evil[" EVIL "]",
	"\xff\xfe\xc3(",
	"\x01\x02\x1b\x7f",
	"%s%n",
	"said: 550 5.1.1 (in reply to RCPT TO command)",
};

const char *const forge_dns[] = {
	"x",
	"mail.example.com",
	"203-0-113-66.evil.example",
	"from.evil.example",
	"unknown",
	"localhost",
	"client-" EVIL,
	"_x_.evil.example",
	"a",
	"4CCCCCCCCC",
	"xn--bcher-kva.example",
	"NOQUEUE",
};

const unsigned forge_n_dns = sizeof(forge_dns) / sizeof(forge_dns[0]);

/* The line with what it says of the true client said of the forger. */
static char *evil_line(const struct template *t)
{
	char *to = malloc(t->line.len * (sizeof(EVIL) + 1) + 1), *at = to;
	struct cul_cur c = cul_cur_over(t->line);
	bool client = t->client.len > 3;

	if (to == NULL)
		exit(1);
	while (c.p < c.end) {
		if (client && cul_sv_starts(cul_cur_rest(&c), t->client)) {
			memcpy(at, EVIL, sizeof(EVIL) - 1);
			at += sizeof(EVIL) - 1;
			c.p += t->client.len;
		} else {
			*at++ = *c.p++;
		}
	}
	*at = '\0';
	return to;
}

void forge_texts_make(char **files, int n_files, struct forge_texts *to)
{
	size_t own = sizeof(nasty) / sizeof(nasty[0]);

	to->v = malloc((own + (size_t)n_files * TEMPLATES_MAX) *
		       sizeof(*to->v));
	if (to->v == NULL)
		exit(1);
	memcpy(to->v, nasty, sizeof(nasty));
	to->n = to->n_own = (unsigned)own;
	for (int i = 0; i < n_files; i++) {
		struct templates *t = malloc(sizeof(*t));

		if (t == NULL)
			exit(1);
		templates_read(files[i], t);
		for (unsigned k = 0; k < t->n; k += 2)
			to->v[to->n++] = evil_line(&t->v[k]);
		templates_done(t);
		free(t);
	}
}

void forge_texts_done(struct forge_texts *to)
{
	for (size_t i = to->n_own; i < to->n; i++)
		free((char *)(uintptr_t)to->v[i]);
	free(to->v);
}
