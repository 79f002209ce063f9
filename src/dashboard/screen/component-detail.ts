/** What a component is configured with, and how it is. Pure. */
import type {ComponentConfig} from '../../component-config/read.ts';
import {formatAge} from '../format/amounts.ts';
import {plainText} from '../format/cells.ts';
import type {Asked, ComponentRecord, DashboardState} from '../state.ts';
import {stateOf} from './components.ts';
import type {Line} from './span.ts';

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
	const {word, tone} = stateOf(component, state.acting[component.id]);
	const {startedAt, finishedAt, state: now, container} = component;
	const answer = state.health?.key === container ? state.health : undefined;
	const runs = now === 'running' || now === 'paused';
	return [
		[{text: 'State       ', tone: 'accent'}, {text: word, tone}],
		[{text: 'Container   ', tone: 'accent'}, {text: container}],
		[{text: 'Started     ', tone: 'accent'}, {text: startedAt === 0 ? 'never' : `${formatAge(state.now - startedAt)} ago`}],
		...runs || finishedAt === 0 ? [] : [[{text: 'Ended       ', tone: 'accent' as const}, {text: `${formatAge(state.now - finishedAt)} ago, exit code ${component.exitCode}`}]],
		[{text: 'Restarts    ', tone: 'accent'}, {text: `${state.restarts[component.id] ?? 0} since this dashboard was opened`}],
		...answer?.value ? [
			[],
			[{text: 'Health      ', tone: 'accent' as const}, answer.value.well ? {text: 'well', tone: 'good' as const} : {text: 'not well', tone: 'bad' as const}, {text: `, asked ${formatAge(state.now - (answer.at ?? state.now))} ago`, tone: 'dim' as const}],
			...answer.value.said.map((text): Line => [{text: `  ${plainText(text, state.facts.ascii)}`}]),
		] : [[], [{text: now === 'running' ? 'Asking' : 'It does not run: nobody is asked', tone: 'dim' as const}]],
	];
}

function asked({container, state: now}: ComponentRecord, {config}: DashboardState, lines: (config: ComponentConfig) => Line[]): Line[] {
	const answer: Asked<ComponentConfig> | undefined = config?.key === container ? config : undefined;
	if (answer?.value) {
		return lines(answer.value);
	}

	return [answer?.failure !== undefined ? [{text: answer.failure, tone: 'bad'}] : [{text: now === 'missing' ? 'It has no container' : 'Reading', tone: 'dim'}]];
}
