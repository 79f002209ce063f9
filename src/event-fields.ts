/**
 * Every event and its fields, as data: docs/events.md is about exactly these, and what `--progress json` writes is checked
 * against them. The compiler keeps it in step with events.ts.
 */
import type {SingleKubeEvent} from './events.ts';

/** `?`: it may be left out. */
type FieldKind<Value> = undefined extends Value ? `${BareKind<NonNullable<Value>>}?` : BareKind<Value>;
type BareKind<Value> = Value extends string ? 'text' : Value extends number ? 'number' : 'yes or no';

type EventFields = {readonly [Type in SingleKubeEvent['type']]: {
	readonly [Field in keyof Omit<Extract<SingleKubeEvent, {type: Type}>, 'type'>]-?: FieldKind<Extract<SingleKubeEvent, {type: Type}>[Field]>;
}};

export const eventFields = {
	began: {version: 'text', cluster: 'text'},
	'phase-started': {phase: 'text', title: 'text'},
	'phase-finished': {phase: 'text', title: 'text', seconds: 'number'},
	noted: {phase: 'text', text: 'text'},
	warned: {phase: 'text', text: 'text'},
	'image-build-started': {image: 'text', reason: 'text'},
	'image-build-progressed': {image: 'text', step: 'number', steps: 'number', line: 'text'},
	'image-build-finished': {image: 'text', seconds: 'number'},
	'image-pull-progressed': {image: 'text', from: 'text', bytes: 'number', total: 'number?'},
	'image-pull-finished': {image: 'text', from: 'text', seconds: 'number'},
	'download-started': {name: 'text', url: 'text'},
	'download-progressed': {name: 'text', bytes: 'number', total: 'number?'},
	'download-finished': {name: 'text', bytes: 'number', seconds: 'number'},
	'transfer-progressed': {name: 'text', doing: 'text', bytes: 'number', total: 'number'},
	'transfer-finished': {name: 'text', done: 'text', bytes: 'number', seconds: 'number'},
	'operation-started': {id: 'number', operation: 'text', resource: 'text', reason: 'text'},
	'operation-finished': {id: 'number', operation: 'text', resource: 'text', startedAt: 'number', seconds: 'number'},
	'operation-failed': {id: 'number', operation: 'text', resource: 'text', message: 'text'},
	'component-ready': {component: 'text', seconds: 'number'},
	'check-finished': {check: 'text', ok: 'yes or no', seconds: 'number', detail: 'text'},
} as const satisfies EventFields;

/** @returns what is wrong with a record as an event with its time; undefined when nothing is */
export function judgeEvent(record: unknown): string | undefined {
	if (typeof record !== 'object' || record === null) {
		return `it is no object: ${String(record)}`;
	}

	const {type, at, ...fields} = record as Readonly<Record<string, unknown>>;
	const known: Readonly<Record<string, string>> | undefined = typeof type === 'string' && Object.hasOwn(eventFields, type) ? eventFields[type as keyof typeof eventFields] : undefined;
	if (!known) {
		return `there is no event of the type ${String(type)}`;
	}

	const all = {...known, at: 'number'};
	const wrong = Object.entries(all).filter(([name, kind]) => !isOf({...fields, at}[name], kind)).map(([name, kind]) => `${name} is no ${kind}: ${String({...fields, at}[name])}`);
	const more = Object.keys(fields).filter(name => !(name in all)).map(name => `${name} is not documented`);
	return [...wrong, ...more].length === 0 ? undefined : `${type as string}: ${[...wrong, ...more].join('; ')}`;
}

function isOf(value: unknown, kind: string): boolean {
	if (value === undefined) {
		return kind.endsWith('?');
	}

	switch (kind.replace('?', '')) {
		case 'text': {
			return typeof value === 'string';
		}

		case 'number': {
			return typeof value === 'number' && Number.isFinite(value);
		}

		default: {
			return typeof value === 'boolean';
		}
	}
}
