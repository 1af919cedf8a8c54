/* \summary: web forms that send mail, and proxies that lead to mail servers
 *
 * A web server stamps a request when it begins or when it ends, the mail
 * server when the message is taken up: so a post and a message go together
 * whichever line is heard first.
 */
#include "engine/court_int.h"
#include "evidence/hash.h"

/* A script that takes longer to write its letter has been given up by the
 * visitor; more would tie a busy site's posts to whatever is sent. */
#define TOGETHER_USEC (5 * CUL_USEC_PER_SEC)

static uint64_t host_of(const struct cul_event *ev)
{
	return ev->host.len != 0 ? cul_hash(ev->host, 0) | 1 : 0;
}

static bool together(int64_t a_usec, uint64_t a_host, int64_t b_usec,
		     uint64_t b_host)
{
	int64_t apart = a_usec > b_usec ? a_usec - b_usec : b_usec - a_usec;

	return a_usec != 0 && b_usec != 0 && apart <= TOGETHER_USEC &&
	       (a_host == 0 || b_host == 0 || a_host == b_host);
}

int cul_court_submitted(struct cul_hearing *h, struct cul_source *s)
{
	struct cul_court_web *w = &h->court->web;
	const struct cul_web_submit it = { h->ev->t_usec, host_of(h->ev),
					   cul_table_key(s), cul_table_id(s) };

	for (unsigned i = 0; i < CUL_WEB_RECENT; i++) {
		const struct cul_web_post *p =
			&w->posts[(w->n_posts - 1 - i) % CUL_WEB_RECENT];

		if (together(p->t_usec, p->host, it.t_usec, it.host))
			return cul_source_posted(
				h->court->table, s,
				(struct cul_sv){ p->path, p->len });
	}
	w->submits[w->n_submits++ % CUL_WEB_RECENT] = it;
	return CUL_OK;
}

/* The messages that were handed in before the post was logged. */
static int posted_before(struct cul_hearing *h, const struct cul_web_post *p)
{
	struct cul_court *c = h->court;
	int err = CUL_OK;

	for (unsigned i = 0; i < CUL_WEB_RECENT && err == CUL_OK; i++) {
		struct cul_web_submit *it = &c->web.submits[i];
		struct cul_source *s;

		if (!together(p->t_usec, p->host, it->t_usec, it->host))
			continue;
		s = cul_table_at(c->table, it->source);
		if (cul_table_key(s) == it->source_key)
			err = cul_source_posted(
				c->table, s,
				(struct cul_sv){ p->path, p->len });
		it->t_usec = 0;
	}
	return err;
}

int cul_court_form_post(struct cul_hearing *h)
{
	struct cul_court_web *w = &h->court->web;
	struct cul_web_post *p = &w->posts[w->n_posts++ % CUL_WEB_RECENT];
	struct cul_sv path = h->ev->text;

	if (path.len > CUL_WEB_PATH_MAX)
		path.len = CUL_WEB_PATH_MAX;
	*p = (struct cul_web_post){
		.t_usec = h->ev->t_usec,
		.host = host_of(h->ev),
		.len = (uint8_t)path.len,
	};
	if (path.len != 0)
		memcpy(p->path, path.ptr, path.len);
	return posted_before(h, p);
}

/* "mx.example:25", as CONNECT has it: SMTP, and submission with and without
 * TLS (RFC 6409, RFC 8314). A whole URL says nothing: a web server that is no
 * proxy answers it with a page of its own, and logs that as a success. */
static bool leads_to_mail(struct cul_sv target)
{
	return cul_sv_find(target, CUL_SV("://")) == NULL &&
	       (cul_sv_ends(target, CUL_SV(":25")) ||
		cul_sv_ends(target, CUL_SV(":465")) ||
		cul_sv_ends(target, CUL_SV(":587")));
}

/* The server whose proxy it is; one that its log does not name goes by the
 * site it serves. */
static int proxy_of(struct cul_hearing *h, struct cul_source **ret)
{
	struct cul_event ev = *h->ev;
	struct cul_hearing as = *h;

	as.ev = &ev;
	if (ev.host.len == 0)
		ev.host = ev.service.len != 0 ? ev.service
					      : CUL_SV("a web server");
	return cul_court_server(&as, ret);
}

int cul_court_proxy(struct cul_hearing *h)
{
	const struct cul_event *ev = h->ev;
	struct cul_source *s, *server;
	int err;

	if (ev->outcome != CUL_OUTCOME_OK || !leads_to_mail(ev->text) ||
	    !h->court->networks_known)
		return CUL_OK;
	err = cul_court_client(h, &ev->client, &s);
	if (err != CUL_OK || s == NULL)
		return err;
	if (cul_source_is_ours(s))
		return CUL_OK;
	err = proxy_of(h, &server);
	if (err != CUL_OK || server == NULL)
		return err;
	cul_source_add(server, CUL_C_proxied, 1);
	err = cul_source_sent(h->court->table, server, ev->t_usec, true);
	if (err == CUL_OK)
		err = cul_court_wrong(h, server, CUL_FAMILY_RELAYING);
	return err == CUL_OK ? cul_court_judge(h->court, server, ev->t_usec)
			     : err;
}
