/* \summary: moving in a list that is longer than its place */
#include "noc/noc_int.h"

struct cul_list *cul_noc_list(struct cul_noc *noc)
{
	enum cul_view v = noc->view;

	return &noc->lists[v == CUL_VIEW_OVERVIEW ? CUL_VIEW_SUGGESTIONS : v];
}

static void keep_in_sight(struct cul_list *l)
{
	size_t last = l->n > l->page ? l->n - l->page : 0;

	if (l->at < l->top)
		l->top = l->at;
	if (l->page > 0 && l->at >= l->top + l->page)
		l->top = l->at - l->page + 1;
	if (l->top > last)
		l->top = last;
}

void cul_list_settle(struct cul_list *l, size_t n, size_t page, size_t found)
{
	l->n = n;
	l->page = page;
	if (!l->moved)
		l->at = l->top = 0;
	else if (!l->went && found != SIZE_MAX)
		l->at = found;
	l->went = false;
	if (l->at >= n)
		l->at = n > 0 ? n - 1 : 0;
	keep_in_sight(l);
}

void cul_list_settle_text(struct cul_list *l, size_t n, size_t page)
{
	size_t last = n > page ? n - page : 0;

	l->n = n;
	l->page = page;
	if (l->at > last)
		l->at = last;
	l->top = l->at;
}

void cul_list_move_to(struct cul_list *l, size_t at)
{
	l->at = l->n > 0 && at >= l->n ? l->n - 1 : at;
	l->moved = true;
	l->went = true;
}

void cul_list_move(struct cul_list *l, long by)
{
	size_t far = (size_t)(by < 0 ? -by : by);

	if (by >= 0)
		cul_list_move_to(l, l->at + far);
	else
		cul_list_move_to(l, l->at > far ? l->at - far : 0);
}
