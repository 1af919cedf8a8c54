/* \summary: Access logs of web servers */
/* grammar: Apache httpd 2.4 mod_log_config (common, combined,
 * vhost_combined), nginx ngx_http_log_module (combined) */
/* reads: forms posted to scripts, and requests to be a proxy, with what
 * became of them; from files and through syslog */
/* missing: other LogFormats, JSON; clients logged by name; who stands behind a
 * reverse proxy (use mod_remoteip or realip) */
#include "culprit/parser.h"
#include "text/event.h"
#include "text/pieces.h"

enum why { PAGE, NAMED, SELF, BAD_REQUEST, WHYS };

static const char *const reasons[WHYS + 1] = {
	[PAGE] = "a page was asked for",
	[NAMED] = "a client logged by name, which says nothing of an address",
	[SELF] = "the server about itself",
	[BAD_REQUEST] = "no request or status where one belongs",
};

struct request {
	struct cul_sv vhost, host;
	struct cul_sv method, target;
	uint16_t status;
	uint64_t size_bytes;
};

static bool claims(struct cul_sv tag)
{
	return cul_sv_eq(tag, CUL_SV("apache2")) ||
	       cul_sv_eq(tag, CUL_SV("apache")) ||
	       cul_sv_eq(tag, CUL_SV("httpd")) ||
	       cul_sv_eq(tag, CUL_SV("nginx"));
}

static struct cul_sv text_of(const struct cul_record *rec)
{
	return claims(rec->tag) ? rec->text : rec->line;
}

static unsigned month_read(struct cul_sv v)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (unsigned m = 0; v.len == 3 && m < 12; m++)
		if (memcmp(names + 3 * m, v.ptr, 3) == 0)
			return m + 1;
	return 0;
}

static unsigned two(struct cul_cur *c, const char *stop, unsigned max)
{
	unsigned n = 0;

	for (int i = 0; i < 2; i++) {
		if (c->bad || c->p == c->end || *c->p < '0' || *c->p > '9') {
			c->bad = true;
			return 0;
		}
		n = n * 10 + (unsigned)(*c->p++ - '0');
	}
	if (n > max || (*stop != '\0' && (c->p == c->end || *c->p != *stop)))
		c->bad = true;
	else if (*stop != '\0')
		c->p++;
	return n;
}

static int64_t zone_read(struct cul_cur *c)
{
	bool west = cul_try_lit(c, CUL_SV("-"));
	unsigned hours, minutes;

	if (!west)
		cul_take_lit(c, CUL_SV("+"));
	hours = two(c, "", 14);
	minutes = two(c, "", 59);
	return (west ? -60 : 60) * (int64_t)(hours * 60 + minutes);
}

/* Take "[20/Nov/2026:04:11:09 +0000] "; false, and nothing moves, if there is
 * something else. */
static bool try_stamp(struct cul_cur *c, struct cul_stamp *ret_stamp)
{
	struct cul_cur d = *c;
	unsigned day, month, hour, minute, second;
	int64_t year, zone;

	if (!cul_try_lit(&d, CUL_SV("[")))
		return false;
	day = two(&d, "/", 31);
	month = month_read(cul_take_until(&d, '/'));
	year = (int64_t)cul_take_u64(&d, 9999);
	cul_take_lit(&d, CUL_SV(":"));
	hour = two(&d, ":", 23);
	minute = two(&d, ":", 59);
	second = two(&d, " ", 60);
	zone = zone_read(&d);
	cul_take_lit(&d, CUL_SV("] "));
	if (d.bad || month == 0 || day == 0 || year < 1970)
		return false;
	ret_stamp->form = CUL_STAMP_ZONED;
	ret_stamp->t_usec = (cul_days_from_civil(year, month, day) * 86400 +
			     hour * 3600 + minute * 60 + second - zone) *
			    CUL_USEC_PER_SEC;
	*c = d;
	return true;
}

/* To the stamp that is followed by '"'. What stands between the client and it
 * are ident and user name, which the client sends: the first is taken, so that
 * he may hide his own request, but not lend it to anybody. */
static bool to_request(struct cul_cur *c, struct cul_stamp *ret_stamp)
{
	for (;;) {
		(void)cul_take_before(c, CUL_SV("["));
		if (c->p == c->end)
			return false;
		if (!try_stamp(c, ret_stamp))
			c->p++;
		else if (cul_try_lit(c, CUL_SV("\"")))
			return true;
	}
}

