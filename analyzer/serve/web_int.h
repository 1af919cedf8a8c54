/* \summary: the parts of the server of the desk */
#ifndef CUL_WEB_INT_H
#define CUL_WEB_INT_H

#include "serve/serve_int.h"
#include "serve/web.h"

/* What a handler says. */
struct cul_web_answer {
	enum {
		ANSWER_NONE,
		ANSWER_PAGE,
		ANSWER_FIXED,
		ANSWER_WAIT,
		ANSWER_STREAM
	} what;
	bool secure; /* as the request: for cookies                        */
	bool close;  /* what follows on the connection is not to be read   */
	unsigned status;
	const char *type;
	char *body;        /* of a page; ours                              */
	const void *fixed; /* of ANSWER_FIXED                              */
	size_t len;
	const char *etag;
	uint64_t key; /* of a stream                                       */
	char *first;
	size_t n_headers;
	struct {
		char *name, *value;
	} headers[CUL_WEB_HEADERS_MAX];
};

/* One request, from its first line until it is answered. */
struct web_visit {
	struct web_visit *next, *prev; /* those that wait                  */
	struct MHD_Connection *connection;
	enum {
		VISIT_BEGUN, /* its first line is here                     */
		VISIT_BODY,  /* its headers were, and are sound            */
		VISIT_CALLED,
		VISIT_ANSWERED
	} state;
	bool waits;
	bool active;  /* it is read or answered, and does not wait for us   */
	char *raw;    /* the target as it came                            */
	char *text;   /* the same, decoded in place                       */
	char *cookie; /* the header, for decoding in place                */
	char *body;
	size_t body_len, body_max;
	struct cul_sv if_none_match;
	struct cul_web_request q;
	struct cul_web_pair query[CUL_WEB_PAIRS_MAX], form[CUL_WEB_PAIRS_MAX],
		cookies[CUL_WEB_PAIRS_MAX];
};

struct web_stream {
	struct web_stream *next, *prev;
	struct MHD_Connection *connection;
	struct cul_web *web;
	uint64_t key;
	bool sleeps; /* suspended: nothing to send                         */
	bool over;   /* after what is left                                 */
	char *text;  /* not sent yet: [sent, len)                          */
	size_t sent, len, size;
};

/* Of the URL that people type. */
struct web_place {
	bool https;
	char authority[256]; /* host, and port if it is not the scheme's  */
};

struct cul_web {
	struct MHD_Daemon *daemon;
	int fd;
	bool loopback, tls, ending, stirred;
	char address[CUL_WEB_ADDRESS_MAX];
	char url[300];
	struct web_place place; /* authority "": none                      */
	cul_web_handler *handler;
	void *arg;
	char *certificate, *key; /* PEM                                    */
	uint64_t last_number;
	unsigned n_active;
	struct serve_crowd crowd;
	struct web_visit *waiting;
	struct web_stream *oldest, *newest;
	size_t n_streams;
	int64_t now_usec, ping_usec;
};

enum {
	/* Ours, the streams, as many as may wait, and those hung up that the
	 * library has not seen yet. */
	WEB_HARD_CONNECTIONS = 2 * CUL_WEB_CONNECTIONS + CUL_WEB_STREAMS,
	WEB_HANDSHAKE_MSEC = 20
};

/* web_place.c: false if it is no "https://name" or "http://name". */
bool web_place_read(const char *url, struct web_place *ret);
/* Is that Host one of ours? */
bool web_host_is_ours(const struct cul_web *w, struct cul_sv host);
bool web_host_is_place(const struct cul_web *w, struct cul_sv host);
/* Who asks: the peer, or who the proxy says. */
void web_address(const struct cul_web *w, const union serve_address *peer,
		 struct cul_sv forwarded, bool by_place,
		 char ret[CUL_WEB_ADDRESS_MAX]);

/* web_check.c: looks at the headers and sets what the request has of them.
 * 0, or the status to refuse it with. */
unsigned web_check(const struct cul_web *w, struct web_visit *v,
		   const char *method, const char *version);

/* web_visit.c: one request's life, as the library calls. */
void *web_on_target(void *web, const char *target, struct MHD_Connection *c);
enum MHD_Result web_on_request(void *web, struct MHD_Connection *c,
			       const char *path, const char *method,
			       const char *version, const char *body,
			       size_t *body_len, void **visit);
void web_on_done(void *web, struct MHD_Connection *c, void **visit,
		 enum MHD_RequestTerminationCode why);
struct connection *web_connection(struct MHD_Connection *c);
void web_busy(struct MHD_Connection *c, bool busy);
void web_active(struct cul_web *w, struct web_visit *v, bool active);

/* web_answer.c: send it. What the answer owns is freed. */
enum MHD_Result web_send(const struct cul_web *w, struct web_visit *v,
			 struct cul_web_answer *a);
/* With what every answer has; takes the response over. */
enum MHD_Result web_send_response(const struct cul_web *w, struct web_visit *v,
				  struct cul_web_answer *a,
				  struct MHD_Response *r);
void web_answer_done(struct cul_web_answer *a);
/* A refusal of ours, in plain text; the connection is closed. */
enum MHD_Result web_refuse(const struct cul_web *w, struct web_visit *v,
			   unsigned status);

/* web_stream.c */
enum MHD_Result web_stream_begin(struct cul_web *w, struct web_visit *v,
				 struct cul_web_answer *a);
void web_streams_ping(struct cul_web *w);
void web_streams_end(struct cul_web *w);

/* web_tls.c: a file as text; NULL with a sentence. */
char *web_pem(const char *path, char err[CUL_WEB_ERR]);
void web_forget(char **text); /* wipe and free; NULL is fine              */

#endif
