/** Check one file of compose/ against the schema; every problem is named with file, path and what was expected. */
import type {z} from 'zod';
import {SingleKubeError} from '../errors.ts';
import {interpolate, type Variables} from './interpolate.ts';
import type {RawFile} from './read.ts';

/**
 * @returns the file, interpolated, with defaults filled in
 * @throws SingleKubeError COMPOSE_INVALID with one line in `seen` for each problem: `etcd.yaml: services.etcd.image: …`
 */
export function parseFile<Schema extends z.ZodType>({file, content}: RawFile, schema: Schema, variables: Variables): z.output<Schema> {
	const problems: string[] = [];
	const interpolated = interpolate(content, variables, '', message => problems.push(`${file}: ${message.replace(/^\./, '')}`));
	const result = schema.safeParse(interpolated);
	for (const issue of result.error?.issues ?? []) {
		problems.push(...describeIssue(issue).map(problem => `${file}: ${problem}`));
	}

	if (problems.length > 0 || !result.success) {
		throw new SingleKubeError('COMPOSE_INVALID', `${file} does not describe a component`, {
			seen: problems, hint: 'docs/adding-a-component.md names each key and what it takes',
		});
	}

	return result.data;
}

function describeIssue(issue: z.core.$ZodIssue): string[] {
	const where = formatPath(issue.path);
	if (issue.code === 'invalid_union') {
		const [shortest] = [...issue.errors].sort((a, b) => a.length - b.length);
		return (shortest ?? []).flatMap(inner => describeIssue({...inner, path: [...issue.path, ...inner.path]} as z.core.$ZodIssue));
	}

	const message = issue.message.replace(/^Invalid input: /, '').replace(/^Unrecognized keys?: /, 'expected no such key: ');
	return [`${where === '' ? '' : `${where}: `}${message}`];
}

function formatPath(path: ReadonlyArray<PropertyKey>): string {
	return path.map(part => typeof part === 'number' ? `[${part}]` : `.${String(part)}`).join('').replace(/^\./, '');
}
