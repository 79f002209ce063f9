import {readFileSync} from 'node:fs';

/** The version in package.json: two folders up both from src/cli/ and from dist/cli/. */
export function readVersion(): string {
	const {version} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {version: string};
	return version;
}