static bool is_address(struct cul_sv v, struct cul_addr *ret)
{
	return cul_addr_parse(v, ret);
}

/* "www.a.example:443 192.0.2.7 " or "192.0.2.7 ": who asked is the first
 * field, or the second behind a name with a port. */
static void take_client(struct cul_cur *c, struct request *r)
{
	struct cul_addr addr;
	struct cul_sv first = cul_take_until(c, ' ');

	r->host = first;
	if (c->bad || is_address(first, &addr) ||
	    memchr(first.ptr, ':', first.len) == NULL)
		return;
	r->vhost = first;
	r->vhost.len =
		(size_t)((const char *)memchr(first.ptr, ':', first.len) -
			 first.ptr);
	r->host = cul_take_until(c, ' ');
}

/* "POST /form.php HTTP/1.1" 200 512: in the quotes, '\' escapes. */
static void take_request(struct cul_cur *c, struct request *r)
{
	const char *from = c->p;
	const char *end = cul_quoted_end(from - 1, c->end);
	struct cul_cur q;

	if (end == NULL) {
		c->bad = true;
		return;
	}
	q = (struct cul_cur){ from, end - 1, false };
	c->p = end;
	r->method = cul_take_before(&q, CUL_SV(" "));
	if (cul_try_lit(&q, CUL_SV(" ")))
		r->target = cul_take_before(&q, CUL_SV(" "));
	cul_take_lit(c, CUL_SV(" "));
	r->status = (uint16_t)cul_take_u64(c, 599);
	cul_take_lit(c, CUL_SV(" "));
	if (!cul_try_lit(c, CUL_SV("-")))
		r->size_bytes = cul_take_u64(c, UINT64_MAX);
}

static bool line_read(struct cul_sv line, struct request *ret_r,
		      struct cul_stamp *ret_stamp)
{
	struct cul_cur c = cul_cur_over(line);

	take_client(&c, ret_r);
	if (c.bad || !to_request(&c, ret_stamp))
		return false;
	take_request(&c, ret_r);
	return !c.bad && ret_r->status >= 100;
}

static bool stamp(const struct cul_record *rec, struct cul_stamp *ret_stamp)
{
	struct cul_cur c = cul_cur_over(text_of(rec));
	struct cul_stamp found;

	if (!to_request(&c, &found))
		return false;
	*ret_stamp = found;
	return true;
}

static int probe(const struct cul_record *rec)
{
	struct request r = { .status = 0 };
	struct cul_stamp when;
	struct cul_addr addr;

	if (!line_read(rec->line, &r, &when))
		return 0;
	return is_address(r.host, &addr) ? 90 : 40;
}

static bool is_script(struct cul_sv path)
{
	static const struct cul_sv ends[] = {
		{ ".php", 4 },  { ".cgi", 4 }, { ".pl", 3 },   { ".py", 3 },
		{ ".asp", 4 },  { ".jsp", 4 }, { ".aspx", 5 }, { ".cfm", 4 },
		{ ".php5", 5 }, { ".do", 3 },  { ".rb", 3 },   { ".phtml", 6 },
	};

	if (cul_sv_find_fold(path, CUL_SV("/cgi-bin/")) != NULL ||
	    cul_sv_find_fold(path, CUL_SV(".php/")) != NULL)
		return true;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (path.len >= ends[i].len &&
		    cul_sv_find_fold(cul_sv_from(path, path.len - ends[i].len),
				     ends[i]) != NULL)
			return true;
	return false;
}

/* nginx's 499: the visitor did not wait, which keeps no script from going on.
 */
static bool was_run(uint16_t status)
{
	return (status >= 200 && status <= 399) || status == 499;
}

static enum cul_verdict form_post(const struct request *r, struct cul_sv path,
				  struct cul_event *ev)
{
	struct cul_cur c = cul_cur_over(path);

	ev->text = cul_take_before(&c, CUL_SV("?"));
	if (!was_run(r->status) || !is_script(ev->text))
		return CUL_IGNORED;
	ev->kind = CUL_EV_FORM_POST;
	ev->size_bytes = r->size_bytes;
	return CUL_EVENT;
}

/* "mx.a.example:25", "[2001:db8::7]:25", "http://u@www.a.example:80/x" */
static struct cul_sv host_of(struct cul_sv target)
{
	const char *at = cul_sv_find(target, CUL_SV("://"));
	struct cul_cur c = cul_cur_over(target);
	struct cul_sv host;

