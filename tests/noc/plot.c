/* \summary: the people of the made-up night */
#include "plot.h"

const struct plot night[NIGHT_NOTICES] = {
	{ CUL_ACTION_SUSPEND, CUL_KIND_STOLEN_ACCOUNT, CUL_SUBJECT_ACCOUNT,
	  CUL_NOTICE_NEW, 31, 4, "swift.point@aurora.example", "C02001",
	  "Since 2026-11-28 02:41 UTC the account swift.point@aurora.example "
	  "was used from 9 networks and wrote to 299 addresses; 110 of them do "
	  "not exist, 31 refused it as spam, 10 for its reputation: others "
	  "very likely have its password." },
	{ CUL_ACTION_SUSPEND, CUL_KIND_ZOMBIE, CUL_SUBJECT_CUSTOMER,
	  CUL_NOTICE_UPDATED, 129, 118, "C02018", "C02018",
	  "Since 2026-11-28 01:03 UTC customer C02018 (192.0.2.47) wrote to "
	  "432 addresses under about 87 unrelated sender domains; 140 of them "
	  "do not exist, 39 refused it as spam, 46 for its reputation: the "
	  "machine is very likely infected." },
	{ CUL_ACTION_SUSPEND, CUL_KIND_FORM_ABUSE, CUL_SUBJECT_LOCAL_USER,
	  CUL_NOTICE_NEW, 289, 201, "33@mx1", "",
	  "Since 2026-11-27 22:23 UTC programs of the local user 33@mx1 wrote "
	  "to 170 addresses, within one hour to 123 new domains; 52 of them do "
	  "not exist, 16 refused it as spam, 10 for its reputation: a web form "
	  "or script is very likely abused." },
	{ CUL_ACTION_BLOCK, CUL_KIND_PASSWORD_ATTACK, CUL_SUBJECT_IP,
	  CUL_NOTICE_NEW, 95, 94, "198.51.100.90", "",
	  "Since 2026-11-28 01:37 UTC 198.51.100.90 failed to log in 167 times "
	  "under about 122 user names, and never succeeded: passwords are "
	  "being guessed." },
	{ CUL_ACTION_BLOCK, CUL_KIND_HARVEST, CUL_SUBJECT_NET, CUL_NOTICE_NEW,
	  1364, 1350, "2001:db8:70:a::/64", "",
	  "Since 2026-11-27 04:28 UTC 2001:db8:70:a::/64 asked for 354 "
	  "mailboxes that are not here, beside 12 that exist: it guesses "
	  "addresses." },
	{ CUL_ACTION_CONTACT, CUL_KIND_ROAMING, CUL_SUBJECT_IP, CUL_NOTICE_NEW,
	  66, 40, "198.51.100.77", "",
	  "Since 2026-11-28 02:06 UTC 198.51.100.77 was refused 8 times for 2 "
	  "recipients, as a sender who has a mailbox here: a customer away "
	  "from home, who should send through port 587 with a login." },
	{ CUL_ACTION_WATCH, CUL_KIND_SPAMMER, CUL_SUBJECT_CUSTOMER,
	  CUL_NOTICE_UPDATED, 12, 3, "C02466", "C02466",
	  "Since 2026-11-28 03:00 UTC customer C02466 (192.0.2.145 and 1 more) "
	  "wrote to 1588 addresses in about 131 domains under 1 sender domain: "
	  "one kind of evidence only." },
	{ CUL_ACTION_EXEMPT, CUL_KIND_ROAMING, CUL_SUBJECT_IP, CUL_NOTICE_NEW,
	  700, 640, "203.0.113.177", "",
	  "Since 2026-11-27 15:32 UTC 203.0.113.177 was refused 12 times for 3 "
	  "recipients, as a sender in a domain of ours: a customer who lives "
	  "at this address and sends without a login." },
	{ CUL_ACTION_SUSPEND, CUL_KIND_ZOMBIE, CUL_SUBJECT_CUSTOMER,
	  CUL_NOTICE_WITHDRAWN, 190, 170, "C02193", "C02193",
	  "Since 2026-11-28 00:02 UTC customer C02193 (192.0.2.72) wrote to 63 "
	  "addresses under about 35 unrelated sender domains: it forwards." },
};

const char *const hostile[HOSTILE] = {
	"\033[2J\033[1;1H\033[41mall is well\033[0m",
	"admin\xe2\x80\xae"
	"elpmaxe.arorua@",
	"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d@aurora.example",
	"z\xcc\x80\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86lgo",
	"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa"
	"\x9e\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e@aurora.example",
	"bad\xff\xfe\xc3utf8\x80",
	"line\r\nfeed\tand tab\a\b\b",
	"\xcc\x81starts with a mark",
	"soft\xc2\xadhyphen\xe2\x80\x8b zero width\xef\xbb\xbf",
	"100% %s %n %08x",
	"emoji \xf0\x9f\x98\x80\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb "
	"end",
	"a-name-as-long-as-it-gets.a-name-as-long-as-it-gets.a-name-as-long-as"
	"-it-gets.a-name-as-long-as-it-gets.a-name-as-long-as-it-gets.a-name@"
	"a-host-as-long-as-it-gets.a-host-as-long-as-it-gets.a-host-as-long-as"
	"-it-gets.aurora.example",
};
