/** Lines of logs as a person reads them: as they are, or behind the name of who said them. Pure. */
import {styleText} from 'node:util';
import type {LogLine} from './line.ts';

export type LogStyle = {
	/** All that may come: with more than one each line says whose it is. */
	readonly components: readonly string[];
	readonly color: boolean;
	readonly timestamps: boolean;
};

/** Told apart on dark and light grounds; red is for errors. */
const colors = ['cyan', 'yellow', 'green', 'magenta', 'blue', 'cyanBright', 'yellowBright', 'greenBright', 'magentaBright', 'blueBright'] as const;

/** @returns a function from a line to the text of it, as `docker compose logs` has it: `etcd            | ready` */
export function lineFormatter({components, color, timestamps}: LogStyle): (line: LogLine) => string {
	const width = Math.max(...components.map(({length}) => length));
	const prefixes = new Map(components.map((component, index) => {
		const text = `${component.padEnd(width)} |`;
		return [component, color ? styleText(colors[index % colors.length]!, text, {validateStream: false}) : text];
	}));
	return ({component, time, line}) => [
		...components.length > 1 ? [prefixes.get(component) ?? `${component} |`] : [], ...timestamps && time !== '' ? [time] : [], line,
	].join(' ');
}
