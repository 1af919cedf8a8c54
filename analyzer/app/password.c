/* \summary: a password, from a terminal or from a pipe */
#include "app/password.h"

#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "app/app.h"

static bool read_line(char *buf, size_t size)
{
	size_t n = 0;
	char c = '\0';

	while (read(STDIN_FILENO, &c, 1) == 1 && c != '\n') {
		if (n + 1 == size) {
			cul_say("the password is longer than %zu bytes",
				size - 1);
			return false;
		}
		buf[n++] = c;
	}
	if (n != 0 && buf[n - 1] == '\r')
		n--;
	buf[n] = '\0';
	if (n == 0)
		cul_say("no password was given");
	return n != 0;
}

static bool ask(const char *what, const char *name, char *buf, size_t size)
{
	bool good;

	(void)fprintf(stderr, "%s for %s: ", what, name);
	good = read_line(buf, size);
	(void)fputs("\n", stderr);
	return good;
}

static bool ask_twice(const char *name, char *buf, size_t size)
{
	char again[1024];
	bool good = ask("Password", name, buf, size) &&
		    ask("The same again", name, again,
			size < sizeof(again) ? size : sizeof(again));

	if (good && strcmp(buf, again) != 0) {
		cul_say("the two are not the same");
		good = false;
	}
	explicit_bzero(again, sizeof(again));
	return good;
}

bool cul_password_ask(const char *name, char *buf, size_t size)
{
	struct termios was, quiet;
	bool good;

	if (isatty(STDIN_FILENO) == 0 || tcgetattr(STDIN_FILENO, &was) != 0)
		return read_line(buf, size);
	quiet = was;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) != 0) {
		cul_say("the terminal cannot be told not to show what is "
			"typed");
		return false;
	}
	good = ask_twice(name, buf, size);
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
	return good;
}
