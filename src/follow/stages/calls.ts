/** Calls of the kubelet as details of a stage. Pure. */
import type {Call} from '../facts.ts';
import type {Detail} from '../stage.ts';

/** So many are told of one stage: a container that crashes is made again and again. */
const most = 12;

export function callDetails(calls: readonly Call[]): Detail[] {
	const told = calls.slice(0, most).map((call): Detail => ({time: call.time, milliseconds: call.milliseconds, text: textOf(call)}));
	return calls.length > most ? [...told, {time: undefined, text: `and ${calls.length - most} more calls`}] : told;
}

/** A sentence with a blank before it; nothing where nothing was changed. */
export function changedBy(calls: readonly Call[]): string {
	const notes = [...new Set(calls.filter(({path}) => path === '/containers/create').flatMap(call => call.notes))].filter(note => !note.startsWith('answered'));
	return notes.length === 0 ? '' : ` On the way the gateway changed: ${notes.map(note => note === 'labelled' ? 'labels of the cluster and node added' : note).join('; ')}.`;
}

function textOf({method, path, status, container, image, notes}: Call): string {
	const what = image === undefined ? `${container ?? ''} `.replace('POD ', '') : `${image} `;
	const answered = status >= 400 || status === 0 ? ` answered ${status === 0 ? 'to nobody' : status}` : '';
	const told = notes.filter(note => note !== 'labelled' && !note.startsWith('answered'));
	return `${method} ${image === undefined ? path : path.replace(/^\/images\/.*\/json$/, '/images/…/json')} ${what}${answered}${told.length > 0 ? ` (${told.join('; ')})` : ''}`.replaceAll('  ', ' ').trim();
}
