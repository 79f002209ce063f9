/** Which engine call gets which treatment. The table is the whole policy; DESIGN §3 says why. */
import {pageNotFound, Refusal} from './refusal.ts';

export type Treatment =
	/** Passed on as it is. */
	| 'pass'
	| 'container-create' | 'container-list' | 'container-inspect' | 'container-start' | 'container-remove'
	/** Any other call on one container: passed on when it is ours. */
	| 'container'
	/** As `container`, and the connection may become a raw stream. */
	| 'container-hijack'
	| 'exec' | 'exec-hijack'
	| 'events'
	| 'image-pull';

type Row = {
	readonly methods: string;
	/** Segments behind the version; `*` is any one segment, `**` one or more. */
	readonly path: string;
} & ({readonly treat: Treatment} | {readonly refuse: string});

const keepsImages = 'images belong to the user of this engine; the kubelet may not remove or change them';
const keepsOthers = 'pruning would remove what others made on this engine';
const notNeeded = 'a kubelet has no need of this call';

/** The first row that fits decides. */
export const table: readonly Row[] = [
	{methods: 'POST', path: 'containers/create', treat: 'container-create'},
	{methods: 'GET HEAD', path: 'containers/json', treat: 'container-list'},
	{methods: 'POST', path: 'containers/prune', refuse: keepsOthers},
	{methods: 'GET HEAD', path: 'containers/*/json', treat: 'container-inspect'},
	{methods: 'POST', path: 'containers/*/start', treat: 'container-start'},
	{methods: 'POST', path: 'containers/*/attach', treat: 'container-hijack'},
	{methods: 'GET', path: 'containers/*/attach/ws', treat: 'container-hijack'},
	{methods: 'DELETE', path: 'containers/*', treat: 'container-remove'},
	{methods: 'GET HEAD POST PUT', path: 'containers/*/*', treat: 'container'},
	{methods: 'POST', path: 'exec/*/start', treat: 'exec-hijack'},
	{methods: 'GET HEAD POST', path: 'exec/*/*', treat: 'exec'},
	{methods: 'GET', path: 'events', treat: 'events'},
	{methods: 'POST', path: 'images/create', treat: 'image-pull'},
	{methods: 'DELETE', path: 'images/**', refuse: keepsImages},
	{methods: 'POST', path: 'images/prune', refuse: keepsImages},
	{methods: 'POST', path: 'images/**', refuse: keepsImages},
	{methods: 'POST', path: 'volumes/prune', refuse: keepsOthers},
	{methods: 'POST', path: 'networks/prune', refuse: keepsOthers},
	{methods: 'POST', path: 'build/prune', refuse: keepsOthers},
	{methods: 'GET HEAD', path: 'system/df', refuse: 'it would list what others made on this engine'},
	{methods: 'GET HEAD', path: '_ping', treat: 'pass'},
	{methods: 'GET HEAD', path: 'version', treat: 'pass'},
	{methods: 'GET HEAD', path: 'info', treat: 'pass'},
	{methods: 'GET HEAD', path: 'images/**', treat: 'pass'},
	{methods: 'GET HEAD', path: 'networks', treat: 'pass'},
	{methods: 'GET HEAD', path: 'networks/*', treat: 'pass'},
	{methods: 'GET HEAD', path: 'volumes', treat: 'pass'},
	{methods: 'GET HEAD', path: 'volumes/*', treat: 'pass'},
	{methods: 'GET HEAD', path: 'distribution/**', treat: 'pass'},
];

/**
 * @returns how to treat a call; reads that the table does not name pass, since the engine answers those
 * @throws Refusal 403 with the reason, 404 for what is under containers/ or exec/ and no call of the engine
 */
export function treatmentOf(method: string, segments: readonly string[]): Treatment {
	const row = rows.find(({methods, path}) => methods.has(method) && fits(path, segments));
	if (row) {
		if ('refuse' in row.decision) {
			throw refused(method, segments, row.decision.refuse);
		}

		return row.decision.treat;
	}

	// A container's path may not slip through on a spelling that only the engine understands.
	if (segments[0] === 'containers' || segments[0] === 'exec') {
		throw pageNotFound();
	}

	if (method === 'GET' || method === 'HEAD') {
		return 'pass';
	}

	throw refused(method, segments, notNeeded);
}

const rows = table.map(row => ({methods: new Set(row.methods.split(' ')), path: row.path.split('/'), decision: row}));

const refused = (method: string, segments: readonly string[], why: string): Refusal =>
	new Refusal(403, `single-kube: ${method} /${segments.join('/')} is refused: ${why}`);

function fits(path: readonly string[], segments: readonly string[]): boolean {
	const open = path.at(-1) === '**';
	return (open ? segments.length >= path.length : segments.length === path.length)
		&& path.every((part, index) => part === '*' || part === '**' || part === segments[index]);
}
