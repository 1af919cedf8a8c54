/* \summary: whose network an address is in: ASN or country, from an MMDB file
 */
#include "attribute/asn.h"

#include <errno.h>
#include <maxminddb.h>
#include <netinet/in.h>
#include <stdlib.h>

#include "culprit/err.h"

struct cul_asn {
	MMDB_s db;
};

/* Above what an ASN (32 bits) and a country (at most 6 letters) fill. */
static const uint64_t is_system = UINT64_C(1) << 56;
static const uint64_t is_country = UINT64_C(2) << 56;
enum { COUNTRY_MAX = 6 };

int cul_asn_open(const char *path, struct cul_out *err, struct cul_asn **ret)
{
	struct cul_asn *asn;
	int status;

	*ret = NULL;
	if (path == NULL)
		return CUL_OK;
	asn = calloc(1, sizeof(*asn));
	if (asn == NULL)
		return CUL_ENOMEM;
	errno = 0;
	status = MMDB_open(path, MMDB_MODE_MMAP, &asn->db);
	if (status == MMDB_SUCCESS) {
		*ret = asn;
		return CUL_OK;
	}
	if (status == MMDB_FILE_OPEN_ERROR && errno != 0)
		cul_out_fmt(err, "%.1000s: %s\n", path, strerror(errno));
	else if (status != MMDB_OUT_OF_MEMORY_ERROR)
		cul_out_fmt(err, "%.1000s: no MMDB file: %s\n", path,
			    MMDB_strerror(status));
	free(asn);
	return status == MMDB_OUT_OF_MEMORY_ERROR ? CUL_ENOMEM : CUL_ECONF;
}

void cul_asn_close(struct cul_asn **asn)
{
	if (*asn == NULL)
		return;
	MMDB_close(&(*asn)->db);
	free(*asn);
	*asn = NULL;
}

static MMDB_lookup_result_s look_up(const MMDB_s *db, const struct cul_addr *a,
				    int *ret_status)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
	const void *sa = &v6;

	if (cul_addr_is_v4(a)) {
		memcpy(&v4.sin_addr, a->b + 12, 4);
		sa = &v4;
	} else {
		memcpy(&v6.sin6_addr, a->b, 16);
	}
	return MMDB_lookup_sockaddr(db, sa, ret_status);
}

/* 0 is reserved (RFC 7607): no system. */
static uint64_t system_of(MMDB_entry_s *entry)
{
	MMDB_entry_data_s d;

	if (MMDB_get_value(entry, &d, "autonomous_system_number", NULL) !=
		    MMDB_SUCCESS ||
	    !d.has_data)
		return 0;
	if (d.type == MMDB_DATA_TYPE_UINT32)
		return d.uint32;
	return d.type == MMDB_DATA_TYPE_UINT16 ? d.uint16 : 0;
}

static uint64_t country_of(MMDB_entry_s *entry)
{
	MMDB_entry_data_s d;
	uint64_t letters = 0;

	if (MMDB_get_value(entry, &d, "country", "iso_code", NULL) !=
		    MMDB_SUCCESS ||
	    !d.has_data || d.type != MMDB_DATA_TYPE_UTF8_STRING ||
	    d.data_size > COUNTRY_MAX)
		return 0;
	for (uint32_t i = 0; i < d.data_size; i++)
		letters = letters << 8 | (unsigned char)d.utf8_string[i];
	return letters;
}

uint64_t cul_asn_key(const struct cul_asn *asn, const struct cul_addr *a)
{
	MMDB_lookup_result_s found;
	uint64_t n;
	int status = MMDB_SUCCESS;

	if (asn == NULL)
		return 0;
	/* A file of IPv4 alone says so of every IPv6 address; one that is
	 * damaged inside knows less. */
	found = look_up(&asn->db, a, &status);
	if (status != MMDB_SUCCESS || !found.found_entry)
		return 0;
	n = system_of(&found.entry);
	if (n != 0)
		return is_system | n;
	n = country_of(&found.entry);
	return n != 0 ? is_country | n : 0;
}
