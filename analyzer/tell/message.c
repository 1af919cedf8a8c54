/* \summary: the head of a mail (RFC 5322, RFC 2045), and who may be named */
#include "tell/message.h"

#include <stdio.h>

#include "culprit/stamp.h"

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* Words of `more` and letters and digits, dots between. */
static bool dotted(struct cul_sv v, const char *more)
{
	bool dot = true;

	for (size_t i = 0; i < v.len; i++) {
		char c = v.ptr[i];

		if (c == '.' && dot)
			return false;
		dot = c == '.';
		if (!dot && !is_alnum(c) &&
		    (c == '\0' || strchr(more, c) == NULL))
			return false;
	}
	return !dot;
}

bool cul_mail_host(struct cul_sv v)
{
	return v.len <= 253 && dotted(v, "-") && v.ptr[0] != '-' &&
	       v.ptr[v.len - 1] != '-';
}

bool cul_mail_address(struct cul_sv v)
{
	struct cul_sv local = v;
	const char *at;

	/* Options, programs and files of a sendmail that takes such. */
	if (v.len == 0 || v.len > CUL_MAIL_ADDRESS_MAX ||
	    strchr("-|/", v.ptr[0]) != NULL)
		return false;
	at = memchr(v.ptr, '@', v.len);
	if (at != NULL) {
		local = cul_sv_before(v, at);
		if (!cul_mail_host(cul_sv_from(v, local.len + 1)))
			return false;
	}
	return local.len <= 64 && dotted(local, "!#$%&'*+/=?^_`{|}~-");
}

bool cul_mail_addresses(const char *text, struct cul_sv to[CUL_MAIL_TO_MAX],
			size_t *ret_n, struct cul_sv *ret_bad)
{
	size_t n = 0;

	*ret_bad = cul_text_sv(text);
	for (;;) {
		struct cul_sv v;

		text += strspn(text, " ,\t");
		if (*text == '\0')
			break;
		v = (struct cul_sv){ text, strcspn(text, " ,\t") };
		if (!cul_mail_address(v)) {
			*ret_bad = v;
			return false;
		}
		if (n == CUL_MAIL_TO_MAX)
			return false;
		to[n++] = v;
		text += v.len;
	}
	*ret_n = n;
	return n > 0;
}

void cul_mail_date(struct cul_text *t, int64_t wall_usec)
{
	static const char days[] = "ThuFriSatSunMonTueWed";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int64_t now = wall_usec / CUL_USEC_PER_SEC, year;
	int64_t day = now / 86400, sec = now % 86400;
	unsigned month, mday;

	cul_civil_from_days(day, &year, &month, &mday);
	cul_text_fmt(t, "%.3s, %u %.3s %lld %02d:%02d:%02d +0000",
		     days + 3 * (day % 7), mday, months + 3 * (month - 1),
		     (long long)year, (int)(sec / 3600), (int)(sec / 60 % 60),
		     (int)(sec % 60));
}

static void head(struct cul_text *t, const struct cul_mail_head *h)
{
	cul_text_str(t, "Date: ");
	cul_mail_date(t, h->wall_usec);
	cul_text_fmt(t, "\nMessage-ID: <culprit.%lld.%llu@%s>\n",
		     (long long)h->wall_usec, (unsigned long long)h->number,
		     h->host);
	cul_text_fmt(t, "From: %s <%s>\nTo: ",
		     h->name != NULL ? h->name : "culprit watch", h->from);
	for (size_t i = 0; i < h->n_to; i++) {
		cul_text_str(t, i == 0 ? "" : ",\n ");
		cul_text_put(t, h->to[i].ptr, h->to[i].len);
	}
	cul_text_fmt(t, "\nSubject: %s\n", h->subject);
	/* RFC 3834: no vacation program is to answer, nothing to bounce. */
	cul_text_str(t, "Auto-Submitted: auto-generated\n"
			"MIME-Version: 1.0\n");
}

static void plain(struct cul_text *t, bool ascii)
{
	cul_text_str(t, "Content-Type: text/plain; charset=utf-8\n"
			"Content-Transfer-Encoding: ");
	cul_text_str(t, ascii ? "7bit\n\n" : "8bit\n\n");
}

void cul_mail_head(struct cul_text *t, const struct cul_mail_head *h)
{
	head(t, h);
	plain(t, h->ascii);
}

/* RFC 2045 6.7; lines end where they end, the longer ones softly. */
static void quoted_printable(struct cul_text *t, struct cul_sv v)
{
	enum { LINE = 72 };
	size_t used = 0;

	for (size_t i = 0; i < v.len; i++) {
		const unsigned char c = (unsigned char)v.ptr[i];
		const bool last = i + 1 == v.len || v.ptr[i + 1] == '\n';
		const bool as_is =
			c >= ' ' && c <= '~' && c != '=' && !(c == ' ' && last);

		if (c == '\n') {
			cul_text_str(t, "\n");
			used = 0;
			continue;
		}
		if (used + 3 > LINE) {
			cul_text_str(t, "=\n");
			used = 0;
		}
		if (as_is)
			cul_text_put(t, v.ptr + i, 1);
		else
			cul_text_fmt(t, "=%02X", c);
		used += as_is ? 1 : 3;
	}
}

void cul_mail_alternative(struct cul_text *t, const struct cul_mail_head *h,
			  struct cul_sv text, struct cul_sv html)
{
	char boundary[64];

	/* "=_" stands in nothing that is quoted-printable, and no line of ours
	 * begins with it. */
	(void)snprintf(boundary, sizeof(boundary), "=_culprit.%lld.%llu",
		       (long long)h->wall_usec, (unsigned long long)h->number);
	head(t, h);
	cul_text_fmt(t,
		     "Content-Type: multipart/alternative;\n"
		     " boundary=\"%s\"\n\n--%s\n",
		     boundary, boundary);
	plain(t, h->ascii);
	cul_text_put(t, text.ptr, text.len);
	cul_text_fmt(t,
		     "\n--%s\nContent-Type: text/html; charset=utf-8\n"
		     "Content-Transfer-Encoding: quoted-printable\n\n",
		     boundary);
	quoted_printable(t, html);
	cul_text_fmt(t, "\n--%s--\n", boundary);
}
