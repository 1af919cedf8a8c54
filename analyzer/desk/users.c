/* \summary: users: a lead makes them, gives roles, sets passwords */
#include <stdio.h>

#include "desk/desk_int.h"
#include "desk/password.h"

static const char *const role_says[CUL_ROLES_] = {
	[CUL_ROLE_VIEWER] = "viewer: reads",
	[CUL_ROLE_STAFF] = "staff: decides, too",
	[CUL_ROLE_LEAD] = "lead: and keeps exceptions and users",
};

static void role_options(struct desk_turn *t, enum cul_role chosen, bool brief)
{
	for (unsigned i = 0; i < CUL_ROLES_; i++) {
		const char *name = cul_role_name((enum cul_role)i);

		desk_option(&t->o, name, brief ? name : role_says[i],
			    i == (unsigned)chosen);
	}
}

static void role_form(struct desk_turn *t, const struct cul_user *u)
{
	desk_form_begin(t, "/users/role");
	desk_hidden(t, "name", u->name);
	cul_out_str(&t->o, "<select name=\"role\" aria-label=\"Role of ");
	desk_str(&t->o, u->name);
	cul_out_str(&t->o, "\">");
	role_options(t, u->role, true);
	cul_out_str(&t->o, "</select> <button class=\"quiet\">Set</button>"
			   "</form>");
}

static void more_forms(struct desk_turn *t, const struct cul_user *u)
{
	struct cul_out *o = &t->o;

	cul_out_str(o, "<details><summary>More</summary>");
	desk_form_begin(t, "/users/password");
	desk_whose(t, "name", u->name);
	cul_out_fmt(o,
		    "<input type=\"password\" name=\"new-password\" "
		    "required maxlength=\"%d\" autocomplete=\"new-password\" "
		    "aria-label=\"New password of ",
		    CUL_PASSWORD_MAX);
	desk_str(o, u->name);
	cul_out_str(o, "\"> <button class=\"quiet\">Set password</button>"
		       "</form>");
	desk_form_begin(t, "/users/remove");
	desk_hidden(t, "name", u->name);
	cul_out_str(o, "<p><button class=\"stop\" aria-label=\"Remove the user "
		       "");
	desk_str(o, u->name);
	cul_out_str(o, "\">Remove</button></p></form></details>");
}

static bool each(void *arg, const struct cul_user *u)
{
	struct desk_turn *t = arg;
	struct cul_out *o = &t->o;

	cul_out_str(o, "<tr><td class=\"t\"><a href=\"/decisions?by=");
	desk_url(o, u->name);
	cul_out_str(o, "\"><b>");
	desk_str(o, u->name);
	cul_out_str(o, "</b></a></td><td data-l=\"role\">");
	role_form(t, u);
	cul_out_str(o, "</td><td data-l=\"since\">");
	desk_time(o, u->added_usec);
	cul_out_str(o, "</td><td data-l=\"last sign-in\">");
	if (u->login_usec == CUL_TIME_NONE)
		cul_out_str(o, "never");
	else
		desk_time(o, u->login_usec);
	cul_out_str(o, "</td><td data-l=\"\">");
	more_forms(t, u);
	cul_out_str(o, "</td></tr>\n");
	return true;
}

static void add_form(struct desk_turn *t)
{
	const struct desk_field name = {
		"useradd", "name",
		"Name",    "Small letters, digits and . _ - @",
		true,      NULL,
		"username"
	};
	const struct desk_field password = {
		"useradd",
		"new-password",
		"First password",
		"Twelve characters at least. The user changes it at the first "
		"sign-in, under the own name above.",
		true,
		NULL,
		"new-password"
	};

	cul_out_str(&t->o, "<section class=\"panel\" aria-labelledby=\"h-add\">"
			   "<h2 id=\"h-add\">Add a user</h2>\n");
	desk_form_begin(t, "/users/add");
	desk_input(t, &name, "text", CUL_WHO_MAX - 1);
	cul_out_str(&t->o, "<div class=\"field\"><label for=\"useradd-role\">"
			   "Role</label><select id=\"useradd-role\" "
			   "name=\"role\">");
	role_options(t, CUL_ROLE_STAFF, false);
	cul_out_str(&t->o, "</select></div>\n");
	desk_input(t, &password, "password", CUL_PASSWORD_MAX);
	desk_form_end(t, "Add the user", false);
	cul_out_str(&t->o, "</section>\n");
}

