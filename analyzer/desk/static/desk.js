// The desk: keys, and what is new without asking. All of it works without.
'use strict';

const live = document.getElementById('live');
const body = document.body;
let lost = false;

// One sentence above the page; '' takes it away. A screen reader is told.
function tell(text, bad, href, link) {
	live.replaceChildren();
	if (text === '')
		return;
	const p = document.createElement('p');
	p.textContent = text + ' ';
	if (bad)
		p.className = 'bad';
	if (href) {
		const a = document.createElement('a');
		a.href = href;
		a.textContent = link;
		p.append(a);
	}
	live.append(p);
}

// ---- keys ----

const whos = () => [...document.querySelectorAll('#list a.who')];

function step(by) {
	const all = whos();
	if (all.length === 0)
		return;
	const at = all.indexOf(document.activeElement);
	const to = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
	const a = all[Math.max(0, Math.min(all.length - 1, to))];
	a.focus();
	a.closest('li').scrollIntoView({ block: 'nearest' });
}

// On a suggestion open that form; in the list go to it at the one in focus.
function act(what) {
	const form = document.getElementById('do-' + what);
	if (form) {
		form.open = true;
		const first = form.querySelector(
			'textarea, select, input:not([type=hidden]), button');
		form.scrollIntoView({ block: 'nearest' });
		first.focus();
		return;
	}
	const a = document.activeElement.closest?.('#list a.who');
	if (what === 'except') {
		const link = document.getElementById('make-exception');
		if (link)
			location.assign(link.href);
		else if (a)
			location.assign(a.dataset.except);
	} else if (a) {
		location.assign(a.href + '?do=' + what);
	}
}

function help() {
	const box = document.getElementById('keys');
	if (box && !box.open)
		box.showModal();
}

function find() {
	const field = document.getElementById('find');
	if (field) {
		field.focus();
		field.select();
	}
}

const keys = {
	j: () => step(1), k: () => step(-1),
	a: () => act('accept'), d: () => act('decline'),
	r: () => act('release'), e: () => act('except'), n: () => act('note'),
	'/': find, '?': help,
};

document.addEventListener('keydown', (e) => {
	const t = e.target;
	if (e.ctrlKey || e.altKey || e.metaKey || e.isComposing)
		return;
	if (e.key === 'Escape' && t.matches?.('input, textarea, select')) {
		t.blur();
		return;
	}
	if (t.matches?.('input, textarea, select') ||
	    document.querySelector('dialog[open]'))
		return;
	if (Object.hasOwn(keys, e.key)) {
		e.preventDefault();
		keys[e.key]();
	}
});

document.getElementById('keys-close')?.addEventListener('click', () =>
	document.getElementById('keys').close());

// ---- what changes while one looks ----

// The page of a decision that was refused has the address it was sent to.
const own = location.pathname.replace(/^(\/case\/[^/]+)\/.*$/, '$1');

async function fetched(url) {
	const answer = await fetch(url, { headers: { Accept: 'text/html' } });
	if (answer.redirected && new URL(answer.url).pathname === '/login') {
		tell('You are signed out. What you typed is still here;', true,
		     '/login', 'sign in again');
		return null;
	}
	if (!answer.ok)
		return null;
	return new DOMParser().parseFromString(await answer.text(),
					       'text/html');
}

const title = document.title;
const since = Number(body.dataset.live);
const fresh = new Set();
let unseen = 0;

// The list is put in place of the old one; who is in focus stays in focus. New
// is what was filed since the page was opened.
function refresh_list(page) {
	const old = document.getElementById('list');
	const now = page.getElementById('list');
	if (!old || !now)
		return;
	const focus = document.activeElement.closest?.('#list li')?.id;
	for (const li of now.children) {
		if (!(Number(li.dataset.filed) > since))
			continue;
		li.classList.add('new');
		if (!fresh.has(li.id))
			unseen++;
		fresh.add(li.id);
	}
	old.replaceWith(document.adoptNode(now));
	for (const id of ['counts', 'range']) {
		const part = page.getElementById(id);
		if (part)
			document.getElementById(id)?.replaceWith(
				document.adoptNode(part));
	}
	if (focus)
		document.getElementById(focus)?.querySelector('a.who')?.focus();
	if (fresh.size > 0)
		tell(fresh.size + ' new', false);
	if (unseen > 0 && document.visibilityState === 'hidden')
		document.title = '(' + unseen + ') ' + title;
}

async function refresh() {
	try {
		if (document.getElementById('list') && body.dataset.live) {
			const page = await fetched(location.href);
			if (page)
				refresh_list(page);
		} else if (body.dataset.version) {
			const page = await fetched(own);
			const now = page?.body.dataset.version;
			if (now && now !== body.dataset.version)
				tell('This suggestion has changed since you ' +
				     'opened it.', false, own,
				     'Show it as it is now');
		}
	} catch {
		if (stream?.readyState !== EventSource.OPEN)
			away();
	}
}

let due = 0;
let stream = null;

function soon() {
	clearTimeout(due);
	due = setTimeout(refresh, 150);
}

function away() {
	lost = true;
	tell('The desk does not answer. What you typed is still here; it is ' +
	     'tried again every few seconds.', true);
}

function back() {
	if (lost) {
		lost = false;
		tell('The desk answers again.', false);
		setTimeout(() => {
			if (live.textContent.startsWith('The desk answers'))
				tell('');
		}, 5000);
	}
	soon();
}

// Each browser has a few streams: a tab that nobody looks at and that loses
// its own waits until somebody does.
function listen() {
	const s = new EventSource('/events');
	stream = s;
	s.addEventListener('changed', soon);
	s.addEventListener('open', back);
	s.addEventListener('error', () => {
		if (document.visibilityState === 'hidden') {
			s.close();
			stream = null;
		} else if (s.readyState === EventSource.CLOSED) {
			// It answers, but not with a stream: signed out?
			soon();
			setTimeout(listen, 5000);
		} else {
			away();
		}
	});
}

addEventListener('pagehide', () => stream?.close());

// Back from another page: what the browser kept may be old.
addEventListener('pageshow', (e) => {
	if (e.persisted)
		location.reload();
});

document.addEventListener('visibilitychange', () => {
	if (document.visibilityState !== 'visible')
		return;
	unseen = 0;
	document.title = title;
	if (body.dataset.user && stream === null)
		listen();
});

// While nobody answers nothing is sent, or what was typed would be gone; and
// nothing is sent twice.
document.addEventListener('submit', (e) => {
	if (e.target.method !== 'post')
		return;
	if (lost || e.target.dataset.sent) {
		e.preventDefault();
		if (lost)
			tell('The desk does not answer: nothing was sent.',
			     true);
		return;
	}
	e.target.dataset.sent = '1';
});

if (body.dataset.user)
	listen();

const wanted = new URLSearchParams(location.search).get('do');
if (wanted)
	act(wanted);