	if (at != NULL)
		c.p = at + 3;
	host = cul_take_before(&c, CUL_SV("/?#"));
	at = host.len != 0 ? memrchr(host.ptr, '@', host.len) : NULL;
	if (at != NULL)
		host = cul_sv_from(host, (size_t)(at - host.ptr) + 1);
	c = cul_cur_over(host);
	if (cul_try_lit(&c, CUL_SV("[")))
		return cul_take_before(&c, CUL_SV("]"));
	return cul_take_before(&c, CUL_SV(":"));
}

static bool is_to_us(const struct request *r)
{
	return r->vhost.len != 0 && cul_sv_eq(host_of(r->target), r->vhost);
}

/* RFC 3986 3.1: the case of a scheme is of no consequence. */
static bool is_absolute(struct cul_sv target)
{
	static const struct cul_sv schemes[] = { { "http://", 7 },
						 { "https://", 8 },
						 { "ftp://", 6 } };

	if (target.len == 0 || *target.ptr == '/')
		return false;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (target.len > schemes[i].len &&
		    cul_sv_find_fold(
			    (struct cul_sv){ target.ptr, schemes[i].len },
			    schemes[i]) != NULL)
			return true;
	return false;
}

/* "/form.php" of "http://www.a.example/form.php" */
static struct cul_sv path_of(struct cul_sv target)
{
	struct cul_cur c = cul_cur_over(target);

	(void)cul_take_until_lit(&c, CUL_SV("://"));
	(void)cul_take_before(&c, CUL_SV("/"));
	return cul_cur_rest(&c);
}

/* It succeeded only if the proxy answered so: 2xx to CONNECT; of a page that
 * was fetched for somebody 3xx too. */
static enum cul_verdict proxy_request(const struct request *r, bool connect,
				      struct cul_event *ev)
{
	struct cul_sv host = host_of(r->target);

	if (host.len == 0 || is_to_us(r))
		return CUL_IGNORED;
	ev->kind = CUL_EV_PROXY_REQUEST;
	ev->relay = host;
	if (!is_address(host, &ev->relay_addr))
		ev->relay_addr = (struct cul_addr){ { 0 } };
	ev->text = r->target;
	ev->size_bytes = r->size_bytes;
	ev->outcome = r->status >= 200 && r->status <= (connect ? 299 : 399)
			      ? CUL_OUTCOME_OK
			      : CUL_OUTCOME_RELAY_REFUSED;
	return CUL_EVENT;
}

static enum cul_verdict request_read(const struct request *r,
				     struct cul_event *ev)
{
	struct cul_sv path = r->target;

	ev->reply = r->status;
	if (r->vhost.len != 0)
		ev->service = r->vhost;
	if (cul_sv_eq(r->method, CUL_SV("CONNECT")))
		return proxy_request(r, true, ev);
	if (is_absolute(path)) {
		if (!is_to_us(r))
			return proxy_request(r, false, ev);
		path = path_of(path);
	}
	if (cul_sv_eq(r->method, CUL_SV("POST")))
		return form_post(r, path, ev);
	return CUL_IGNORED;
}

static enum cul_verdict parse(const struct cul_record *rec,
			      struct cul_event *ret_ev, unsigned *ret_why)
{
	bool tagged = claims(rec->tag);
	struct request r = { .status = 0 };
	struct cul_stamp when = { CUL_STAMP_ABSENT, 0 };
	enum cul_verdict v;

	if (!line_read(text_of(rec), &r, &when)) {
		*ret_why = when.form == CUL_STAMP_ABSENT ? SELF : BAD_REQUEST;
		if (when.form == CUL_STAMP_ABSENT)
			return tagged ? CUL_IGNORED : CUL_NOT_MINE;
		return CUL_MALFORMED;
	}
	cul_event_begin(ret_ev, rec);
	if (!tagged) {
		ret_ev->host = (struct cul_sv){ NULL, 0 };
		ret_ev->pid = 0;
	}
	v = request_read(&r, ret_ev);
	*ret_why = PAGE;
	if (v == CUL_EVENT && !is_address(r.host, &ret_ev->client)) {
		*ret_why = NAMED;
		return CUL_IGNORED;
	}
	return v;
}

const struct cul_parser cul_parser_access = {
	.name = "access",
	.reasons = reasons,
	.claims = claims,
	.probe = probe,
	.stamp = stamp,
	.parse = parse,
};