static void show(struct desk_turn *t, unsigned status)
{
	const struct desk_page page = { .title = "Users",
					.tab = DESK_TAB_USERS };
	const struct cul_account_store *s = &t->desk->store;
	struct cul_out *o = &t->o;
	char did[16];
	int rc;

	(void)desk_query(t, "did", did, sizeof(did));
	desk_page_begin(t, &page);
	cul_out_str(o, "<h1>Users</h1>\n");
	if (t->fault != NULL)
		desk_tell(t, "bad", t->fault);
	else if (did[0] != '\0')
		desk_tell(t, "good", "Done, and in the audit trail.");
	cul_out_str(o, "<section class=\"panel\" aria-label=\"Users\"><table "
		       "class=\"stack\"><thead><tr><th scope=\"col\">Name</th>"
		       "<th scope=\"col\">Role</th><th scope=\"col\">Since</th>"
		       "<th scope=\"col\">Last sign-in</th><th scope=\"col\">"
		       "<span class=\"away\">More</span></th></tr></thead>"
		       "<tbody>\n");
	rc = s->each_user(s->arg, each, t);
	cul_out_str(o, "</tbody></table></section>\n");
	add_form(t);
	if (rc != CUL_OK)
		desk_trouble(t, rc);
	else
		desk_page_end(t, status);
}

void desk_users_page(struct desk_turn *t)
{
	show(t, 200);
}

/* `usage`: what CUL_EUSAGE means here. */
static void after(struct desk_turn *t, int rc, const char *usage)
{
	if (rc == CUL_OK) {
		cul_web_see(t->a, "/users?did=1");
	} else if (rc == CUL_EUSAGE || rc == CUL_ENONE) {
		if (t->fault == NULL)
			t->fault = rc == CUL_ENONE ? "There is no such user."
						   : usage;
		t->again = "useradd";
		show(t, 422);
	} else {
		desk_trouble(t, rc);
	}
}

static bool read_role(struct desk_turn *t, enum cul_role *ret)
{
	char role[16];

	(void)desk_form(t, "role", role, sizeof(role));
	if (cul_role_of(role, ret))
		return true;
	t->fault = "A role is viewer, staff or lead.";
	return false;
}

void desk_do_user_add(struct desk_turn *t)
{
	const struct cul_sv password =
		cul_web_find(&t->q->form, "new-password");
	char name[CUL_WHO_MAX];
	enum cul_role role;
	int rc = CUL_EUSAGE;

	(void)desk_form(t, "name", name, sizeof(name));
	if (read_role(t, &role))
		t->fault =
			cul_user_fault((struct cul_sv){ name, strlen(name) });
	if (t->fault == NULL)
		t->fault = cul_password_fault(password, name);
	if (t->fault == NULL)
		rc = cul_user_add(&t->desk->store, name, role, password,
				  t->v.name, t->q->address, t->now_usec);
	after(t, rc, "There is a user of that name already.");
}

void desk_do_user_role(struct desk_turn *t)
{
	char name[CUL_WHO_MAX];
	enum cul_role role;
	int rc = CUL_EUSAGE;

	(void)desk_form(t, "name", name, sizeof(name));
	if (read_role(t, &role))
		rc = cul_user_role(&t->desk->store, name, role, t->v.name,
				   t->q->address, t->now_usec);
	after(t, rc, "One lead has to stay, or nobody could make users.");
}

void desk_do_user_passwd(struct desk_turn *t)
{
	const struct cul_sv password =
		cul_web_find(&t->q->form, "new-password");
	char name[CUL_WHO_MAX];
	int rc = CUL_EUSAGE;

	(void)desk_form(t, "name", name, sizeof(name));
	t->fault = cul_password_fault(password, name);
	if (t->fault == NULL)
		rc = cul_user_passwd(&t->desk->store, name, password, t->v.name,
				     t->q->address, t->now_usec);
	after(t, rc, "This password cannot be taken.");
}

void desk_do_user_remove(struct desk_turn *t)
{
	char name[CUL_WHO_MAX];

	(void)desk_form(t, "name", name, sizeof(name));
	after(t,
	      cul_user_remove(&t->desk->store, name, t->v.name, t->q->address,
			      t->now_usec),
	      "One lead has to stay, or nobody could make users.");
}
