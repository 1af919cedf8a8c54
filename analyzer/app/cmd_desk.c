/* \summary: culprit desk: the page for abuse staff, and its users */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "app/help.h"
#include "app/options.h"
#include "app/password.h"
#include "app/stdout.h"
#include "engine/desk.h"

enum { PASSWORD_MAX = 1024 };

static int status_of(int rc)
{
	if (rc == CUL_OK)
		return CUL_EXIT_DONE;
	return rc == CUL_ECONF || rc == CUL_EUSAGE ? CUL_EXIT_USAGE
						   : CUL_EXIT_FAILED;
}

static const char *who(const struct cul_options *o)
{
	const char *name = cul_option(o, CUL_OPTION_BY);

	if (name == NULL || name[0] == '\0')
		name = getenv("SUDO_USER");
	if (name == NULL || name[0] == '\0')
		name = getenv("USER");
	return name != NULL && name[0] != '\0' ? name : "root";
}

static void ready(void *arg, const char *url)
{
	(void)arg;
	cul_say("the desk is at %s; Ctrl-C ends it", url);
}

static int serve(const struct cul_options *o)
{
	const struct cul_desk_run run = { .settings = &o->settings,
					  .notify_socket =
						  getenv("NOTIFY_SOCKET"),
					  .ready = ready };
	struct cul_out err = cul_err_out();

	return status_of(cul_desk_serve(&run, &err));
}

/* Who decides is staff, where nothing else is said. */
static bool role_of(const struct cul_options *o, enum cul_role *ret)
{
	const char *name = cul_option(o, CUL_OPTION_ROLE);

	*ret = CUL_ROLE_STAFF;
	if (name == NULL || cul_desk_role_of(name, ret))
		return true;
	cul_say("no role '%s': viewer, staff or lead", name);
	return false;
}

/* What is wrong with the name is said before a password is asked for. */
static int with_password(const struct cul_options *o, bool add)
{
	const char *name = o->args[1], *fault = cul_desk_user_fault(name);
	struct cul_out err = cul_err_out();
	char password[PASSWORD_MAX];
	struct cul_sv given;
	enum cul_role role;
	int rc = CUL_EUSAGE;

	if (fault != NULL) {
		cul_say("%s", fault);
		return CUL_EXIT_USAGE;
	}
	if (!role_of(o, &role) ||
	    !cul_password_ask(name, password, sizeof(password)))
		return CUL_EXIT_USAGE;
	given = (struct cul_sv){ password, strlen(password) };
	fault = cul_desk_password_fault(given, name);
	if (fault != NULL)
		cul_say("%s", fault);
	else if (add)
		rc = cul_desk_adduser(&o->settings, name, role, given, who(o),
				      &err);
	else
		rc = cul_desk_passwd(&o->settings, name, given, who(o), &err);
	explicit_bzero(password, sizeof(password));
	return status_of(rc);
}

static int adduser(const struct cul_options *o)
{
	return with_password(o, true);
}

static int passwd(const struct cul_options *o)
{
	return with_password(o, false);
}

static int deluser(const struct cul_options *o)
{
	struct cul_out err = cul_err_out();

	return status_of(
		cul_desk_deluser(&o->settings, o->args[1], who(o), &err));
}

static int users(const struct cul_options *o)
{
	struct cul_out err = cul_err_out(), out;
	struct cul_writer *w = malloc(sizeof(*w));
	int status;

	if (w == NULL) {
		cul_say("out of memory");
		return CUL_EXIT_FAILED;
	}
	out = cul_writer_out(w, STDOUT_FILENO);
	status = status_of(cul_desk_users(&o->settings, &out, &err));
	status = cul_writer_end(w, &out, status);
	free(w);
	return status;
}

static const struct verb {
	const char *name;
	int n_args; /* with its own name */
	int (*run)(const struct cul_options *o);
} verbs[] = { { "adduser", 2, adduser },
	      { "passwd", 2, passwd },
	      { "deluser", 2, deluser },
	      { "users", 1, users } };

static int run(const struct cul_options *o)
{
	if (o->n_args == 0)
		return serve(o);
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (strcmp(verbs[i].name, o->args[0]) != 0)
			continue;
		if (o->n_args == verbs[i].n_args)
			return verbs[i].run(o);
		cul_say(verbs[i].n_args == 2 ? "desk %s wants one NAME"
					     : "desk %s takes nothing more",
			o->args[0]);
		return CUL_EXIT_USAGE;
	}
	cul_say("desk knows no '%s': adduser, passwd, deluser and users, or "
		"nothing, which serves the page",
		o->args[0]);
	return CUL_EXIT_USAGE;
}

int cul_cmd_desk(int argc, char **argv)
{
	struct cul_options o;
	int status = cul_options_read(argc, argv, cul_help_takes("desk"), &o);

	if (status == CUL_EXIT_DONE && o.help)
		status = cul_help_command("desk");
	else if (status == CUL_EXIT_DONE)
		status = run(&o);
	cul_options_done(&o);
	return status;
}
