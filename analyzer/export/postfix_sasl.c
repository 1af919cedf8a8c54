/* \summary: a Postfix check_sasl_access table of accounts
 *
 * For texthash:, or hash: after postmap (access(5)). Lookups fold case, so
 * the keys are in lower case. A name with a blank, a control character, a
 * quote, '#' or what is not ASCII cannot be a key that surely means that
 * account alone (postmap(1): quoting, comments, continuation lines; smtpd
 * looks up '_' for what it will not print, and logs '?'; a name that fills
 * its room may have been cut): it is named in a comment.
 */
#include "export/accounts.h"

static void write_key(struct cul_out *o, const char *name)
{
	for (; *name != '\0'; name++) {
		char c = *name;

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + ('a' - 'A'));
		cul_out_put(o, &c, 1);
	}
}

static void write_account(struct cul_out *o, const struct cul_suggestion *s)
{
	cul_out_str(o, "# ");
	cul_list_comment(o, s);
	cul_out_str(o, "\n");
	write_key(o, s->name);
	cul_out_str(o, "\tREJECT 5.7.1 ");
	cul_list_refusal(o, s);
	cul_out_str(o, "\n");
}

static const struct cul_list_keys keys = { cul_list_is_plain_key, true };

static void write_sasl(const struct cul_report *r, struct cul_out *o)
{
	struct cul_list_accounts a;
	int err = cul_list_accounts(r, &keys, &a);

	if (err < 0) {
		cul_list_failed(o, err);
		return;
	}
	cul_list_head(
		o, r,
		&(struct cul_list_head){
			.name = "postfix-sasl",
			.usage = "smtpd_sender_restrictions = "
				 "check_sasl_access texthash:THIS-FILE",
			.n = a.n,
			.expires_usec = cul_list_accounts_first_expiry(&a) });
	for (size_t i = 0; i < a.n; i++)
		write_account(o, a.v[i].s);
	cul_list_accounts_skipped(o, r, &keys, "#");
	cul_list_accounts_done(&a);
}

extern const struct cul_export cul_export_postfix_sasl;
const struct cul_export cul_export_postfix_sasl = {
	.name = "postfix-sasl",
	.file = "postfix_sasl_access",
	.summary = "Postfix check_sasl_access: accounts that may not send",
	.write = write_sasl,
};
