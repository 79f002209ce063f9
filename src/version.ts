import {readFileSync} from 'node:fs';

/** The version in package.json: one folder up both from src/ and from dist/. */
export function readVersion(): string {
	return readManifest().version;
}

/** Of package.json what the program itself wants to know; `engines.node` is `>=22.20`. */
export function readManifest(): {readonly version: string; readonly engines: {readonly node: string}} {
	return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {version: string; engines: {node: string}};
}
