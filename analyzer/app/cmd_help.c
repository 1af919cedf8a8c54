/* \summary: culprit help */
#include <string.h>

#include "app/app.h"
#include "app/help.h"
#include "app/page.h"

int cul_cmd_help(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "--man-page") == 0)
		return cul_page_print(argv[2]);
	if (argc > 1 && strcmp(argv[1], "--help") != 0 &&
	    strcmp(argv[1], "-h") != 0)
		return cul_help_command(argv[1]);
	return cul_help_command(argc > 1 ? "help" : NULL);
}
