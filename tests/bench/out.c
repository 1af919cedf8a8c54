/* \summary: the log generator's buffered output and time stamps */
#include "gen.h"

#include <stdio.h>
#include <string.h>

static const char *const host_names[CUL_HOSTS_] = { "mx1", "mx2", "relay1",
						    "relay2" };

void cul_out_bytes(struct cul_out *o, const char *s, size_t len)
{
	memcpy(o->buf + o->len, s, len);
	o->len += len;
}

void cul_out_str(struct cul_out *o, const char *s)
{
	cul_out_bytes(o, s, strlen(s));
}

void cul_out_uint(struct cul_out *o, uint64_t v)
{
	char tmp[20];
	size_t at = sizeof(tmp);

	do {
		tmp[--at] = (char)('0' + v % 10);
		v /= 10;
	} while (v);
	cul_out_bytes(o, tmp + at, sizeof(tmp) - at);
}

void cul_out_hex(struct cul_out *o, uint64_t v, unsigned width, bool upper)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char tmp[16];
	size_t at = sizeof(tmp);

	do {
		tmp[--at] = digits[v & 15];
		v >>= 4;
	} while (at && (v || sizeof(tmp) - at < width));
	cul_out_bytes(o, tmp + at, sizeof(tmp) - at);
}

static size_t put_two(char *at, uint64_t v)
{
	at[0] = (char)('0' + v / 10 % 10);
	at[1] = (char)('0' + v % 10);
	return 2;
}

static size_t put_clock(char *at, uint64_t sec)
{
	put_two(at, sec / 3600);
	at[2] = ':';
	put_two(at + 3, sec / 60 % 60);
	at[5] = ':';
	put_two(at + 6, sec % 60);
	return 8;
}

void cul_out_date(struct cul_out *o, uint64_t t_usec)
{
	char tmp[8];

	put_clock(tmp, t_usec / CUL_SEC_USEC);
	cul_out_str(o, "Nov 20 ");
	cul_out_bytes(o, tmp, sizeof(tmp));
}

/* rsyslog's two: its traditional file format, and its default one. */
static void put_stamp(struct cul_out *o, uint64_t t_usec)
{
	uint64_t sec = t_usec / CUL_SEC_USEC, usec = t_usec % CUL_SEC_USEC;
	const char *day = o->rfc3339 ? "2026-11-20T" : "Nov 20 ";

	if (sec != o->stamp_sec || !o->stamp_len) {
		o->stamp_len = strlen(day);
		memcpy(o->stamp, day, o->stamp_len);
		o->stamp_len += put_clock(o->stamp + o->stamp_len, sec);
		o->stamp_sec = sec;
	}
	cul_out_bytes(o, o->stamp, o->stamp_len);
	if (o->rfc3339) {
		char tmp[7] = ".";

		put_two(tmp + 1, usec / 10000);
		put_two(tmp + 3, usec / 100);
		put_two(tmp + 5, usec);
		cul_out_bytes(o, tmp, sizeof(tmp));
		cul_out_str(o, "+00:00");
	}
}

void cul_out_head(struct cul_gen *g, uint8_t host, const char *daemon,
		  uint32_t pid)
{
	struct cul_out *o = &g->out;

	put_stamp(o, g->now_usec);
	cul_out_bytes(o, " ", 1);
	cul_out_str(o, host_names[host]);
	cul_out_str(o, " postfix/");
	cul_out_str(o, daemon);
	cul_out_bytes(o, "[", 1);
	cul_out_uint(o, pid);
	cul_out_bytes(o, "]: ", 3);
}

int cul_out_flush(struct cul_out *o)
{
	if (!o->failed && fwrite(o->buf, 1, o->len, stdout) != o->len)
		o->failed = true;
	o->written_bytes += o->len;
	o->len = 0;
	return o->failed ? -1 : 0;
}

void cul_out_end(struct cul_out *o)
{
	cul_out_bytes(o, "\n", 1);
	o->lines++;
	if (o->len > CUL_OUT_BYTES - CUL_LINE_BYTES)
		cul_out_flush(o);
}
