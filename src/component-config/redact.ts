/** What a person may read of a text: the same text without its private keys, tokens and passwords. Pure. */

export const privateKeyNotShown = '(private key, not shown)';
export const secretNotShown = '(not shown)';

/** Names of settings whose values let somebody in. Not `key`: `tlsPrivateKeyFile` and the like name files. */
const secretName = /(^|[-_.])(token|password|passwd|secret|passphrase|access[-_]?key|client-key-data)$/i;

const pemKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g;
/** Three parts in base64url, the first of which begins with `{"`. */
const jsonWebToken = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g;
/** Base64 of a text that begins with `-----BEGIN`. */
const base64Pem = /\bLS0tLS1CRUdJTi[\w+/]*=*/g;
const credentialsInUrl = /\b([a-z][a-z\d+.-]*:\/\/)[^\s/@]+@/gi;

/** A name with a value, as YAML, JSON and ini have it: what comes before the value, and the name in it. */
const named: readonly RegExp[] = [
	// token: value, up to the line's end
	/^([ \t-]*"?([\w.-]+)"?[ \t]*[:=][ \t]*)(?![\s|>[{(])\S.*$/gm,
	// token: |, and the lines below that are indented more
	/^([ \t-]*"?([\w.-]+)"?:[ \t]*)[|>][-+\d]*[ \t]*(?:\n[ \t]+.*)+/gm,
	// {"token": "value", token: value}
	/([{,]\s*"?([\w.-]+)"?\s*:\s*)(?:"(?:[^"\\]|\\.)*"|[^\s"{[(,}][^,}\n]*)/g,
];

/** In any text: what can be told from its form, and from the name before it. */
export function redactText(text: string): string {
	return named.reduce((rest, pattern) => rest.replaceAll(pattern, (whole, before: string, name: string) =>
		secretName.test(name) ? `${before}${secretNotShown}` : whole), redactForms(text));
}

/** A word of a command line: `--token=abc`. */
export function redactArgument(word: string): string {
	const [, flag, name] = /^(--?([\w.-]+)=)/.exec(word) ?? [];
	return flag !== undefined && secretName.test(name!) ? `${flag}${secretNotShown}` : redactForms(word);
}

/** The value of an environment variable. */
export function redactVariable(name: string, value: string): string {
	return secretName.test(name) ? secretNotShown : redactForms(value);
}

function redactForms(text: string): string {
	return text
		.replaceAll(pemKey, privateKeyNotShown)
		.replaceAll(base64Pem, encoded => Buffer.from(encoded, 'base64').toString('latin1').includes('PRIVATE KEY') ? privateKeyNotShown : encoded)
		.replaceAll(jsonWebToken, secretNotShown)
		.replaceAll(credentialsInUrl, `$1${secretNotShown}@`);
}
