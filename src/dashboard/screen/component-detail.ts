/** What a component is configured with, and how it is. Pure. */
import type {ComponentConfig} from '../../component-config/read.ts';
import {formatAge} from '../format/amounts.ts';
import {plainText} from '../format/cells.ts';
import {faultOn} from '../rows.ts';
import type {Asked, ComponentRecord, DashboardState, HealthAnswer} from '../state.ts';
import {stateOf} from './components.ts';
import {saysLines} from './component-says.ts';
import type {Line, Span} from './span.ts';

/** Its role, its command line flag by flag, its mounts and its files. */
export function configLines(component: ComponentRecord, state: DashboardState): Line[] {
	return asked(component, state, ({image, command, mounts, files}) => [
		[{text: 'Role    ', tone: 'accent'}, {text: component.about?.does ?? (component.summary === '' ? '-' : component.summary)}],
		...component.about ? [[{text: 'Without ', tone: 'accent' as const}, {text: component.about.without}]] : [],
		[{text: 'Image   ', tone: 'accent'}, {text: image}],
		[],
		[{text: 'Command', tone: 'accent'}],
		...command.map((word): Line => [{text: `  ${plainText(word.trim().replaceAll('\n', ' '), state.facts.ascii)}`}]),
		[],
		[{text: 'Mounts', tone: 'accent'}],
		...mounts.map(({source, target, readOnly}): Line => [{text: `  ${target}  `}, {text: `${source}${readOnly ? ' (read-only)' : ''}`, tone: 'dim'}]),
		[],
		[{text: 'Files', tone: 'accent'}],
		...files.flatMap((file): Line[] => {
			switch (file.kind) {
				case 'certificate': {
					return file.certificates.map((certificate): Line => [{text: `  ${file.path}  `}, {text: `certificate of ${certificate.subject}, valid until ${certificate.notAfter.toISOString().slice(0, 10)}`, tone: 'dim'}]);
				}

				case 'private key':
				case 'secret': {
					return [[{text: `  ${file.path}  `}, {text: `${file.kind}, not shown`, tone: 'dim'}]];
				}

				case 'public key':
				case 'kubeconfig': {
					return [[{text: `  ${file.path}  `}, {text: file.kind, tone: 'dim'}]];
				}

				case 'configuration': {
					return [
						[{text: `  ${file.path}  `}, {text: file.type ?? 'configuration', tone: 'dim'}],
						...file.content.trimEnd().split('\n').map((text): Line => [{text: `    ${plainText(text, state.facts.ascii)}`}]),
					];
				}
			}
		}),
	]);
}

export function environmentLines(component: ComponentRecord, state: DashboardState): Line[] {
	return asked(component, state, ({environment}) => {
		const entries = Object.entries(environment).sort(([a], [b]) => a < b ? -1 : 1);
		return entries.length === 0 ? [[{text: 'It has no variables', tone: 'dim'}]]
			: entries.map(([name, value]): Line => [{text: `${name}=`, tone: 'accent'}, {text: plainText(value, state.facts.ascii)}]);
	});
}

export function healthLines(component: ComponentRecord, state: DashboardState): Line[] {
	const {word, tone} = stateOf(component, state.acting[component.id], faultOn(state, component));
	const {startedAt, finishedAt, state: now, container} = component;
	const answer = state.health?.key === container ? state.health : undefined;
	const runs = now === 'running' || now === 'paused';
	return [
		[{text: 'State       ', tone: 'accent'}, {text: word, tone}],
		[{text: 'Container   ', tone: 'accent'}, {text: container}],
		[{text: 'Started     ', tone: 'accent'}, {text: startedAt === 0 ? 'never' : `${formatAge(state.now - startedAt)} ago`}],
		...runs || finishedAt === 0 ? [] : [[{text: 'Ended       ', tone: 'accent' as const}, {text: `${formatAge(state.now - finishedAt)} ago, exit code ${component.exitCode}`}]],
		[{text: 'Restarts    ', tone: 'accent'}, {text: `${component.restarts} by the supervisor and the engine, since its container was made`}],
		...answer?.value ? [[], ...answerLines(answer.value, state.now - (answer.at ?? state.now), state.facts.ascii)]
			: [[], [{text: now === 'running' ? 'Asking' : 'It does not run: nobody is asked', tone: 'dim' as const}]],
		...saysLines(component, state),
	];
}

function answerLines(answer: HealthAnswer, age: number, ascii: boolean): Line[] {
	const health = (said: Span, message?: string): Line[] => [
		[{text: 'Health      ', tone: 'accent'}, said, {text: `, asked ${formatAge(age)} ago`, tone: 'dim'}],
		...message === undefined ? [] : [[{text: `  ${plainText(message, ascii)}`}]],
	];
	switch (answer.kind) {
		case 'healthy': {
			return health({text: 'well', tone: 'good'});
		}

		case 'unhealthy': {
			return health({text: 'not well', tone: 'bad'}, answer.message);
		}

		case 'unknown': {
			return health({text: 'not known', tone: 'warn'}, answer.message);
		}

		case 'none': {
			return [[{text: 'Health      ', tone: 'accent'}, {text: 'it has nothing to ask: it is well while it runs'}]];
		}
	}
}

function asked({container, state: now}: ComponentRecord, {config}: DashboardState, lines: (config: ComponentConfig) => Line[]): Line[] {
	const answer: Asked<ComponentConfig> | undefined = config?.key === container ? config : undefined;
	if (answer?.value) {
		return lines(answer.value);
	}

	return [answer?.failure !== undefined ? [{text: answer.failure, tone: 'bad'}] : [{text: now === 'missing' ? 'It has no container' : 'Reading', tone: 'dim'}]];
}
